// Reports for approval: looked at before, made once and kept, handed out only as they were made.
import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { toProblem } from '../../shared/contract/problem.ts';
import type { Report, ReportDraft, ReportFormat, reports } from '../../shared/contract/reports.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { syncFile } from '../data/whole-file.ts';
import { digest } from '../jobs/run-files.ts';
import type { ReportRecord } from '../store/index.ts';
import { reportDocument } from '../trials/report/document.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';
import { makeReport, reportFileName } from './reports/make-report.ts';
import { type PrintPdf, printWithBrowser } from './reports/print-with-browser.ts';
import { reportData } from './reports/report-data.ts';
import { TrialResults } from './trials/trial-result.ts';
import { economicsOf } from './trials.ts';
import type { Workspace } from './workspace.ts';

export function createReportsService(
  context: AppContext,
  { printPdf = printWithBrowser() }: { readonly printPdf?: PrintPdf } = {},
): Implementation<typeof reports> {
  const { workspace, grants, downloads, emit } = context;
  const { store } = workspace;
  const results = new TrialResults(workspace);
  const dataOf = (draft: ReportDraft) =>
    reportData(workspace, results, draft, economicsOf(store, store.trials.get(draft.trialId).projectId));

  return {
    preview: (draft) => ({ html: reportDocument(dataOf(draft)) }),

    async create(draft) {
      const data = dataOf(draft);
      const scratch = join(workspace.root, 'tmp', `report-${randomUUID()}`);
      await mkdir(scratch, { recursive: true });
      try {
        const { files, pages, withoutPdf } = await makeReport(data, scratch, printPdf);
        await mkdir(join(workspace.root, 'reports'), { recursive: true });
        const { projectId } = store.trials.get(draft.trialId);
        const record = logged(context, (log) => {
          const created = store.reports.create({ projectId, draft, pages, files });
          renameSync(scratch, folderOf(workspace, created.id));
          log({ kind: 'report.made', projectId, data: { report: created.id, trial: draft.trialId } });
          return created;
        });
        emit.reports('changed', { projectId });
        return { report: viewOf(record), withoutPdf: withoutPdf && toProblem(withoutPdf) };
      } finally {
        await rm(scratch, { recursive: true, force: true }).catch(() => undefined);
      }
    },

    list: ({ projectId }) => store.reports.list(projectId).map(viewOf),

    async html({ reportId }) {
      const bytes = await provedBytes(workspace, store.reports.get(reportId), 'html');
      return { html: bytes.toString('utf8') };
    },

    async save({ reportId, format, grant }) {
      const record = store.reports.get(reportId);
      const destination = grant === undefined ? undefined : grants.write(grant);
      await provedBytes(workspace, record, format);
      const from = join(folderOf(workspace, reportId), reportFileName(format));
      const name = fileNameOf(record, format);
      const path = destination ?? name;
      if (destination !== undefined) await copyOut(from, destination);
      const download = destination === undefined ? downloads.add({ path: from, name, temporary: false }) : null;
      logged(context, (log) => log({ kind: 'report.saved', projectId: record.projectId, data: { path } }));
      return { path, download };
    },
  };
}

export const folderOf = ({ root }: Pick<Workspace, 'root'>, id: number) => join(root, 'reports', String(id));

function viewOf(record: ReportRecord): Report {
  return { ...record, files: [...record.files] };
}

/** As the user will find it: the report's own title, without what file systems refuse. */
function fileNameOf({ id, draft }: ReportRecord, format: ReportFormat): string {
  const title = draft.title
    .replaceAll(/[\\/:*?"<>|]/gu, ' ')
    .trim()
    .slice(0, 80);
  return `${title || 'report'}-${id}.${format}`;
}

/** @throws NarashiError reports.file-changed */
async function provedBytes(workspace: Workspace, record: ReportRecord, format: ReportFormat): Promise<Buffer> {
  const path = join(folderOf(workspace, record.id), reportFileName(format));
  const bytes = await readFile(path).catch(() => undefined);
  const recorded = record.files.find((file) => file.format === format);
  if (bytes && recorded && digest(bytes) === recorded.sha256) return bytes;
  throw new NarashiError('reports.file-changed', { id: record.id, path });
}

/** @throws NarashiError reports.not-written */
async function copyOut(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
    await syncFile(to);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('reports.not-written', { reason }, { cause: error });
  }
}

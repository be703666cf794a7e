// Reports for approval in memory: the page is the real one, of a trial made by hand.

import { reportDocument } from '../../../main/trials/report/document.ts';
import type { Problem } from '../../../shared/contract/common.ts';
import type { Report, ReportDraft, reports } from '../../../shared/contract/reports.ts';
import type { Emit, Implementation } from '../../../shared/rpc/contract.ts';
import { madeReport, outcomes } from '../../support/made-trial.ts';

export interface ReportsState {
  kept: Report[];
  /** Why this PC prints no PDF. */
  withoutPdf: Problem | null;
  readonly previews: ReportDraft[];
  readonly saved: string[];
}

export function makeReports(emit: Emit<typeof reports>) {
  const state: ReportsState = { kept: [], withoutPdf: null, previews: [], saved: [] };
  const page = (draft: ReportDraft) =>
    reportDocument(madeReport(outcomes.gain, { ...draft, method: 'samar-efficient' }));
  const service: Implementation<typeof reports> = {
    preview: (draft) => {
      state.previews.push(draft);
      return { html: page(draft) };
    },
    create: (draft) => {
      const formats = state.withoutPdf ? (['html', 'json', 'csv'] as const) : (['pdf', 'html', 'json', 'csv'] as const);
      const report: Report = {
        id: state.kept.length + 1,
        projectId: 1,
        trialId: draft.trialId,
        draft,
        createdAt: '2026-11-25T05:00:00.000Z',
        pages: state.withoutPdf ? null : 3,
        files: formats.map((format) => ({ format, bytes: 100, sha256: 'a'.repeat(64) })),
      };
      state.kept = [report, ...state.kept];
      emit('changed', { projectId: 1 });
      return { report, withoutPdf: state.withoutPdf };
    },
    list: () => state.kept,
    html: () => ({ html: '' }),
    save: ({ reportId, format }) => {
      state.saved.push(`${reportId} ${format}`);
      return { path: `上申書-${reportId}.${format}`, download: '00000000-0000-4000-8000-000000000002' };
    },
  };
  return { state, service };
}

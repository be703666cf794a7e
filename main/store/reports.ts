// Reports for approval: what each was made from, and the digests of its files. Never changed once made.
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type ReportDraft, reportDraft, reportFormats } from '../../shared/contract/reports.ts';
import type { Connection } from './connection.ts';
import { check, count, identity, jsonColumn, sha256 } from './schemas.ts';

const files = z.array(z.object({ format: z.enum(reportFormats), bytes: count, sha256 }));
export type ReportFile = z.infer<typeof files>[number];

const row = z.object({
  id: z.int(),
  projectId: z.int().nullable(),
  trialId: z.int(),
  draft: jsonColumn(reportDraft),
  pages: z.int().nullable(),
  files: jsonColumn(files),
  createdAt: z.string(),
});
export type ReportRecord = z.infer<typeof row>;

const draftSchema = z.object({
  projectId: identity.nullable(),
  draft: reportDraft,
  pages: z.int().positive().nullable(),
  files,
});

const select = `SELECT id, project_id AS projectId, trial_id AS trialId, draft, pages, files, created_at AS createdAt
  FROM reports`;

export class Reports {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @throws NarashiError store.invalid */
  create(report: {
    readonly projectId: number | null;
    readonly draft: ReportDraft;
    readonly pages: number | null;
    readonly files: readonly ReportFile[];
  }): ReportRecord {
    const values = check(draftSchema, { ...report, files: [...report.files] }, 'report');
    const { id } = this.#connection.run(
      `INSERT INTO reports (project_id, trial_id, draft, pages, files, created_at)
       VALUES (:projectId, :trialId, :draft, :pages, :files, :now)`,
      {
        projectId: values.projectId,
        trialId: values.draft.trialId,
        draft: JSON.stringify(values.draft),
        pages: values.pages,
        files: JSON.stringify(values.files),
        now: this.#connection.now(),
      },
    );
    return this.get(id);
  }

  /** @throws NarashiError reports.not-found */
  get(id: number): ReportRecord {
    const found = this.#connection.get(row, `${select} WHERE id = :id`, { id });
    if (!found) throw new NarashiError('reports.not-found', { id });
    return found;
  }

  /** Newest first. */
  list(projectId: number): ReportRecord[] {
    return this.#connection.all(row, `${select} WHERE project_id = :projectId ORDER BY id DESC`, { projectId });
  }
}

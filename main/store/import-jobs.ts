// Imports on their way: what was picked, what was found, what was decided, so that a restart goes on where they stood.
import { z } from 'zod';
import { problem } from '../../shared/contract/common.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { classDecision, type ImportPhase, importPhases, importReport } from '../../shared/contract/imports.ts';
import type { Connection } from './connection.ts';
import { check, jsonColumn } from './schemas.ts';

const payload = z.object({
  /** What was picked, as the user knows it. */
  source: z.string(),
  paths: z.array(z.string()).min(1),
  report: importReport.nullable(),
  decisions: z.array(classDecision),
  added: z.int().nullable(),
  failure: problem.nullable(),
});
export type ImportPayload = z.infer<typeof payload>;

const row = z.object({
  id: z.string(),
  projectId: z.int(),
  phase: z.enum(importPhases),
  payload: jsonColumn(payload),
  startedAt: z.string(),
});
export type ImportJob = z.infer<typeof row>;

const select = 'SELECT id, project_id AS projectId, phase, payload, created_at AS startedAt FROM import_jobs';
const ended: readonly ImportPhase[] = ['done', 'cancelled', 'failed'];

export class ImportJobs {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @throws NarashiError store.invalid */
  create(id: string, projectId: number, picked: Pick<ImportPayload, 'source' | 'paths'>): ImportJob {
    const fresh = { ...picked, report: null, decisions: [], added: null, failure: null };
    this.#connection.run(
      `INSERT INTO import_jobs (id, project_id, phase, payload, created_at)
       VALUES (:id, :projectId, 'inspecting', :payload, :now)`,
      { id, projectId, payload: JSON.stringify(check(payload, fresh, 'import')), now: this.#connection.now() },
    );
    return this.get(id);
  }

  /** @throws NarashiError imports.not-found */
  get(id: string): ImportJob {
    const found = this.find(id);
    if (!found) throw new NarashiError('imports.not-found', {});
    return found;
  }

  find(id: string): ImportJob | undefined {
    return this.#connection.get(row, `${select} WHERE id = :id`, { id });
  }

  /** Newest first; of one project, or of all. */
  list(projectId: number | null = null): ImportJob[] {
    const sql = `${select} WHERE :projectId IS NULL OR project_id = :projectId ORDER BY created_at DESC, rowid DESC`;
    return this.#connection.all(row, sql, { projectId });
  }

  /** Moves an import on; what is not named in `changes` stays. @throws NarashiError imports.not-found, store.invalid */
  update(id: string, phase: ImportPhase, changes: Partial<ImportPayload> = {}): ImportJob {
    return this.#connection.transaction(() => {
      const next = check(payload, { ...this.get(id).payload, ...changes }, 'import');
      this.#connection.run(
        'UPDATE import_jobs SET phase = :phase, payload = :payload, ended_at = :ended WHERE id = :id',
        { id, phase, payload: JSON.stringify(next), ended: ended.includes(phase) ? this.#connection.now() : null },
      );
      return this.get(id);
    });
  }

  remove(id: string): void {
    this.#connection.run('DELETE FROM import_jobs WHERE id = :id', { id });
  }
}

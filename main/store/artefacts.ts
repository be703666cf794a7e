// Files that runs produced: where they are and what their bytes must hash to.
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type Artefact, type ArtefactDraft, artefactKinds } from '../../shared/domain/run.ts';
import type { Connection } from './connection.ts';
import { check, count, filledText, jsonColumn, jsonObject, sha256 } from './schemas.ts';

const draftSchema = z.object({
  kind: z.enum(artefactKinds),
  path: filledText,
  bytes: count,
  sha256,
  metadata: jsonObject,
});
const row: z.ZodType<Artefact> = z.object({
  id: z.int(),
  runId: z.int(),
  kind: z.enum(artefactKinds),
  path: z.string(),
  bytes: z.int(),
  sha256,
  metadata: jsonColumn(jsonObject),
  createdAt: z.string(),
});
const select = `SELECT id, run_id AS runId, kind, path, bytes, lower(hex(sha256)) AS sha256, metadata,
  created_at AS createdAt FROM artefacts`;

export class Artefacts {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Keeps a file's identity; a file written over an earlier one of the run takes its row. @throws store.invalid */
  record(runId: number, draft: ArtefactDraft): Artefact {
    const values = check(draftSchema, draft, `artefact ${draft.path}`);
    this.#connection.run(
      `INSERT INTO artefacts (run_id, kind, path, bytes, sha256, metadata, created_at)
       VALUES (:runId, :kind, :path, :bytes, unhex(:sha256), :metadata, :now)
       ON CONFLICT (run_id, path) DO UPDATE SET kind = excluded.kind, bytes = excluded.bytes,
         sha256 = excluded.sha256, metadata = excluded.metadata, created_at = excluded.created_at`,
      { ...values, runId, metadata: JSON.stringify(values.metadata), now: this.#connection.now() },
    );
    const sql = `${select} WHERE run_id = :runId AND path = :path`;
    const found = this.#connection.get(row, sql, { runId, path: values.path });
    if (!found) throw new NarashiError('store.unreadable-row', { reason: `artefact ${values.path}` });
    return found;
  }

  /** In the order they were first recorded. */
  list(runId: number): Artefact[] {
    return this.#connection.all(row, `${select} WHERE run_id = :runId ORDER BY id`, { runId });
  }

  /** The file was deleted, such as a checkpoint a later one made superfluous. */
  forget(id: number): void {
    this.#connection.run('DELETE FROM artefacts WHERE id = :id', { id });
  }
}

// The moves of models between their stages, each made by an entry of the audit log.
import { z } from 'zod';
import { type ModelMove, modelMoves } from '../../shared/domain/registry.ts';
import type { JsonObject } from '../../shared/domain/run.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';
import { check, identity, jsonColumn } from './schemas.ts';

const draftSchema = z.object({ projectId: identity, runId: identity, move: z.enum(modelMoves) });
const row = z.object({
  entry: z.int(),
  runId: z.int(),
  move: z.enum(modelMoves),
  at: z.string(),
  operator: z.string(),
  data: jsonColumn(z.object({ approver: z.string(), reason: z.string() }).loose()),
});

export interface KeptMove {
  /** Its number in the audit log. */
  readonly entry: number;
  readonly runId: number;
  readonly move: ModelMove;
  readonly at: string;
  readonly operator: string;
  readonly approver: string;
  readonly reason: string;
  /** SHA-256 of the model that was approved; null of other moves. */
  readonly model: string | null;
}

export class ModelMoves {
  readonly #connection: Connection;
  readonly #audit: AuditLog;

  constructor(connection: Connection, audit: AuditLog) {
    this.#connection = connection;
    this.#audit = audit;
  }

  /**
   * @param details what the entry says beside project and move: `approver` and `reason`, empty where there are none, …
   * @throws NarashiError store.invalid, audit.head-differs
   */
  record(move: z.infer<typeof draftSchema>, details: JsonObject & { approver: string; reason: string }): void {
    const values = check(draftSchema, move, `move of run ${move.runId}`);
    this.#connection.transaction(() => {
      const data = { ...details, project: values.projectId, move: values.move };
      const { sequence } = this.#audit.append({ kind: kindOf(values.move), subject: `run:${values.runId}`, data });
      this.#connection.run(
        'INSERT INTO model_moves (entry, project_id, run_id, move) VALUES (:sequence, :projectId, :runId, :move)',
        { ...values, sequence },
      );
    });
  }

  /** Of a project, oldest first. */
  list(projectId: number): KeptMove[] {
    const sql = `SELECT entry, run_id AS runId, move, at, operator, data FROM model_moves
      JOIN audit ON audit.sequence = entry WHERE project_id = :projectId ORDER BY entry`;
    return this.#connection.all(row, sql, { projectId }).map(({ data, ...move }) => ({
      ...move,
      approver: data.approver,
      reason: data.reason,
      model: typeof data.model === 'string' ? data.model : null,
    }));
  }
}

function kindOf(move: ModelMove) {
  if (move === 'approve') return 'model.approved';
  return move === 'roll-back' ? 'model.rolled-back' : 'model.moved';
}

// Evaluations of runs: the whole result, with the figures that lists sort by in columns of their own.
import { z } from 'zod';
import { evaluation as evaluationSchema } from '../../shared/contract/common.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type Split, splits } from '../../shared/domain/dataset.ts';
import type { Evaluation, EvaluationRecord } from '../../shared/domain/evaluation.ts';
import type { Connection } from './connection.ts';
import { check, identity, jsonColumn } from './schemas.ts';

/** Which model was judged on which images. */
export type Judged = {
  readonly runId: number;
  readonly snapshotId: number;
  readonly split: Split;
  readonly artefactId?: number | null;
};

const judgedSchema = z.object({
  runId: identity,
  snapshotId: identity,
  split: z.enum(splits),
  artefactId: identity.nullish().transform((id) => id ?? null),
});
const row: z.ZodType<EvaluationRecord> = z.object({
  id: z.int(),
  runId: z.int(),
  snapshotId: z.int(),
  split: z.enum(splits),
  artefactId: z.int().nullable(),
  createdAt: z.string(),
  result: jsonColumn(evaluationSchema),
});
const select = `SELECT id, run_id AS runId, snapshot_id AS snapshotId, split, artefact_id AS artefactId,
  created_at AS createdAt, result FROM evaluations`;

export class Evaluations {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Adds an evaluation; earlier ones are kept. @throws NarashiError store.invalid */
  record(judged: Judged, evaluation: Evaluation): EvaluationRecord {
    const what = `evaluation of run ${judged.runId}`;
    const result = check(evaluationSchema, evaluation, what);
    const { id } = this.#connection.run(
      `INSERT INTO evaluations (run_id, snapshot_id, split, artefact_id, images, accuracy, balanced_accuracy,
         escape_rate, overkill_rate, result, created_at)
       VALUES (:runId, :snapshotId, :split, :artefactId, :images, :accuracy, :balancedAccuracy, :escape, :overkill,
         :result, :now)`,
      {
        ...check(judgedSchema, judged, what),
        images: result.images,
        accuracy: result.accuracy?.value ?? null,
        balancedAccuracy: result.balancedAccuracy,
        escape: result.escape?.value ?? null,
        overkill: result.overkill?.value ?? null,
        result: JSON.stringify(result),
        now: this.#connection.now(),
      },
    );
    return this.get(id);
  }

  /** @throws NarashiError store.evaluation-not-found */
  get(id: number): EvaluationRecord {
    const found = this.#connection.get(row, `${select} WHERE id = :id`, { id });
    if (!found) throw new NarashiError('store.evaluation-not-found', { id });
    return found;
  }

  /** Oldest first. */
  list(runId: number): EvaluationRecord[] {
    return this.#connection.all(row, `${select} WHERE run_id = :runId ORDER BY id`, { runId });
  }
}

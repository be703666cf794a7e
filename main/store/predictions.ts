// Per-image judgements of an evaluation, so that every cell of a confusion matrix can show its images.
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { JudgedImage, Prediction } from '../../shared/domain/evaluation.ts';
import type { Connection } from './connection.ts';
import { Evaluations } from './evaluations.ts';
import { check, count, identity, total } from './schemas.ts';

const pageSize = 1_000;

const prediction = z.object({
  imageId: identity,
  predicted: count,
  probabilities: z.instanceof(Float32Array).refine((values) => values.every(Number.isFinite), 'not finite'),
});
const row: z.ZodType<JudgedImage> = z.object({
  imageId: z.int(),
  path: z.string(),
  contentHash: z.string(),
  actual: z.int(),
  predicted: z.int(),
  probabilities: z.instanceof(Uint8Array).transform(decode),
});

/** A cell, row or column of the confusion matrix; null = any. */
export type Cell = { readonly actual?: number | null; readonly predicted?: number | null };

export class Predictions {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Adds the judgements of one evaluation: all or none. @throws NarashiError store.invalid, store.evaluation-not-found */
  record(evaluationId: number, predictions: Iterable<Prediction>): void {
    const { snapshotId, result } = new Evaluations(this.#connection).get(evaluationId);
    this.#connection.transaction(() => {
      for (const each of predictions) this.#insert(evaluationId, result.classes.length, each);
      const sql = `SELECT count(*) AS total FROM predictions JOIN images ON images.id = image_id
        WHERE evaluation_id = :evaluationId AND snapshot_id <> :snapshotId`;
      const strays = this.#connection.get(total, sql, { evaluationId, snapshotId });
      if (strays?.total) refuse(evaluationId, `${strays.total} image(s) are not in its snapshot`);
    });
  }

  /** Judgements in path order, of all images or of one cell of the confusion matrix. */
  *list(evaluationId: number, { actual = null, predicted = null }: Cell = {}): Generator<JudgedImage> {
    const sql = `SELECT image_id AS imageId, path, lower(hex(content_hash)) AS contentHash,
        class_position AS actual, predicted, probabilities
      FROM predictions JOIN images ON images.id = image_id
      WHERE evaluation_id = :evaluationId AND image_id > :after
        AND (:actual IS NULL OR class_position = :actual) AND (:predicted IS NULL OR predicted = :predicted)
      ORDER BY image_id LIMIT ${pageSize}`;
    for (let after = 0; ; ) {
      const page = this.#connection.all(row, sql, { evaluationId, after, actual, predicted });
      yield* page;
      const last = page.at(-1);
      if (!last) return;
      after = last.imageId;
    }
  }

  #insert(evaluationId: number, classes: number, each: Prediction): void {
    const { imageId, predicted, probabilities } = check(prediction, each, `judgement of image ${each.imageId}`);
    if (probabilities.length !== classes || predicted >= classes) {
      refuse(evaluationId, `image ${imageId} was not judged among its ${classes} classes`);
    }
    this.#connection.run(
      `INSERT INTO predictions (evaluation_id, image_id, predicted, probabilities)
       VALUES (:evaluationId, :imageId, :predicted, :probabilities)`,
      { evaluationId, imageId, predicted, probabilities: encode(probabilities) },
    );
  }
}

function refuse(evaluationId: number, reason: string): never {
  throw new NarashiError('store.invalid', { what: `judgements of evaluation ${evaluationId}`, reason });
}

/** float32, little-endian (every platform we run on). */
function encode(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function decode(bytes: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

// Proof that an exported file judges exactly as the trainer did: the file itself, run over the whole test split.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Executor } from '../engine/executor.ts';
import type { ModelDescription } from './description.ts';
import { ExportedJudge, type RawBatch } from './judge.ts';

export type { RawBatch } from './judge.ts';

export interface ParityReport {
  readonly images: number;
  /** Largest |difference| of a probability. */
  readonly largestDifference: number;
  /** Images whose most likely class differs. */
  readonly disagreements: number;
}

export const PROBABILITY_TOLERANCE = 1e-4;

/** Probabilities `[M,K]` of an exported model for raw images. */
export async function runExported(
  executor: Executor,
  model: Uint8Array,
  description: ModelDescription,
  batches: AsyncIterable<RawBatch>,
  batchSize: number,
): Promise<Float32Array> {
  const judge = await ExportedJudge.load(executor, model, description, batchSize);
  try {
    const rows: number[] = [];
    for await (const batch of batches) rows.push(...(await judge.judge(batch)));
    return Float32Array.from(rows);
  } finally {
    await judge.close();
  }
}

/** Compares two sets of probabilities `[M,K]`. */
export function compare(reference: Float32Array, found: Float32Array, classes: number): ParityReport {
  if (reference.length !== found.length)
    throw new RangeError(`${found.length} probabilities, ${reference.length} expected`);
  const images = reference.length / classes;
  const best = (rows: Float32Array, image: number) => {
    const row = rows.subarray(image * classes, (image + 1) * classes);
    return row.indexOf(Math.max(...row));
  };
  const largestDifference = reference.reduce((largest, value, index) => {
    const difference = Math.abs(value - (found[index] ?? Number.NaN));
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largest, difference);
  }, 0);
  const disagreements = Array.from({ length: images }, (_, image) =>
    Number(best(reference, image) !== best(found, image)),
  );
  return { images, largestDifference, disagreements: disagreements.reduce((sum, one) => sum + one, 0) };
}

/** @throws NarashiError export.parity-failed */
export function requireParity(report: ParityReport): ParityReport {
  const { images, largestDifference, disagreements } = report;
  if (largestDifference > PROBABILITY_TOLERANCE || disagreements > 0) {
    throw new NarashiError('export.parity-failed', {
      images,
      disagreements,
      difference: largestDifference.toExponential(1),
    });
  }
  return report;
}

// Proof that an exported file judges exactly as the trainer did: the file itself, run over the whole test split.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type Executor, sharedTensor } from '../engine/executor.ts';
import type { ModelDescription } from './description.ts';

/** Raw pixels `[N,H,W,3]`, 0–255, in the order of the reference; `count` of them are real. */
export interface RawBatch {
  readonly pixels: Uint8Array;
  readonly count: number;
}

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
  const { width, height } = description.preprocessing;
  const classes = description.classes.length;
  const image = sharedTensor('float32', [batchSize, 3, height, width]);
  const probabilities = sharedTensor('float32', [batchSize, classes]);
  const program = await executor.load(model);
  try {
    const binding = program.bind({ [description.input]: image }, { [description.output]: probabilities });
    const rows: number[] = [];
    for await (const { pixels, count } of batches) {
      toChannelsFirst(pixels, image.data, width * height);
      await binding.run();
      rows.push(...probabilities.data.subarray(0, count * classes));
    }
    return Float32Array.from(rows);
  } finally {
    await program.close();
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

function toChannelsFirst(pixels: Uint8Array, target: Float32Array, plane: number): void {
  const images = target.length / (3 * plane);
  for (let image = 0; image < images; image++) {
    for (let channel = 0; channel < 3; channel++) {
      const from = image * plane * 3 + channel;
      const to = (image * 3 + channel) * plane;
      for (let pixel = 0; pixel < plane; pixel++) target[to + pixel] = pixels[from + pixel * 3] ?? 0;
    }
  }
}

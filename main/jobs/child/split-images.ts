// A snapshot's images as the trainer, the evaluator and the parity check read them: through the pixel cache.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Split } from '../../../shared/domain/dataset.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { evaluationBatches, trainingBatches } from '../../data/batches.ts';
import { stepsPerEpoch } from '../../data/epoch-order.ts';
import type { ImageCache } from '../../data/image-cache.ts';
import type { RawBatch } from '../../export/parity.ts';
import type { EvaluationBatches, TrainingBatches } from '../../train/batches.ts';
import type { ImageReference } from '../image-list.ts';

/** One split as typed arrays. */
export interface SplitImages {
  /** Place in the cache, `[M]`. */
  readonly records: Int32Array;
  readonly labels: Int32Array;
  /** Identity in the store, `[M]`. */
  readonly imageIds: Int32Array;
}

export const noImages: SplitImages = {
  records: new Int32Array(),
  labels: new Int32Array(),
  imageIds: new Int32Array(),
};

/** @throws NarashiError services.images-changed when the cache has lost images of the snapshot */
export function readSplit(images: Iterable<ImageReference>, split: Split, cache: ImageCache): SplitImages {
  const chosen: ImageReference[] = [];
  for (const image of images) if (image.split === split) chosen.push(image);
  return recordsOf(chosen, cache);
}

/** The same of any images, in their order. @throws NarashiError services.images-changed */
export function recordsOf(images: readonly ImageReference[], cache: ImageCache): SplitImages {
  const records = Int32Array.from(images, ({ contentHash }) => cache.find(contentHash));
  const missing = images.filter((_, place) => (records[place] ?? -1) < 0);
  const [example] = missing;
  if (example) throw new NarashiError('services.images-changed', { count: missing.length, path: example.path });
  return {
    records,
    labels: Int32Array.from(images, ({ classIndex }) => classIndex),
    imageIds: Int32Array.from(images, ({ id }) => id),
  };
}

export function toTrainingBatches(
  cache: ImageCache,
  { records, labels }: SplitImages,
  recipe: Recipe,
): TrainingBatches {
  const { batchSize, seed, augmentation, sampling, epochs } = recipe;
  return {
    stepsPerEpoch: stepsPerEpoch(labels.length, batchSize),
    from: (epoch, step) =>
      trainingBatches({
        cache,
        records,
        labels,
        batchSize,
        seed,
        augmentation,
        sampling,
        epochs,
        start: { epoch, step },
      }),
  };
}

export function toEvaluationBatches(
  cache: ImageCache,
  { records, labels }: SplitImages,
  batchSize: number,
): EvaluationBatches {
  return () => evaluationBatches({ cache, records, labels, batchSize });
}

/** The same images, as stored: `[N,H,W,3]` bytes. */
export async function* rawBatches(
  cache: ImageCache,
  { records }: SplitImages,
  batchSize: number,
  signal?: AbortSignal,
): AsyncGenerator<RawBatch> {
  const pixels = new Uint8Array(batchSize * cache.recordBytes);
  for (let first = 0; first < records.length; first += batchSize) {
    signal?.throwIfAborted();
    const group = records.subarray(first, first + batchSize);
    for (const [index, record] of group.entries()) {
      await cache.read(record, pixels.subarray(index * cache.recordBytes, (index + 1) * cache.recordBytes));
    }
    yield { pixels, count: group.length };
  }
}

/** Number of images of each class. */
export function countClasses(labels: Int32Array, classes: number): number[] {
  const counts = Array<number>(classes).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

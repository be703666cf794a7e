// The two streams a trainer needs: endless or counted training epochs, and one pass over images in their given order.
import { type Augmentation, augmentationPresets } from '../../shared/domain/images.ts';
import { type BatchPlan, BatchStream } from './batch-stream.ts';
import { epochOrder, type Sampling, stepsPerEpoch } from './epoch-order.ts';
import type { ImageCache } from './image-cache.ts';

export interface StreamOptions {
  readonly cache: Pick<ImageCache, 'pixelFile' | 'preprocessing'>;
  /** Cache record of each image, from `cache.find(hash)`. Not copied; must not change while the stream is open. */
  readonly records: Int32Array;
  readonly labels: Int32Array;
  readonly batchSize: number;
  readonly ring?: number;
  readonly workers?: number;
}

export interface TrainingOptions extends StreamOptions {
  readonly seed: number;
  readonly augmentation: Augmentation;
  readonly sampling?: Sampling;
  /** Where to start; the batches from there on are the same as in an uninterrupted stream. */
  readonly start?: { readonly epoch: number; readonly step: number };
  /** Epochs in all, counted from 0; endless when absent. */
  readonly epochs?: number;
}

function check({ records, labels, batchSize }: StreamOptions): void {
  if (records.length !== labels.length) throw new RangeError(`${records.length} records, ${labels.length} labels`);
  if (records.length === 0 || !Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`${records.length} images in batches of ${batchSize}`);
  }
}

/** What a training goes through: which images each batch holds, in which order. */
export function* trainingPlans(
  options: Pick<TrainingOptions, 'labels' | 'batchSize' | 'seed' | 'sampling' | 'start' | 'epochs'>,
): Generator<BatchPlan> {
  const { labels, batchSize, seed, sampling = 'natural', start = { epoch: 0, step: 0 }, epochs = Infinity } = options;
  const steps = stepsPerEpoch(labels.length, batchSize);
  let step = start.step;
  for (let epoch = start.epoch; epoch < epochs; epoch++, step = 0) {
    const { indices, repeats } = epochOrder({ labels, batchSize, seed, sampling }, epoch);
    for (; step < steps; step++) {
      const [from, to] = [step * batchSize, (step + 1) * batchSize];
      yield { epoch, step, indices: indices.slice(from, to), repeats: repeats.slice(from, to), count: batchSize };
    }
  }
}

function* evaluationPlans({ records, batchSize }: StreamOptions): Generator<BatchPlan> {
  const total = records.length;
  for (let step = 0; step * batchSize < total; step++) {
    const indices = Int32Array.from({ length: batchSize }, (_, i) => Math.min(step * batchSize + i, total - 1));
    const count = Math.min(batchSize, total - step * batchSize);
    yield { epoch: 0, step, indices, repeats: new Int32Array(batchSize), count };
  }
}

/**
 * Batches for training, every one full. An image's variation depends on (seed, epoch, its position, its repeat) only, not
 * on its neighbours in the batch or the number of workers.
 */
export function trainingBatches(options: TrainingOptions): BatchStream {
  check(options);
  const { cache, augmentation, seed } = options;
  const { pixelFile, preprocessing } = cache;
  return new BatchStream({ ...options, pixelFile, preprocessing, augmentation, seed }, trainingPlans(options));
}

/** One pass in the given order, without variation; the last batch is padded with its last image, see `count`. */
export function evaluationBatches(options: StreamOptions): BatchStream {
  check(options);
  const { pixelFile, preprocessing } = options.cache;
  const source = { ...options, pixelFile, preprocessing, augmentation: augmentationPresets.none, seed: 0 };
  return new BatchStream(source, evaluationPlans(options));
}

// The features of images, computed once and kept in memory: for trainings whose frozen part sees the same pictures over and
// over.
import { totalmem } from 'node:os';
import type { Preprocessing } from '../../../shared/domain/images.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { createExact } from '../../data/augment.ts';
import type { ImageCache } from '../../data/image-cache.ts';
import { discreteWarps, type Warp } from '../../data/variation.ts';
import type { Executor } from '../../engine/executor.ts';
import { FeatureExtractor } from '../../train/feature-extractor.ts';
import { type FeatureNetwork, featureNetwork } from '../../train/feature-network.ts';
import type { Network } from '../../train/network.ts';

/** Pictures the frozen part sees at a time; always the same ones together, so that a resumed run repeats every bit. */
const GROUP = 8;
/** At most this share of the PC's memory, and this many bytes. */
const MEMORY_SHARE = 1 / 4;
const MEMORY_LIMIT = 2 ** 30;

/** Features of the variants of images: `[M,V,D]`. */
export interface KeptFeatures {
  readonly values: Float32Array;
  /** V */
  readonly variants: number;
  /** D */
  readonly length: number;
}

export interface FeaturePlan {
  readonly features: FeatureNetwork;
  /** What the augmentation makes of an image. */
  readonly warps: readonly Warp[];
}

/**
 * How a training's features can be kept; undefined where they cannot, or where that would cost more than it saves.
 * @param images training images and validation images
 */
export function planFeatures(
  network: Network,
  { augmentation, mixup, epochs }: Recipe,
  size: Pick<Preprocessing, 'width' | 'height'>,
  images: { readonly train: number; readonly validation: number },
): FeaturePlan | undefined {
  const warps = mixup > 0 ? undefined : discreteWarps(augmentation, size);
  if (!warps || warps.length > epochs) return undefined;
  const features = featureNetwork(network);
  if (!features) return undefined;
  const rows = images.train * warps.length + images.validation;
  const bytes = rows * features.length * Float32Array.BYTES_PER_ELEMENT;
  return bytes <= Math.min(MEMORY_LIMIT, totalmem() * MEMORY_SHARE) ? { features, warps } : undefined;
}

/** Runs the frozen part over images of the pixel cache. */
export class FeatureWriter {
  readonly #extractor: FeatureExtractor;
  readonly #cache: ImageCache;

  private constructor(extractor: FeatureExtractor, cache: ImageCache) {
    this.#extractor = extractor;
    this.#cache = cache;
  }

  /** Undefined where the frozen part mixes the images of a batch. */
  static async load(
    executor: Executor,
    { features, warps }: FeaturePlan,
    cache: ImageCache,
  ): Promise<FeatureWriter | undefined> {
    const { width, height } = cache.preprocessing;
    const batchSize = warps.length * Math.max(1, Math.floor(GROUP / warps.length));
    const extractor = await FeatureExtractor.load(executor, features, [3, height, width], batchSize);
    if (await extractor.keepsImagesApart()) return new FeatureWriter(extractor, cache);
    await extractor.close();
    return undefined;
  }

  /** @param onProgress images done */
  async write(
    records: Int32Array,
    warps: readonly Warp[],
    signal: AbortSignal,
    onProgress: (done: number) => void = () => undefined,
  ): Promise<KeptFeatures> {
    const { batchSize, images, features } = this.#extractor;
    const exact = createExact(this.#cache.preprocessing);
    const { recordBytes } = this.#cache;
    const pixels = new Uint8Array(recordBytes);
    const length = features.length / batchSize;
    const values = new Float32Array(records.length * warps.length * length);
    const group = batchSize / warps.length;
    for (let first = 0; first < records.length; first += group) {
      signal.throwIfAborted();
      const members = records.subarray(first, first + group);
      for (const [place, record] of members.entries()) {
        await this.#cache.read(record, pixels);
        for (const [variant, warp] of warps.entries()) {
          exact(pixels, images, (place * warps.length + variant) * recordBytes, warp);
        }
      }
      await this.#extractor.run();
      values.set(features.subarray(0, members.length * warps.length * length), first * warps.length * length);
      onProgress(first + members.length);
    }
    return { values, variants: warps.length, length };
  }

  close(): Promise<void> {
    return this.#extractor.close();
  }
}

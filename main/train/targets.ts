// Labels → target distributions: one-hot, label smoothing, class weights and mixup, written into the batch's buffers.
import { type Random, random } from '../../shared/domain/random.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';

/** Loss weight of each class from its number of training images; the mean over the images is 1. */
export function classWeights(counts: readonly number[], kind: Recipe['classWeights']): readonly number[] {
  if (kind === 'none') return counts.map(() => 1);
  const power = kind === 'inverse' ? 1 : 0.5;
  const raw = counts.map((count) => (count > 0 ? count ** -power : 0));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const mean = counts.reduce((sum, count, index) => sum + count * (raw[index] ?? 0), 0) / Math.max(1, total);
  return raw.map((weight) => weight / mean);
}

/** Writes `[N,K]` targets: `smoothing` spread over all classes (Szegedy et al. 2016), each row scaled by its class weight. */
export function writeTargets(
  target: Float32Array,
  labels: Int32Array,
  weights: readonly number[],
  smoothing: number,
): void {
  const classes = weights.length;
  const background = smoothing / classes;
  labels.forEach((label, image) => {
    const weight = weights[label] ?? 1;
    const row = target.subarray(image * classes, (image + 1) * classes).fill(background * weight);
    row[label] = (1 - smoothing + background) * weight;
  });
}

/** Blends every image and target with those of another image of the batch (Zhang et al. 2018, eq. 1), in place. */
export function mixup(
  image: Float32Array,
  target: Float32Array,
  images: number,
  alpha: number,
  seed: number,
  step: number,
): void {
  const stream = random(seed, 'mixup', step);
  const share = beta(stream, alpha);
  const order = Int32Array.from({ length: images }, (_, index) => index);
  stream.shuffle(order);
  for (const values of [image, target]) {
    const original = values.slice();
    const length = values.length / images;
    order.forEach((partner, index) => {
      for (let offset = 0; offset < length; offset++) {
        const own = original[index * length + offset] ?? 0;
        values[index * length + offset] = share * own + (1 - share) * (original[partner * length + offset] ?? 0);
      }
    });
  }
}

/** Beta(α, α) from two gamma draws (Marsaglia & Tsang 2000). */
function beta(stream: Random, alpha: number): number {
  const a = gamma(stream, alpha);
  const b = gamma(stream, alpha);
  return a + b === 0 ? 0.5 : a / (a + b);
}

function gamma(stream: Random, shape: number): number {
  if (shape < 1) return gamma(stream, shape + 1) * (1 - stream.float()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = stream.gaussian();
    const cube = (1 + c * normal) ** 3;
    if (cube > 0 && Math.log(1 - stream.float()) < 0.5 * normal * normal + d - d * cube + d * Math.log(cube))
      return d * cube;
  }
}

/** Fills a dropout mask: a share `ratio` zeros, the rest scaled so that the expectation stays. */
export function writeDropoutMask(mask: Float32Array, ratio: number, stream: Random): void {
  const keep = 1 / (1 - ratio);
  for (let index = 0; index < mask.length; index++) mask[index] = stream.float() < ratio ? 0 : keep;
}

// Bootstrap intervals (Efron 1979): what the mean would have been had chance given other images, or other seeds and images.
import { type Random, random } from '../../../shared/domain/random.ts';
import type { Interval } from '../intervals.ts';
import { normalCumulative, normalQuantile } from '../normal.ts';

export interface BootstrapOptions {
  readonly confidence?: number;
  readonly resamples?: number;
  readonly seed?: number;
}

/**
 * Interval of the mean. `bca`: bias-corrected and accelerated (Efron 1987), the better one for skewed values;
 * `percentile`: plain. Equal values give an interval of no width.
 * @throws RangeError without values
 */
export function bootstrapMean(
  values: readonly number[],
  options: BootstrapOptions & { readonly method?: 'bca' | 'percentile' } = {},
): Interval {
  const { confidence = 0.95, resamples = 10_000, seed = 0, method = 'bca' } = options;
  const count = values.length;
  if (count === 0) throw new RangeError('no values');
  const [first = 0] = values;
  if (values.every((value) => value === first)) return { low: first, high: first };
  const total = values.reduce((sum, value) => sum + value, 0);
  const mean = total / count;
  const stream = random(seed, 'bootstrap');
  const means = Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let draw = 0; draw < count; draw++) sum += values[stream.integer(count)] ?? 0;
    return sum / count;
  }).sort();
  const tails = [(1 - confidence) / 2, (1 + confidence) / 2] as const;
  if (method === 'percentile') return { low: quantile(means, tails[0]), high: quantile(means, tails[1]) };
  const bias = normalQuantile(clamped(below(means, mean), resamples));
  const left = values.map((value) => (total - value) / (count - 1));
  const centre = left.reduce((sum, value) => sum + value, 0) / count;
  const squares = left.reduce((sum, value) => sum + (centre - value) ** 2, 0);
  const acceleration = left.reduce((sum, value) => sum + (centre - value) ** 3, 0) / (6 * squares ** 1.5);
  const moved = (tail: number) => {
    const shifted = bias + normalQuantile(tail);
    return normalCumulative(bias + shifted / (1 - acceleration * shifted));
  };
  return { low: quantile(means, moved(tails[0])), high: quantile(means, moved(tails[1])) };
}

/**
 * Interval of the mean of differences [S][M] of S seeds on the same M images. Seeds and images are both drawn anew, each
 * independently (Owen 2007, "The pigeonhole bootstrap"): it tells what other seeds and other parts might have shown, and
 * errs on the wide side.
 * @param weights [M], of each image in the mean; 1 for all when absent
 * @throws RangeError without seeds or images
 */
export function crossedBootstrap(
  differences: readonly ArrayLike<number>[],
  options: BootstrapOptions & { readonly weights?: ArrayLike<number> } = {},
): Interval {
  const { confidence = 0.95, resamples = 4_000, seed = 0, weights } = options;
  const seeds = differences.length;
  const images = differences[0]?.length ?? 0;
  if (images === 0) throw new RangeError('no seeds or no images');
  const stream = random(seed, 'crossed bootstrap');
  const means: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    const seedCounts = drawCounts(stream, seeds);
    const imageCounts = drawCounts(stream, images);
    let [sum, weight] = [0, 0];
    for (let image = 0; image < images; image++) {
      const times = imageCounts[image] ?? 0;
      if (times === 0) continue;
      const share = times * (weights?.[image] ?? 1);
      weight += share;
      for (let row = 0; row < seeds; row++) sum += share * (seedCounts[row] ?? 0) * (differences[row]?.[image] ?? 0);
    }
    // All the images drawn may have no weight; such a draw says nothing.
    if (weight > 0) means.push(sum / (weight * seeds));
  }
  if (means.length === 0) throw new RangeError('no image has any weight');
  const sorted = Float64Array.from(means).sort();
  return { low: quantile(sorted, (1 - confidence) / 2), high: quantile(sorted, (1 + confidence) / 2) };
}

/** How often each of `count` things is drawn in `count` draws with replacement. */
function drawCounts(stream: Random, count: number): Uint16Array {
  const counts = new Uint16Array(count);
  for (let draw = 0; draw < count; draw++) {
    const drawn = stream.integer(count);
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  return counts;
}

/** Share of the sorted values below `value`, equal ones counted half. */
function below(sorted: Float64Array, value: number): number {
  const less = sorted.filter((each) => each < value).length;
  const equal = sorted.filter((each) => each === value).length;
  return (less + equal / 2) / sorted.length;
}

function clamped(share: number, count: number): number {
  return Math.min(1 - 0.5 / count, Math.max(0.5 / count, share));
}

/** Linear between order statistics, as numpy has it. */
function quantile(sorted: Float64Array, p: number): number {
  const place = Math.min(1, Math.max(0, p)) * (sorted.length - 1);
  const floor = Math.floor(place);
  const low = sorted[floor] ?? 0;
  return low + (place - floor) * ((sorted[floor + 1] ?? low) - low);
}

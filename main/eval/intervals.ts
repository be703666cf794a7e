// Confidence intervals of a share: what "0 of 40 missed" still allows.
import type { Rate } from '../../shared/domain/evaluation.ts';
import { inverseIncompleteBeta } from './beta.ts';
import { normalQuantile } from './normal.ts';

export type Interval = { readonly low: number; readonly high: number };

/**
 * Clopper and Pearson's (1934) exact interval from beta quantiles: it covers at least `confidence`, always, and so
 * errs on the safe side on small test sets. 0 of 40 at two-sided 95 %: [0, 8.8 %].
 * @throws RangeError unless 0 ≤ count ≤ total and total ≥ 1
 */
export function clopperPearson(count: number, total: number, confidence = 0.95): Interval {
  checkCounts(count, total);
  const tail = (1 - confidence) / 2;
  return {
    low: count === 0 ? 0 : inverseIncompleteBeta(tail, count, total - count + 1),
    high: upperBound(count, total, 1 - tail),
  };
}

/**
 * The one-sided bound: with `confidence`, the true share is no greater. 0 of 40 at 95 %: 7.2 %.
 * @throws RangeError unless 0 ≤ count ≤ total and total ≥ 1
 */
export function upperBound(count: number, total: number, confidence = 0.95): number {
  checkCounts(count, total);
  // I_x(count + 1, total − count) = confidence, turned round so that the small tail is the one computed.
  return count === total ? 1 : 1 - inverseIncompleteBeta(1 - confidence, total - count, count + 1);
}

/**
 * Wilson's (1927) score interval: covers `confidence` on average and is narrower than Clopper-Pearson's; for pictures
 * and comparisons, not for promises. @throws RangeError unless 0 ≤ count ≤ total and total ≥ 1
 */
export function wilson(count: number, total: number, confidence = 0.95): Interval {
  checkCounts(count, total);
  const z2 = normalQuantile((1 + confidence) / 2) ** 2;
  const centre = count + z2 / 2;
  const reach = Math.sqrt(z2 * ((count * (total - count)) / total + z2 / 4));
  return {
    low: count === 0 ? 0 : (centre - reach) / (total + z2),
    high: count === total ? 1 : (centre + reach) / (total + z2),
  };
}

/** The share with its two-sided 95 % Clopper-Pearson interval, or null of nothing. */
export function rate(count: number, total: number): Rate | null {
  return total > 0 ? { count, total, value: count / total, ...clopperPearson(count, total) } : null;
}

function checkCounts(count: number, total: number): void {
  if (!(count >= 0 && count <= total && total >= 1)) throw new RangeError(`${count} of ${total} is not a share`);
}

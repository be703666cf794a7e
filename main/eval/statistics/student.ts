// The mean over a few seeds and how far it can be trusted: Student's (1908) t.
import { inverseIncompleteBeta } from '../beta.ts';
import type { Interval } from '../intervals.ts';

export type MeanInterval = {
  readonly mean: number;
  /** Null for fewer than two values. */
  readonly interval: Interval | null;
  /** Sample standard deviation (n − 1); null for fewer than two values. */
  readonly deviation: number | null;
};

/** @throws RangeError without values */
export function meanInterval(values: readonly number[], confidence = 0.95): MeanInterval {
  const count = values.length;
  if (count === 0) throw new RangeError('no values');
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, interval: null, deviation: null };
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1));
  const reach = (studentQuantile((1 + confidence) / 2, count - 1) * deviation) / Math.sqrt(count);
  return { mean, interval: { low: mean - reach, high: mean + reach }, deviation };
}

/** The t with P(T ≤ t) = p for p ≥ ½, from the incomplete beta (Abramowitz & Stegun 26.7.1). */
export function studentQuantile(p: number, freedom: number): number {
  const x = inverseIncompleteBeta(2 * (1 - p), freedom / 2, 0.5);
  return x === 0 ? Number.POSITIVE_INFINITY : Math.sqrt((freedom * (1 - x)) / x);
}

// Shares with their intervals as they are shown: one bound where the outcome was none or all, two elsewhere.
import type { Rate } from '../../../shared/domain/evaluation.ts';

export interface ShownInterval {
  readonly low: number;
  readonly high: number;
  /** Only one end is a bound: 0 of n cannot be any lower. */
  readonly oneSided: boolean;
}

const doubt = 0.05;

/**
 * The interval that holds the true share, 95 % certain. Of 0 of n the whole 5 % of doubt lie on one side: the exact
 * bound is 1 − 0.05^(1/n), so that 0 of 40 allows 7.2 %; likewise for n of n. Elsewhere it is the two-sided interval.
 */
export function shownInterval({ count, total, low, high }: Rate): ShownInterval {
  if (count === 0) return { low: 0, high: 1 - doubt ** (1 / total), oneSided: true };
  if (count === total) return { low: doubt ** (1 / total), high: 1, oneSided: true };
  return { low, high, oneSided: false };
}

/** The end of an axis from 0 that holds all of the shares: 5, 10, 20, 50 or 100 %. */
export function axisEnd(rates: readonly (Rate | null)[]): number {
  const highest = Math.max(0, ...rates.map((rate) => (rate ? shownInterval(rate).high : 0)));
  return [0.05, 0.1, 0.2, 0.5].find((end) => highest <= end) ?? 1;
}

/** The start of an axis to 1 that holds all of the shares: 0, 50, 80 or 90 %. */
export function axisStart(rates: readonly (Rate | null)[]): number {
  const lowest = Math.min(1, ...rates.map((rate) => (rate ? shownInterval(rate).low : 1)));
  return [0.95, 0.9, 0.8, 0.5].find((start) => lowest >= start) ?? 0;
}

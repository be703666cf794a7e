// What may be said about several runs: a difference only where intervals of the same test images do not overlap.
import type { RunReport } from '../../../shared/contract/results.ts';
import type { Rate } from '../../../shared/domain/evaluation.ts';
import { shownInterval } from '../../components/charts/rates.ts';

export type Difference =
  | { readonly kind: 'not-told' }
  | { readonly kind: 'equal' }
  | { readonly kind: 'overlap' }
  | { readonly kind: 'lower'; readonly low: number; readonly high: number };

/**
 * Compares one share over several runs. `lower` names the lowest and the highest of them, as indices, where their
 * intervals do not overlap; the others lie between.
 */
export function difference(rates: readonly (Rate | null)[]): Difference {
  const told = rates.filter((rate) => rate !== null);
  const [first] = told;
  if (!first || told.length < rates.length || told.length < 2) return { kind: 'not-told' };
  if (told.every(({ count, total }) => count === first.count && total === first.total)) return { kind: 'equal' };
  const intervals = told.map(shownInterval);
  const low = indexOfLeast(intervals.map(({ high }) => high));
  const high = indexOfLeast(intervals.map((interval) => -interval.low));
  const apart = (intervals[low]?.high ?? 1) < (intervals[high]?.low ?? 0);
  return apart ? { kind: 'lower', low, high } : { kind: 'overlap' };
}

function indexOfLeast(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value < (values[best] ?? Number.POSITIVE_INFINITY) ? index : best), 0);
}

/** Judged on the same images with the same classes: only such figures may be compared. */
export function sameData(reports: readonly Pick<RunReport, 'snapshot'>[]): boolean {
  return reports.every(({ snapshot }) => snapshot.digest === reports[0]?.snapshot.digest);
}

/** Runs as chosen for comparison: the first ones stay, no more than `most`. */
export function toggled(chosen: readonly number[], runId: number, most = 4): readonly number[] {
  if (chosen.includes(runId)) return chosen.filter((one) => one !== runId);
  return chosen.length < most ? [...chosen, runId] : chosen;
}

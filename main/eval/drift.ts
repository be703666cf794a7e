// Whether the images of a line, or its judgements, have moved away from what the model was made with: a test of which it
// is known how often it cries wolf.
import type { MeasureDrift, ShareDrift } from '../../shared/domain/drift.ts';
import { type ReferenceMeasure, referenceMeasures } from '../../shared/domain/reference.ts';
import { fisherExact } from './statistics/fisher.ts';
import { holm } from './statistics/holm.ts';
import { kolmogorovSmirnov } from './statistics/kolmogorov-smirnov.ts';
import { stabilityIndex } from './statistics/stability-index.ts';

/** Fewer say nothing, of either side. */
export const LEAST_VALUES = 20;
/** A real change that is smaller than both does not matter: large windows find changes nobody needs to know of. */
const SMALLEST = { stability: 0.2, distance: 0.2 } as const;
/** A share has to become so many times as large or as small, and by so much. */
const SMALLEST_SHARE = { times: 1.5, difference: 0.02 } as const;

/** Values of several measures; the same place of each list is the same image. */
export type MeasureValues = Readonly<Partial<Record<ReferenceMeasure, readonly number[]>>>;

export interface Counted {
  readonly count: number;
  readonly total: number;
}

export interface DriftQuestion {
  /** Of good images when the model was made, and of parts judged OK now. */
  readonly reference: MeasureValues;
  readonly window: MeasureValues;
  /** What is usual on this line, and this window; empty where it is not known yet. */
  readonly shares: readonly {
    readonly outcome: ShareDrift['outcome'];
    readonly usually: Counted;
    readonly now: Counted;
  }[];
  /** Chance of any false alarm of this window. */
  readonly alpha: number;
}

/** Every question at once, p-values corrected by Holm. An alarm is a change that is no chance, and large. */
export function judgeDrift({ reference, window, shares, alpha }: DriftQuestion): {
  measures: MeasureDrift[];
  shares: ShareDrift[];
} {
  const compared = referenceMeasures.flatMap((measure) => {
    const [before, now] = [reference[measure] ?? [], window[measure] ?? []];
    if (before.length < LEAST_VALUES || now.length < LEAST_VALUES) return [];
    return [{ measure, before, now, ...kolmogorovSmirnov(before, now) }];
  });
  const asked = shares.map((each) => ({ ...each, chance: chanceOf(each) }));
  const corrected = holm([...compared.map(({ pValue }) => pValue), ...asked.map(({ chance }) => chance)]);
  return {
    measures: compared.map(({ measure, before, now, statistic }, index) => {
      const pValue = corrected[index] ?? 1;
      const stability = stabilityIndex(before, now);
      const isLarge = stability >= SMALLEST.stability || statistic >= SMALLEST.distance;
      return {
        measure,
        reference: before.length,
        found: now.length,
        usually: median(before),
        now: median(now),
        distance: statistic,
        stability,
        pValue,
        isAlarm: pValue <= alpha && isLarge,
      };
    }),
    shares: asked.map(({ outcome, usually, now }, index) => {
      const pValue = corrected[compared.length + index] ?? 1;
      return { outcome, usually, now, pValue, isAlarm: pValue <= alpha && isLargeChange(usually, now) };
    }),
  };
}

function chanceOf({ usually, now }: { readonly usually: Counted; readonly now: Counted }): number {
  return fisherExact(now.count, now.total, usually.count, usually.total);
}

function isLargeChange(usually: Counted, now: Counted): boolean {
  const [before, after] = [shareOf(usually), shareOf(now)];
  const times = Math.max(before, after) / Math.min(before, after);
  return Math.abs(before - after) >= SMALLEST_SHARE.difference && times >= SMALLEST_SHARE.times;
}

/** With half a part more on either side, so that none of few is not never. */
const shareOf = ({ count, total }: Counted) => (count + 0.5) / (total + 1);

function median(values: readonly number[]): number {
  const ascending = [...values].sort((one, other) => one - other);
  const middle = Math.floor(ascending.length / 2);
  const upper = ascending[middle] ?? 0;
  return ascending.length % 2 === 1 ? upper : (upper + (ascending[middle - 1] ?? upper)) / 2;
}

/**
 * Points of both sides with the same measures, each by its rank in the reference (0 to 1): outliers of one measure do not
 * drown the others.
 */
export function rankedPoints(reference: MeasureValues, window: MeasureValues): { before: number[][]; now: number[][] } {
  const measures = referenceMeasures.filter((measure) => {
    const [before, now] = [reference[measure] ?? [], window[measure] ?? []];
    return before.length >= LEAST_VALUES && now.length >= LEAST_VALUES;
  });
  const columns = measures.map((measure) => {
    const ascending = Float64Array.from(reference[measure] ?? []).sort();
    const rank = (value: number) => rankIn(ascending, value);
    return { before: (reference[measure] ?? []).map(rank), now: (window[measure] ?? []).map(rank) };
  });
  const rows = (side: 'before' | 'now') => {
    const lengths = columns.map((column) => column[side].length);
    const count = lengths.length > 0 ? Math.min(...lengths) : 0;
    return Array.from({ length: count }, (_, row) => columns.map((column) => column[side][row] ?? 0));
  };
  return { before: rows('before'), now: rows('now') };
}

/** Share of smaller values, equal ones counted half. */
function rankIn(ascending: Float64Array, value: number): number {
  const [smaller, notLarger] = [
    firstWhere(ascending, (each) => each >= value),
    firstWhere(ascending, (each) => each > value),
  ];
  return (smaller + notLarger) / (2 * ascending.length);
}

function firstWhere(ascending: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(ascending[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

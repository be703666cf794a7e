// What the watch over a line found in a window of its parts, and what people are told of it until they have seen it.
import { z } from 'zod';
import { referenceMeasures } from './reference.ts';

const count = z.int().nonnegative();
const share = z.object({ count, total: count });

export const measureDrift = z.object({
  measure: z.enum(referenceMeasures),
  /** Values compared: of the reference, and of this window. */
  reference: count,
  found: count,
  /** Medians, to tell people in which direction it went. */
  usually: z.number(),
  now: z.number(),
  /** Largest distance of the two distributions (Kolmogorov–Smirnov), 0 to 1. */
  distance: z.number(),
  /** Population stability index: below 0.1 nothing has changed, from 0.2 on something has. */
  stability: z.number(),
  /** Corrected for all that was asked of this window (Holm). */
  pValue: z.number(),
  isAlarm: z.boolean(),
});
export type MeasureDrift = z.infer<typeof measureDrift>;

export const watchedShares = ['NG', 'review'] as const;
export const shareDrift = z.object({
  outcome: z.enum(watchedShares),
  usually: share,
  now: share,
  pValue: z.number(),
  isAlarm: z.boolean(),
});
export type ShareDrift = z.infer<typeof shareDrift>;

export const driftResult = z.object({
  measures: z.array(measureDrift),
  /** Empty as long as it is not known what is usual on this line. */
  shares: z.array(shareDrift),
  /** All measures together (MMD²): told, but no ground for an alarm. */
  together: z.object({ squared: z.number(), pValue: z.number() }).nullable(),
});
export type DriftResult = z.infer<typeof driftResult>;

/** A check of a window, as the journal keeps it. */
export const driftCheck = driftResult.extend({
  model: z.string(),
  /** Numbers of the first and the last part of the window. */
  from: count,
  upTo: count,
  parts: count,
});
export type DriftCheck = z.infer<typeof driftCheck>;

export const isDrifted = ({ measures, shares }: Pick<DriftResult, 'measures' | 'shares'>): boolean =>
  measures.some(({ isAlarm }) => isAlarm) || shares.some(({ isAlarm }) => isAlarm);

/** Whether all that has drifted had drifted in that earlier check of the same model, too. */
export function isNoMore(now: DriftCheck, before: DriftCheck): boolean {
  const named = ({ measures, shares }: DriftCheck) => [
    ...measures.flatMap(({ measure, isAlarm }) => (isAlarm ? [measure] : [])),
    ...shares.flatMap(({ outcome, isAlarm }) => (isAlarm ? [outcome] : [])),
  ];
  const known: ReadonlySet<string> = new Set(named(before));
  return now.model === before.model && named(now).every((name) => known.has(name));
}

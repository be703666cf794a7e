// What others are told of an alarm of the watch: raised, seen by somebody, ended because a later check found nothing.
import { z } from 'zod';
import { type DriftCheck, driftCheck, isDrifted, measureDrift, shareDrift } from './drift.ts';

export const alarmKinds = ['drift', 'samples'] as const;
export const alarmStates = ['raised', 'seen', 'ended'] as const;
export type AlarmState = (typeof alarmStates)[number];

/** Only what gave the alarm, of the figures of a check. */
export const driftFound = driftCheck.pick({ model: true, from: true, upTo: true, parts: true }).extend({
  measures: z.array(measureDrift.omit({ isAlarm: true })),
  shares: z.array(shareDrift.omit({ isAlarm: true })),
});
export type DriftFound = z.infer<typeof driftFound>;

export const lineAlarm = z.object({
  /** Grows by one with each change of any alarm of a line; never given twice. */
  id: z.int().positive(),
  at: z.string(),
  kind: z.enum(alarmKinds),
  state: z.enum(alarmStates),
  /** Who has seen it; null in the other states. */
  operator: z.string().nullable(),
  /** What has moved; null of the other kind, and once it has ended. */
  drift: driftFound.nullable(),
  /** What is wrong with the samples; null of the other kind, and once it has ended. */
  failure: z.object({ en: z.string(), ja: z.string() }).nullable(),
});
export type LineAlarm = z.infer<typeof lineAlarm>;

const failed = z.object({ failure: lineAlarm.shape.failure });

/** What gave the alarm. */
export function alarmingIn({ measures, shares, ...rest }: DriftCheck): DriftFound {
  const only = <T extends { readonly isAlarm: boolean }>(all: readonly T[]) => all.filter(({ isAlarm }) => isAlarm);
  const { model, from, upTo, parts } = rest;
  return driftFound.parse({ model, from, upTo, parts, measures: only(measures), shares: only(shares) });
}

/** Of the result of a check, as the journal keeps it. */
export function foundIn(kind: LineAlarm['kind'], result: unknown): Pick<LineAlarm, 'drift' | 'failure'> {
  if (kind === 'samples') return { drift: null, failure: failed.safeParse(result).data?.failure ?? null };
  const check = driftCheck.safeParse(result).data;
  return { drift: check && isDrifted(check) ? alarmingIn(check) : null, failure: null };
}

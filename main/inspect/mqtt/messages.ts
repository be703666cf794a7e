// What is published of a part and of the inspection: topics and payloads, with a version for those who read them.
import { z } from 'zod';
import { type LineAlarm, lineAlarm } from '../../../shared/domain/alarm.ts';
import { type InspectedPart, inspectedPart, type LineStatus, type Outcome } from '../../../shared/domain/inspection.ts';

export const schemaVersion = 1;

export const partPayload = inspectedPart.extend({ schema: z.literal(schemaVersion) });

export const statusPayload = z.object({
  schema: z.literal(schemaVersion),
  /** False once the inspection has left, and from the broker where its connection broke. */
  online: z.boolean(),
  ready: z.boolean(),
  busy: z.boolean(),
  /** A number of `faults`; null where the connection broke and nobody knows. */
  fault: z.int().nonnegative().nullable(),
  model: z.string(),
  /** Since when `online`, `ready` and `fault` are as they are, ISO 8601; null where the connection broke. */
  since: z.string().nullable(),
  /** Parts since the start that could not be kept until the broker was there. */
  dropped: z.int().nonnegative(),
});

export const alarmPayload = lineAlarm.extend({ schema: z.literal(schemaVersion) });

export interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly isRetained: boolean;
}

export interface Presence extends LineStatus {
  readonly online: boolean;
  readonly model: string;
  readonly since: Date;
  readonly dropped: number;
}

export function statusMessage(prefix: string, { since, ...presence }: Presence): Message {
  const { online, ready, busy, fault, model, dropped } = presence;
  return status(prefix, {
    schema: schemaVersion,
    online,
    ready,
    busy,
    fault,
    model,
    since: since.toISOString(),
    dropped,
  });
}

/** What the broker says in place of an inspection whose connection broke. */
export function willMessage(prefix: string, { model, dropped }: Presence): Message {
  const gone = { online: false, ready: false, busy: false, fault: null, since: null };
  return status(prefix, { schema: schemaVersion, ...gone, model, dropped });
}

export function partMessages(prefix: string, part: InspectedPart, isPerOutcome: boolean): readonly Message[] {
  const payload = JSON.stringify({ schema: schemaVersion, ...part });
  const topics = [`${prefix}/part`, ...(isPerOutcome ? [outcomeTopic(prefix, part.outcome)] : [])];
  return topics.map((topic) => ({ topic, payload, isRetained: false }));
}

/** Retained, a topic of each kind: who subscribes is told how it stands. */
export function alarmMessage(prefix: string, alarm: LineAlarm): Message {
  const payload: z.input<typeof alarmPayload> = { schema: schemaVersion, ...alarm };
  return { topic: `${prefix}/alarm/${alarm.kind}`, payload: JSON.stringify(payload), isRetained: true };
}

function status(prefix: string, payload: z.infer<typeof statusPayload>): Message {
  return { topic: `${prefix}/status`, payload: JSON.stringify(payload), isRetained: true };
}

function outcomeTopic(prefix: string, outcome: Outcome): string {
  return `${prefix}/part/${outcome.toLowerCase()}`;
}

// A project's line under inspection: its settings, the running inspection and what it says, the model in use.
import { z } from 'zod';
import { driftFound } from '../domain/alarm.ts';
import { type Fault, faults, inspectedPart } from '../domain/inspection.ts';
import { method, service } from '../rpc/contract.ts';
import { amount, count, grant, identity, moment, name, problem, share, text } from './common.ts';
import { passphrase } from './packages.ts';

const port = z.int().min(1).max(65_535);
const faultNames = Object.keys(faults).filter((each): each is Fault => each in faults);

/** What people set; the rest of the line's settings stays as its file says. */
export const lineForm = z.strictObject({
  name: name.max(60),
  taktMilliseconds: z.int().min(1).max(600_000),
  /** What becomes of a judged image: into a folder of its verdict, left where it is, or removed. */
  afterwards: z.enum(['move', 'keep', 'remove']),
  httpPort: port,
  csv: z.boolean(),
  webhook: z.strictObject({ url: text.max(500) }).nullable(),
  modbus: z.strictObject({ host: text.max(100), port }).nullable(),
  mqtt: z
    .strictObject({
      url: text.max(500),
      topicPrefix: text.max(200),
      username: text.max(200),
      /** Null: as it was. */
      password: text.max(200).nullable(),
    })
    .nullable(),
});
export type LineForm = z.infer<typeof lineForm>;

/** A model on a line, by its package. */
export const lineModel = z.object({
  name: z.string(),
  site: z.string(),
  createdAt: z.string(),
  /** Null: nobody had approved it when it was packaged. */
  approvedBy: z.string().nullable(),
});
const checked = z.object({ at: moment, passed: z.boolean() });

/** What the inspection says of itself (main/inspect/status.ts), as far as the screen shows it. */
export const lineReport = z.object({
  ready: z.boolean(),
  busy: z.boolean(),
  fault: z.enum(faultNames),
  /** Words about the fault. */
  reason: problem.nullable(),
  model: lineModel.nullable(),
  canRollBack: z.boolean(),
  startedAt: moment,
  taktMilliseconds: amount,
  latency: z
    .object({ parts: count, p50: amount, p95: amount, p99: amount, slowest: amount, overTakt: share })
    .nullable(),
  counts: z.object({ OK: count, NG: count, review: count, error: count }),
  waiting: count,
  lastPart: inspectedPart.nullable(),
  untold: z.array(z.object({ name: z.string(), reason: problem })),
  toReview: count,
  /** What is watched beside the judging. */
  checks: z.object({
    /** The package and its samples, checked last; images and verdicts, compared last. Null: not yet. */
    samples: checked.nullable(),
    drift: checked.nullable(),
    /** The first drift nobody has seen yet. */
    alarm: z.object({ at: moment, found: driftFound }).nullable(),
    /** Why the samples of the package failed. */
    failure: z.object({ en: z.string(), ja: z.string() }).nullable(),
    disk: z.object({ freeGigabytes: amount, isLow: z.boolean() }).nullable(),
  }),
});
export type LineReport = z.infer<typeof lineReport>;

/** `ended`: by itself, without anybody having asked for it. */
export const lineStates = ['stopped', 'starting', 'running', 'stopping', 'ended'] as const;
export type LineState = (typeof lineStates)[number];

export const lineView = z.object({
  projectId: identity,
  /** When this was said: it may have been on its way for a while. */
  at: moment,
  state: z.enum(lineStates),
  /** It was started by another program: it is shown, and steered there. */
  elsewhere: z.boolean(),
  /** Null: never set up. */
  form: lineForm.nullable(),
  /** Folder that is watched for images; null where none is. */
  watched: z.string().nullable(),
  /** The line's own folder. */
  folder: z.string(),
  /** The settings changed since the start. */
  isOutdated: z.boolean(),
  /** In use, or waiting for the next start; null where none ever was. */
  model: lineModel.nullable(),
  /** Why it ended by itself. */
  problem: problem.nullable(),
  endedAt: moment.nullable(),
  /** Its last answer, and how many milliseconds ago that was: an old one says nothing of now. */
  report: lineReport.nullable(),
  silence: amount.nullable(),
  /** The newest first. */
  parts: z.array(inspectedPart),
});
export type LineView = z.infer<typeof lineView>;

/** An answer older than this is none: nobody may be shown OK by it. */
export const MOST_SILENCE = 3_000;

const one = z.strictObject({ projectId: identity });

export const line = service(
  'line',
  {
    view: method(one, lineView),
    /** Makes the line where there is none. A running inspection keeps its settings until it is started anew. */
    save: method(z.strictObject({ projectId: identity, form: lineForm, folder: grant.optional() }), lineView),
    /** Resolves once it judges. */
    start: method(one, lineView),
    stop: method(one, lineView),
    /** Takes the run's package into use, made now where it is missing or out of date; starts the inspection where it is off. */
    use: method(
      z.strictObject({ projectId: identity, runId: identity, passphrase: passphrase.optional() }),
      lineView,
      z.object({ done: count, total: count }),
    ),
    rollBack: method(one, lineView),
    /** The alarms of the watch were seen, by the operator of the settings. */
    see: method(one, lineView),
  },
  /** Several times a second while an inspection runs. */
  { status: lineView },
);

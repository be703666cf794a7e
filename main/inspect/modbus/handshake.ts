// The handshake between a PLC and the inspection: state and event → state, without time or sockets of its own. Whatever
// goes wrong ends in outcome `error`; OK is shown only where the inspection gave OK for exactly the trigger that waits.
import { faults, type InspectedPart, type LineStatus, type Outcome } from '../../../shared/domain/inspection.ts';
import type { Reason } from './register-map.ts';
import { errorResult, following, numberOf, type Result, resultOf } from './result.ts';

/** The signals as the PLC last wrote them. */
export interface Written {
  readonly trigger: boolean;
  readonly acknowledge: boolean;
  readonly partNumber: number;
  readonly watchdog: number;
}

/** A part the inspection was asked for and has not given back, even where the PLC has long been told `error`. */
export interface Job {
  readonly number: number;
  readonly partNumber: number;
  readonly since: number;
  readonly isAnswered: boolean;
}

export interface Handshake {
  readonly written: Written;
  readonly status: LineStatus;
  readonly job: Job | undefined;
  readonly jobs: number;
  /** What the registers show; undefined before the first result and from a trigger until its result. */
  readonly result: Result | undefined;
  readonly partNumber: number;
  readonly isValid: boolean;
  readonly reason: Reason;
  readonly sequence: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly model: string;
  /** The last part that answered a trigger: told once more, it is no further part. */
  readonly triggered: number | undefined;
  /** Results that came when their trigger had already been answered with an error. */
  readonly late: number;
  /** Parts that came while a triggered part had the registers. */
  readonly unshown: number;
  readonly lastUnshown: number | undefined;
  readonly heartbeat: number;
  /** The inspection gives no sign of life; the PLC's counter stands still. */
  readonly isSilent: boolean;
  readonly isLineSilent: boolean;
  readonly seen: { readonly alive: number; readonly line: number; readonly beat: number; readonly result: number };
}

/** Milliseconds. */
export interface Limits {
  readonly heartbeat: number;
  /** Without a sign of life of the inspection, until it counts as hung. */
  readonly silence: number;
  /** From a trigger to its result. */
  readonly answer: number;
  /** Without a change of the PLC's counter; undefined: not watched. */
  readonly lineSilence: number | undefined;
  /** How long a result stays valid that no trigger holds; undefined: until the next. */
  readonly hold: number | undefined;
}

export type HandshakeEvent = { readonly at: number } & (
  | { readonly kind: 'tick' | 'alive' }
  | { readonly kind: 'shown'; readonly status: LineStatus }
  | { readonly kind: 'written'; readonly written: Written }
  | { readonly kind: 'told'; readonly part: InspectedPart }
  /** The answer to a job; no part where the inspection gave up. */
  | { readonly kind: 'judged'; readonly job: number; readonly part: InspectedPart | undefined }
);

export function atStart(at: number, model: string, sequence: number): Handshake {
  return {
    written: { trigger: false, acknowledge: false, partNumber: 0, watchdog: 0 },
    status: { ready: false, busy: false, fault: faults.starting },
    job: undefined,
    jobs: 0,
    result: undefined,
    partNumber: 0,
    isValid: false,
    reason: 'none',
    sequence,
    counts: { OK: 0, NG: 0, review: 0, error: 0 },
    model,
    triggered: undefined,
    late: 0,
    unshown: 0,
    lastUnshown: undefined,
    heartbeat: 0,
    isSilent: false,
    isLineSilent: false,
    seen: { alive: at, line: at, beat: at, result: at },
  };
}

export function isHealthy({ status, isSilent }: Handshake): boolean {
  return status.ready && !isSilent;
}

export function isBusy({ status, job }: Handshake): boolean {
  return status.busy || job !== undefined;
}

/** Whether a rising trigger is accepted; one that is still up cannot rise. */
export function isReady(state: Handshake): boolean {
  return canJudge(state) && !state.written.trigger;
}

export function step(before: Handshake, event: HandshakeEvent, limits: Limits): Handshake {
  const state = expire(before, event.at, limits);
  switch (event.kind) {
    case 'tick':
      return state;
    case 'alive':
      return live(state, event.at);
    case 'shown':
      return shown(live(state, event.at), event.status, event.at);
    case 'written':
      return written(state, event.written, event.at);
    case 'told':
      return told(live(state, event.at), event.part, event.at);
    case 'judged':
      return judged(live(state, event.at), event.job, event.part, event.at);
  }
}

function canJudge(state: Handshake): boolean {
  return isHealthy(state) && !isBusy(state) && !state.isLineSilent;
}

/** What time alone changes. */
function expire(state: Handshake, at: number, limits: Limits): Handshake {
  let next = state;
  const { seen, job } = state;
  if (!next.isSilent && at - seen.alive >= limits.silence) next = abandon({ ...next, isSilent: true }, 'silent', at);
  if (job && at - job.since >= limits.answer) next = abandon(next, 'noAnswer', at);
  if (limits.lineSilence !== undefined && at - seen.line >= limits.lineSilence) next = { ...next, isLineSilent: true };
  const isHeld = state.written.trigger || limits.hold === undefined || at - seen.result < limits.hold;
  if (state.isValid && !isHeld) next = { ...next, isValid: false };
  // It stands still with a hung inspection, for a PLC that watches nothing else.
  if (!next.isSilent && at - seen.beat >= limits.heartbeat) {
    next = { ...next, heartbeat: (next.heartbeat + 1) % 0x1_0000, seen: { ...next.seen, beat: at } };
  }
  return next;
}

function live(state: Handshake, at: number): Handshake {
  return { ...state, isSilent: false, seen: { ...state.seen, alive: at } };
}

function shown(state: Handshake, status: LineStatus, at: number): Handshake {
  const next = { ...state, status };
  return status.ready ? next : abandon(next, 'stopped', at);
}

function written(state: Handshake, now: Written, at: number): Handshake {
  const { written: was } = state;
  let next: Handshake = { ...state, written: now };
  if (now.watchdog !== was.watchdog) next = { ...next, isLineSilent: false, seen: { ...next.seen, line: at } };
  if (now.acknowledge && !was.acknowledge) next = { ...next, isValid: false, reason: 'none' };
  if (was.trigger && !now.trigger) next = { ...next, isValid: false };
  if (now.trigger && !was.trigger) next = triggered(next, now.partNumber, at);
  return next;
}

function triggered(state: Handshake, partNumber: number, at: number): Handshake {
  if (!canJudge(state)) {
    const reason = isBusy(state) ? 'busy' : 'notReady';
    // A result on its way would look like the answer to this trigger.
    const job = state.job && { ...state.job, isAnswered: true };
    return give({ ...state, job }, errorResult(partNumber), reason, at);
  }
  const jobs = state.jobs + 1;
  const job = { number: jobs, partNumber, since: at, isAnswered: false };
  return { ...state, jobs, job, partNumber, result: undefined, isValid: false, reason: 'none' };
}

/** The PLC is told an error; the job goes on, for as long as the inspection is at it. */
function abandon(state: Handshake, reason: Reason, at: number): Handshake {
  const { job } = state;
  if (!job || job.isAnswered) return state;
  return give({ ...state, job: { ...job, isAnswered: true } }, errorResult(job.partNumber), reason, at);
}

function judged(state: Handshake, number: number, part: InspectedPart | undefined, at: number): Handshake {
  const { job } = state;
  if (job?.number !== number) return state;
  const again = part !== undefined && part.id === state.lastUnshown;
  const next: Handshake = {
    ...state,
    job: undefined,
    triggered: part?.id ?? state.triggered,
    unshown: again ? state.unshown - 1 : state.unshown,
    model: part?.model ?? state.model,
  };
  if (job.isAnswered) return { ...next, late: next.late + 1 };
  if (!part) return give(next, errorResult(job.partNumber), 'notJudged', at);
  if (part.reference !== null && numberOf(part) !== job.partNumber) {
    return give(next, errorResult(job.partNumber), 'otherPart', at);
  }
  return give(next, resultOf(part, job.partNumber), part.outcome === 'error' ? 'notJudged' : 'none', at);
}

/** A part that came without a trigger. */
function told(state: Handshake, part: InspectedPart, at: number): Handshake {
  if (part.id === state.triggered) return state;
  const isTaken = state.job !== undefined || (state.written.trigger && state.isValid);
  if (isTaken) return { ...state, unshown: state.unshown + 1, lastUnshown: part.id };
  const result = resultOf(part, numberOf(part) ?? 0);
  return give({ ...state, model: part.model }, result, part.outcome === 'error' ? 'notJudged' : 'none', at);
}

function give(state: Handshake, result: Result, reason: Reason, at: number): Handshake {
  const { outcome, partNumber } = result;
  const counts = { ...state.counts, [outcome]: (state.counts[outcome] + 1) % 0x1_0000_0000 };
  const sequence = following(state.sequence);
  const seen = { ...state.seen, result: at };
  return { ...state, result, partNumber, isValid: true, reason, counts, sequence, seen };
}

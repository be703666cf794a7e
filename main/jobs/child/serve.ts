// The child's side of the protocol: one job, heartbeats while it goes on, and an end as soon as the parent is gone.
import { constants, setPriority } from 'node:os';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { fromProblem, toProblem } from '../../../shared/contract/problem.ts';
import { type Failure, HEARTBEAT_SECONDS, type ToParent, toChild } from '../protocol.ts';
import { startGuard } from './guard.ts';
import type { JobKinds } from './job.ts';

/** Waits for the parent's `start`, does that one job and ends the process. */
export function serve(kinds: JobKinds): void {
  if (!process.send) throw new Error('this program is started by Narashi itself');
  lowerPriority();
  process.on('disconnect', endNow);
  // Ctrl-C reaches every process of a terminal; whether the job stops is for the parent to say.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  const stop = new AbortController();
  process.on('SIGTERM', () => {
    if (stop.signal.aborted) endNow();
    stop.abort();
  });
  const questions = new Questions();
  process.on('message', (message: unknown) => {
    const told = toChild.parse(message);
    if (told.type === 'start') void work(kinds, told, stop.signal, questions);
    else if (told.type === 'stop') stop.abort();
    else if (told.type === 'handled') questions.answer(told.ask);
    else questions.answer(told.ask, told.failure);
  });
  const isAlive = startGuard();
  setInterval(() => {
    isAlive();
    say({ type: 'alive' });
  }, HEARTBEAT_SECONDS * 1000);
}

/**
 * Not process.exit: that would wait for a compute thread which may hang, or abort inside ONNX Runtime. Files are written
 * so that this is safe.
 */
function endNow(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** What the parent was asked and has not dealt with yet. */
class Questions {
  readonly #open = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  #next = 0;

  ask(event: unknown): Promise<void> {
    const ask = this.#next++;
    return new Promise((resolve, reject) => {
      this.#open.set(ask, { resolve, reject });
      say({ type: 'ask', ask, event });
    });
  }

  answer(ask: number, failure?: Failure): void {
    const waiting = this.#open.get(ask);
    this.#open.delete(ask);
    if (failure) waiting?.reject(failure.code === null ? new Error(failure.message) : fromProblem(failure));
    else waiting?.resolve();
  }
}

async function work(
  kinds: JobKinds,
  { kind, payload }: { kind: string; payload: unknown },
  signal: AbortSignal,
  questions: Questions,
): Promise<void> {
  const last = await outcome(kinds, kind, payload, signal, questions);
  say(last, () => process.exit(0));
}

async function outcome(
  kinds: JobKinds,
  kind: string,
  payload: unknown,
  signal: AbortSignal,
  questions: Questions,
): Promise<ToParent> {
  try {
    const job = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    if (!job) throw new Error(`there is no kind of job ${kind}`);
    const context = {
      signal,
      report: (event: unknown) => say({ type: 'event', event }),
      ask: (event: unknown) => questions.ask(event),
    };
    return { type: 'done', result: await job(payload, context) };
  } catch (error) {
    return { type: 'failed', failure: toFailure(error) };
  }
}

function toFailure(error: unknown): Failure {
  if (error instanceof NarashiError) return toProblem(error);
  if (!(error instanceof Error)) return { code: null, message: String(error) };
  return { code: null, message: error.message, ...(error.stack === undefined ? {} : { stack: error.stack }) };
}

/** A channel that has closed is no error: `disconnect` follows. */
function say(message: ToParent, sent: () => void = () => undefined): void {
  process.send?.(message, undefined, undefined, sent);
}

/** Best effort. Before any thread is made: on Linux threads inherit the priority of the one that makes them. */
function lowerPriority(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Some systems forbid it; the work is then as fast as everything else.
  }
}

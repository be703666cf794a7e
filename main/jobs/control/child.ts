// The parent's side of a job: starts the child, deals with what it says in order, and ends it whatever state it is in.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { fromProblem, toProblem } from '../../../shared/contract/problem.ts';
import type { Log } from '../../data/rotating-log.ts';
import { type Failure, type ToChild, type ToParent, toParent } from '../protocol.ts';
import { findNode, outsideArchive } from './node-binary.ts';
import { Watchdog } from './watchdog.ts';

export interface ChildTimes {
  /** From the message to SIGTERM, milliseconds. */
  readonly terminateAfter: number;
  /** From SIGTERM to SIGKILL. */
  readonly killAfter: number;
  /** Silence that counts as a hang. During a long step of ONNX Runtime heartbeats go on: it has a thread of its own. */
  readonly silence: number;
}

export const usualTimes: ChildTimes = { terminateAfter: 20_000, killAfter: 3_000, silence: 60_000 };

export interface ChildOptions {
  /** Deals with one event; the next waits for it. An error it throws reaches the child's `ask`, or ends the job. */
  readonly onEvent?: (event: unknown) => void | Promise<void>;
  readonly times?: Partial<ChildTimes>;
  readonly log?: Log;
  /** Where the child starts; another one in tests. */
  readonly entry?: string;
}

export interface ChildJob {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  /**
   * Settles once the process is gone and every event dealt with.
   * Rejects with NarashiError: what the job threw, jobs.crashed, jobs.hung, jobs.stopped
   */
  readonly result: Promise<unknown>;
  /** Asks to stop; SIGTERM and SIGKILL follow where that is not heeded. A shorter time than the usual one may be given. */
  stop(terminateAfter?: number): void;
  kill(): void;
}

export type StartChild = (kind: string, payload: unknown, options?: ChildOptions) => ChildJob;

/** Starts a job in a process of its own. @throws NarashiError jobs.no-node */
export const startChild: StartChild = (kind, payload, options = {}) => new Child(kind, payload, options);

const entryFile = outsideArchive(fileURLToPath(new URL('../child/entry.ts', import.meta.url)));
/** Characters of the child's last words that are kept with a failure. */
const lastWords = 8_192;

class Child implements ChildJob {
  readonly result: Promise<unknown>;
  readonly #kind: string;
  readonly #options: ChildOptions;
  readonly #times: ChildTimes;
  readonly #process: ChildProcess;
  readonly #watchdog: Watchdog;
  readonly #timers: NodeJS.Timeout[] = [];
  #stderr = '';
  #turn: Promise<void> = Promise.resolve();
  #last: ToParent | undefined;
  /** Why it was ended from here, where it was. */
  #ended: NarashiError | undefined;
  #stopping = false;

  constructor(kind: string, payload: unknown, options: ChildOptions) {
    this.#kind = kind;
    this.#options = options;
    this.#times = { ...usualTimes, ...options.times };
    const flags = ['--disable-warning=ExperimentalWarning', options.entry ?? entryFile];
    this.#process = spawn(findNode(), flags, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], windowsHide: true });
    this.#watchdog = new Watchdog(this.#times.silence, () => this.#end('hung'));
    this.result = this.#whenGone();
    // Whoever does not wait for the result must not be ended by it.
    this.result.catch(() => undefined);
    this.#process.on('message', (message) => this.#hear(message));
    this.#listen();
    this.#log(`started, pid ${this.pid}`);
    this.#say({ type: 'start', kind, payload });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  stop(terminateAfter: number = this.#times.terminateAfter): void {
    if (!this.#stopping) {
      this.#log('asked to stop');
      this.#say({ type: 'stop' });
    }
    this.#stopping = true;
    const terminate = () => {
      this.#log('SIGTERM');
      this.#process.kill('SIGTERM');
      this.#after(this.#times.killAfter, () => this.kill());
    };
    this.#after(terminateAfter, terminate);
  }

  kill(): void {
    this.#end('stopped');
  }

  #after(milliseconds: number, act: () => void): void {
    this.#timers.push(setTimeout(act, milliseconds));
  }

  #end(reason: 'hung' | 'stopped'): void {
    const kind = this.#kind;
    const seconds = Math.round(this.#times.silence / 1000);
    this.#ended ??=
      reason === 'hung'
        ? new NarashiError('jobs.hung', { kind, seconds }, { cause: this.#stderr })
        : new NarashiError('jobs.stopped', { kind }, { cause: this.#stderr });
    this.#log(`SIGKILL: ${reason}`);
    this.#process.kill('SIGKILL');
  }

  #hear(message: unknown): void {
    this.#watchdog.heard();
    const { success, data: told, error } = toParent.safeParse(message);
    if (!success) this.#fail(error);
    else if (told.type === 'event') this.#handle(told.event);
    else if (told.type === 'ask') this.#handle(told.event, told.ask);
    else if (told.type !== 'alive') this.#last = told;
  }

  /** One at a time, in the order they were said. */
  #handle(event: unknown, ask?: number): void {
    this.#turn = this.#turn.then(async () => {
      try {
        await this.#options.onEvent?.(event);
        if (ask !== undefined) this.#say({ type: 'handled', ask });
      } catch (error) {
        if (ask !== undefined) this.#say({ type: 'refused', ask, failure: toFailure(error) });
        else this.#fail(error);
      }
    });
  }

  #fail(error: unknown): void {
    this.#ended ??= this.#asNarashi(error);
    this.#process.kill('SIGKILL');
  }

  #say(message: ToChild): void {
    // A child that is gone is noticed by its end.
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  #listen(): void {
    const { stdout, stderr } = this.#process;
    stdout?.setEncoding('utf8').on('data', (text: string) => this.#log(text.trimEnd()));
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-lastWords);
      this.#log(text.trimEnd());
    });
  }

  async #whenGone(): Promise<unknown> {
    const end = await new Promise<string>((resolve) => {
      this.#process.on('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
      this.#process.on('error', (error) => {
        if (this.pid === undefined) resolve(error.message);
      });
    });
    this.#watchdog.end();
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#turn;
    this.#log(`ended: ${end}${this.#last ? `, ${this.#last.type}` : ''}`);
    if (this.#last?.type === 'done') return this.#last.result;
    throw this.#failure(end);
  }

  #failure(end: string): NarashiError {
    const kind = this.#kind;
    if (this.#last?.type === 'failed') {
      const { failure } = this.#last;
      if (failure.code !== null) return fromProblem(failure, { cause: this.#stderr });
      if (this.#stopping) return new NarashiError('jobs.stopped', { kind }, { cause: failure.stack });
      return new NarashiError('jobs.crashed', { kind, reason: failure.message }, { cause: failure.stack });
    }
    if (this.#ended) return this.#ended;
    if (this.#stopping) return new NarashiError('jobs.stopped', { kind }, { cause: this.#stderr });
    return new NarashiError('jobs.crashed', { kind, reason: end }, { cause: this.#stderr });
  }

  #asNarashi(error: unknown): NarashiError {
    if (error instanceof NarashiError) return error;
    const reason = error instanceof Error ? error.message : String(error);
    return new NarashiError('jobs.crashed', { kind: this.#kind, reason }, { cause: error });
  }

  #log(text: string): void {
    this.#options.log?.(`${this.#kind} ${this.pid ?? '-'}: ${text}`);
  }
}

function toFailure(error: unknown): Failure {
  if (error instanceof NarashiError) return toProblem(error);
  return { code: null, message: error instanceof Error ? error.message : String(error) };
}

// A long task that the user starts: how far it is, a way to stop it, what came of it.
import { isCancelled } from './problem.ts';

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export type TaskState = 'idle' | 'running' | 'done' | 'stopped' | 'failed';

/** What a task's work is given. */
export interface TaskOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** One at a time; a new start stops the one before it. */
export class Task<T> {
  state: TaskState = $state('idle');
  progress: Progress | undefined = $state.raw();
  value: T | undefined = $state.raw();
  problem: unknown = $state.raw();
  #running: AbortController | undefined;

  async start(work: (options: TaskOptions) => Promise<T>): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const isLatest = () => this.#running === running;
    this.state = 'running';
    this.progress = undefined;
    this.problem = undefined;
    this.value = undefined;
    try {
      const value = await work({
        signal: running.signal,
        onProgress: (progress) => {
          if (isLatest()) this.progress = progress;
        },
      });
      if (!isLatest()) return;
      this.value = value;
      this.state = 'done';
    } catch (error) {
      if (!isLatest()) return;
      this.state = isCancelled(error) ? 'stopped' : 'failed';
      if (this.state === 'failed') this.problem = error;
    }
  }

  stop(): void {
    this.#running?.abort();
  }

  /** Forgets what came of it. */
  clear(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.state = 'idle';
    this.value = undefined;
    this.problem = undefined;
  }
}

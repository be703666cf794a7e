// Ctrl-C: the first one asks to stop and keep what there is, the second one ends at once.
import { exitCodes } from './exit.ts';

export class Interruption {
  readonly #controller = new AbortController();
  #listener: (() => void) | undefined;
  readonly #atOnce: () => void;

  /** `atOnce`: last words before the process ends. */
  constructor(atOnce: () => void) {
    this.#atOnce = atOnce;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** From here on signals no longer end the process by themselves. Returns what undoes it. */
  listen(): () => void {
    const take = () => this.#take();
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const name of signals) process.on(name, take);
    return () => {
      for (const name of signals) process.off(name, take);
    };
  }

  /** Called at the first signal; one listener at a time. */
  onFirst(listener: () => void): void {
    this.#listener = listener;
  }

  #take(): void {
    if (this.signal.aborted) {
      this.#atOnce();
      process.exit(exitCodes.stopped);
    }
    this.#controller.abort();
    this.#listener?.();
  }
}

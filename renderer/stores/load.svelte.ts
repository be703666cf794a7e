// Something asked of a service: its value, its failure, and a way to ask again. The newest question wins.
import { isCancelled } from './problem.ts';

export class Load<T> {
  value: T | undefined = $state.raw();
  problem: unknown = $state.raw();
  busy = $state(false);
  readonly #ask: (signal: AbortSignal) => Promise<T>;
  #asked: AbortController | undefined;

  /** Asks nothing by itself: call `again`. An effect that does so runs anew when runes change that `ask` reads at once. */
  constructor(ask: (signal: AbortSignal) => Promise<T>) {
    this.#ask = ask;
  }

  async again(): Promise<void> {
    this.#asked?.abort();
    const asked = new AbortController();
    this.#asked = asked;
    this.busy = true;
    try {
      const value = await this.#ask(asked.signal);
      if (this.#asked !== asked) return;
      this.value = value;
      this.problem = undefined;
    } catch (error) {
      if (this.#asked === asked && !isCancelled(error)) this.problem = error;
    } finally {
      if (this.#asked === asked) this.busy = false;
    }
  }
}

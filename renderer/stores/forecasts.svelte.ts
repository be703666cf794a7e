// Forecasts of choices: asked for a moment after the last change, the newest question wins, answers are kept.
import { isCancelled } from './problem.ts';

const patience = 250;

export class Forecasts<Choice, Forecast> {
  #known: ReadonlyMap<string, Forecast> = $state.raw(new Map());
  problem: unknown = $state.raw();
  readonly #service: (choice: Choice, options: { signal: AbortSignal }) => Promise<Forecast>;

  constructor(service: (choice: Choice, options: { signal: AbortSignal }) => Promise<Forecast>) {
    this.#service = service;
  }

  /** Undefined until it has come. */
  of(choice: Choice | undefined): Forecast | undefined {
    return choice && this.#known.get(JSON.stringify(choice));
  }

  /** Asks for a choice; call it inside an effect and return what it returns. */
  ask(choice: Choice): () => void {
    const key = JSON.stringify(choice);
    this.problem = undefined;
    if (this.#known.has(key)) return () => {};
    const asked = new AbortController();
    const timer = setTimeout(() => void this.#ask(choice, key, asked.signal), patience);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }

  /** What was known is asked for anew. */
  forget(): void {
    this.#known = new Map();
  }

  async #ask(choice: Choice, key: string, signal: AbortSignal): Promise<void> {
    try {
      const forecast = await this.#service(choice, { signal });
      this.#known = new Map(this.#known).set(key, forecast);
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.problem = error;
    }
  }
}

// Forecasts of choices: asked for a moment after the last change, the newest question wins, answers are kept.
import type { Forecast, TrainingChoice } from '../../../shared/contract/training.ts';
import { useApi } from '../../stores/api.ts';
import { isCancelled } from '../../stores/problem.ts';

const patience = 250;

export class Forecasts {
  #known: ReadonlyMap<string, Forecast> = $state.raw(new Map());
  problem: unknown = $state.raw();

  /** Undefined until it has come. */
  of(choice: TrainingChoice | undefined): Forecast | undefined {
    return choice && this.#known.get(JSON.stringify(choice));
  }

  /** Asks for a choice; call it inside an effect and return what it returns. */
  ask(choice: TrainingChoice): () => void {
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

  async #ask(choice: TrainingChoice, key: string, signal: AbortSignal): Promise<void> {
    try {
      const forecast = await useApi().training.forecast(choice, { signal });
      this.#known = new Map(this.#known).set(key, forecast);
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.problem = error;
    }
  }
}

// The finished runs of a project, newest first, and the one that is shown: the address names it, else it is the newest of
// when the screen was opened; one that finishes later does not take its place.
import { untrack } from 'svelte';
import type { RunLine } from '../../shared/contract/history.ts';
import { useApi } from './api.ts';
import { connection } from './connection.svelte.ts';
import { Load } from './load.svelte.ts';
import { place } from './route.svelte.ts';

export class FinishedRuns {
  readonly #load: Load<RunLine[]>;
  #newest: number | undefined = $state();

  constructor(projectId: number) {
    this.#load = new Load(async (signal) => {
      const lines = await useApi().history.runs({ projectId, status: 'done', limit: 1_000 }, { signal });
      this.#newest ??= lines[0]?.id;
      return lines;
    });
  }

  /** Undefined until they have come. */
  get lines(): readonly RunLine[] | undefined {
    return this.#load.value;
  }

  get problem(): unknown {
    return this.#load.problem;
  }

  get shown(): RunLine | undefined {
    const asked = Number(place.route.query.run ?? 0);
    return this.lines?.find(({ id }) => id === asked) ?? this.lines?.find(({ id }) => id === this.#newest);
  }

  /** Asks, and asks again whenever a run is done; call it inside an effect and return what it returns. */
  follow(): () => void {
    void connection.epoch;
    untrack(() => this.again());
    return useApi().training.on('changed', ({ status }) => {
      if (status === 'done') this.again();
    });
  }

  again(): void {
    void this.#load.again();
  }
}

// The finished runs of a project, newest first, and the one that is shown: the address names it, else it is the newest.
import type { RunLine } from '../../shared/contract/history.ts';
import { useApi } from './api.ts';
import { Load } from './load.svelte.ts';
import { place } from './route.svelte.ts';

export class FinishedRuns {
  readonly #load: Load<RunLine[]>;

  constructor(projectId: number) {
    this.#load = new Load((signal) => useApi().history.runs({ projectId, status: 'done', limit: 1_000 }, { signal }));
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
    return this.lines?.find(({ id }) => id === asked) ?? this.lines?.[0];
  }

  again(): void {
    void this.#load.again();
  }
}

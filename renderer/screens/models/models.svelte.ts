// The models of a project as the screen shows them: asked anew whenever something is decided or a training is done.
import { untrack } from 'svelte';
import type { Models } from '../../../shared/contract/registry.ts';
import { useApi } from '../../stores/api.ts';
import { connection } from '../../stores/connection.svelte.ts';
import { Load } from '../../stores/load.svelte.ts';

export class ModelList {
  readonly #load: Load<Models>;
  readonly #projectId: number;

  constructor(projectId: number) {
    this.#projectId = projectId;
    this.#load = new Load((signal) => useApi().registry.models({ projectId }, { signal }));
  }

  /** Undefined until they have come. */
  get value(): Models | undefined {
    return this.#load.value;
  }

  get problem(): unknown {
    return this.#load.problem;
  }

  /** What a step answered: no need to ask. */
  take(models: Models): void {
    this.#load.value = models;
  }

  again(): void {
    void this.#load.again();
  }

  /** Asks, and asks again at every change; call it inside an effect and return what it returns. */
  follow(): () => void {
    void connection.epoch;
    untrack(() => this.again());
    const api = useApi();
    const ends = [
      api.registry.on('changed', ({ projectId }) => {
        if (projectId === this.#projectId) this.again();
      }),
      api.training.on('changed', ({ status }) => {
        if (status === 'done') this.again();
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }
}

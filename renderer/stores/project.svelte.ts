// The project whose screens are open, kept as the app has it.

import { untrack } from 'svelte';
import type { Project } from '../../shared/contract/projects.ts';
import { useApi } from './api.ts';
import { Load } from './load.svelte.ts';

class OpenProject {
  #id: number | undefined = $state();
  readonly #load = new Load<Project>(() => useApi().projects.get({ projectId: untrack(() => this.#id) ?? 0 }));

  /** Undefined until it has come. */
  get value(): Project | undefined {
    return this.#load.value?.id === this.#id ? this.#load.value : undefined;
  }

  get problem(): unknown {
    return this.#load.problem;
  }

  /** Opens a project and follows its changes; returns what ends that. */
  open(id: number): () => void {
    this.#id = id;
    const again = () => void this.#load.again();
    const { projects, images } = useApi();
    const ends = [projects, images].map((service) =>
      service.on('changed', ({ projectId }) => {
        if (projectId === id) again();
      }),
    );
    again();
    return () => {
      for (const end of ends) end();
    };
  }

  again(): void {
    void this.#load.again();
  }
}

export const openProject = new OpenProject();

// The cross-validation behind the suspects: the newest one of the project, followed while it goes on.
import type { Study } from '../../../shared/contract/studies.ts';
import { type Api, useApi } from '../../stores/api.ts';
import { Load } from '../../stores/load.svelte.ts';

export const FOLDS = 5;

export class LabelCheck {
  newest: Study | undefined = $state.raw();
  readonly found: Load<Study[]>;
  readonly #api: Api = useApi();
  readonly #projectId: number;

  constructor(projectId: number) {
    this.#projectId = projectId;
    this.found = new Load(async (signal) => {
      const studies = await this.#api.studies.list({ projectId, kind: 'cross-validation' }, { signal });
      this.newest = studies[0];
      return studies;
    });
  }

  /** Call it in an effect. Returns what ends it. */
  follow(onDone: () => void): () => void {
    void this.found.again();
    return this.#api.studies.on('changed', (study) => {
      if (study.kind !== 'cross-validation' || study.projectId !== this.#projectId) return;
      if (this.newest && study.id < this.newest.id) return;
      this.newest = study;
      if (study.status === 'done') onDone();
    });
  }

  get isUnderWay(): boolean {
    return this.newest?.status === 'queued' || this.newest?.status === 'running';
  }

  async start(): Promise<void> {
    const order = { kind: 'cross-validation', projectId: this.#projectId, preset: 'fast', folds: FOLDS } as const;
    this.newest = await this.#api.studies.start(order);
  }

  async stop(): Promise<void> {
    if (this.newest) this.newest = await this.#api.studies.stop({ studyId: this.newest.id });
  }
}

// The studies of a run, newest first, kept up to date; starting and stopping them.
import { untrack } from 'svelte';
import type { Study, StudyOrder } from '../../shared/contract/studies.ts';
import { useApi } from './api.ts';
import { connection } from './connection.svelte.ts';
import { Load } from './load.svelte.ts';

/** What may be asked of one run. */
export type RunStudyOrder = Exclude<StudyOrder, { readonly kind: 'cross-validation' }>;

export class RunStudies {
  /** Why the last start or stop was refused. */
  refusal: unknown = $state.raw();
  readonly #api = useApi();
  readonly #runId: number;
  readonly #load: Load<Study[]>;

  constructor(runId: number) {
    this.#runId = runId;
    this.#load = new Load((signal) => this.#api.studies.list({ runId }, { signal }));
  }

  /** Undefined until they have come. */
  get all(): readonly Study[] | undefined {
    return this.#load.value;
  }

  /** Undefined where there is none, or they have not come yet. */
  newest(kind: Study['kind']): Study | undefined {
    return this.all?.find((study) => study.kind === kind);
  }

  /** Its identity, once it has a result. */
  doneId(kind: Study['kind']): number | undefined {
    const study = this.newest(kind);
    return study?.status === 'done' ? study.id : undefined;
  }

  get problem(): unknown {
    return this.#load.problem;
  }

  /** Asks, and follows what is told; call it inside an effect and return what it returns. */
  follow(): () => void {
    void connection.epoch;
    untrack(() => this.again());
    return this.#api.studies.on('changed', (study) => {
      if (study.runId === this.#runId) this.#take(study);
    });
  }

  again(): void {
    void this.#load.again();
  }

  async start(order: StudyOrder): Promise<void> {
    await this.#act(() => this.#api.studies.start(order));
  }

  async stop(studyId: number): Promise<void> {
    await this.#act(() => this.#api.studies.stop({ studyId }));
  }

  async #act(ask: () => Promise<Study>): Promise<void> {
    this.refusal = undefined;
    try {
      this.#take(await ask());
    } catch (error) {
      this.refusal = error;
    }
  }

  #take(study: Study): void {
    const others = (this.#load.value ?? []).filter(({ id }) => id !== study.id);
    this.#load.value = [study, ...others].toSorted((one, other) => other.id - one.id);
  }
}

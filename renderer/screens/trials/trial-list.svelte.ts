// The trials of a project as the app has them: asked for once, then followed event by event.
import { untrack } from 'svelte';
import type { Trial } from '../../../shared/contract/trials.ts';
import { useApi } from '../../stores/api.ts';
import { connection } from '../../stores/connection.svelte.ts';
import { Load } from '../../stores/load.svelte.ts';

export class TrialList {
  readonly #projectId: number;
  readonly #load: Load<Trial[]>;
  /** Newer than what was loaded. */
  #news: ReadonlyMap<number, Trial> = $state.raw(new Map());

  constructor(projectId: number) {
    this.#projectId = projectId;
    this.#load = new Load((signal) => useApi().trials.list({ projectId }, { signal }));
  }

  /** Newest first; undefined until they have come. */
  get trials(): readonly Trial[] | undefined {
    const known = this.#load.value;
    if (!known) return undefined;
    const fresh = [...this.#news.values()].filter((trial) => known.every(({ id }) => id !== trial.id));
    return [...fresh.toReversed(), ...known.map((trial) => this.#news.get(trial.id) ?? trial)];
  }

  get problem(): unknown {
    return this.#load.problem;
  }

  /** Follows them; call it inside an effect and return what it returns. */
  follow(): () => void {
    void connection.epoch;
    untrack(() => void this.again());
    return useApi().trials.on('changed', (trial) => {
      if (trial.projectId === this.#projectId) this.take(trial);
    });
  }

  async again(): Promise<void> {
    const old = new Set(this.#news.values());
    await this.#load.again();
    // What was told meanwhile may be newer than the answer.
    this.#news = new Map([...this.#news].filter(([, trial]) => !old.has(trial)));
  }

  /** A trial as it is now. */
  take(trial: Trial): void {
    this.#news = new Map(this.#news).set(trial.id, trial);
  }
}

// The newest training on its way to the line: begun here, under way, or done and newer than the approved model.
import { untrack } from 'svelte';
import type { QueuedRun } from '../../../shared/contract/training.ts';
import { useApi } from '../../stores/api.ts';
import { connection } from '../../stores/connection.svelte.ts';
import { Load } from '../../stores/load.svelte.ts';

interface Stand {
  readonly runs: readonly QueuedRun[];
  readonly live: number | null;
}

export class NewestRun {
  readonly #projectId: number;
  readonly #api = useApi();
  readonly #load: Load<Stand>;
  #begun: number | undefined = $state();

  constructor(projectId: number) {
    this.#projectId = projectId;
    this.#load = new Load(async (signal) => {
      const [runs, { live }] = await Promise.all([
        this.#api.training.queue({}, { signal }),
        this.#api.registry.models({ projectId }, { signal }),
      ]);
      return { runs: runs.filter((run) => run.projectId === projectId), live };
    });
  }

  readonly run: QueuedRun | undefined = $derived.by(() => {
    const { runs = [], live = null } = this.#load.value ?? {};
    const newest = runs.toSorted((one, other) => other.runId - one.runId)[0];
    if (!newest || newest.runId === live) return undefined;
    const isUnderWay = newest.status === 'queued' || newest.status === 'running';
    const isOfInterest = isUnderWay || newest.runId === this.#begun || (live !== null && newest.runId > live);
    return isOfInterest ? newest : undefined;
  });

  readonly stand: 'queued' | 'running' | 'halted' | 'done' = $derived.by(() => {
    const { status = 'done' } = this.run ?? {};
    return status === 'queued' || status === 'running' || status === 'done' ? status : 'halted';
  });

  begin(runId: number): void {
    this.#begun = runId;
    void this.#load.again();
  }

  /** Call it inside an effect and return what it returns. */
  follow(): () => void {
    void connection.epoch;
    untrack(() => void this.#load.again());
    const ends = [
      this.#api.training.on('changed', ({ projectId, runId, status }) => {
        const known = this.run;
        if (projectId !== this.#projectId || (known?.runId === runId && known.status === status)) return;
        void this.#load.again();
      }),
      this.#api.registry.on('changed', ({ projectId }) => {
        if (projectId === this.#projectId) void this.#load.again();
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }
}

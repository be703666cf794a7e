// The queue of trainings as the app has it: asked for once, then followed event by event.
import { untrack } from 'svelte';
import type { QueuedRun } from '../../../shared/contract/training.ts';
import { useApi } from '../../stores/api.ts';
import { Load } from '../../stores/load.svelte.ts';
import { isActive } from './run-words.ts';

export class Queue {
  readonly #load = new Load<QueuedRun[]>(() => useApi().training.queue({}));
  /** Newer than what was loaded. */
  #news: ReadonlyMap<number, QueuedRun> = $state.raw(new Map());

  /** Undefined until it has come. */
  get runs(): readonly QueuedRun[] | undefined {
    return this.#load.value?.map((run) => this.#news.get(run.runId) ?? run);
  }

  get problem(): unknown {
    return this.#load.problem;
  }

  get active(): number {
    return this.runs?.filter(isActive).length ?? 0;
  }

  /** Follows the queue; call it inside an effect and return what it returns. */
  follow(): () => void {
    untrack(() => void this.again());
    return useApi().training.on('changed', (run) => this.take(run));
  }

  async again(): Promise<void> {
    const old = new Set(this.#news.values());
    await this.#load.again();
    // What was told meanwhile may be newer than the answer.
    this.#news = new Map([...this.#news].filter(([, run]) => !old.has(run)));
  }

  /** A run as it is now. Where its state changed the order may have, so the queue is asked for anew. */
  take(run: QueuedRun): void {
    const known = this.runs?.find(({ runId }) => runId === run.runId);
    this.#news = new Map(this.#news).set(run.runId, run);
    if (known?.status !== run.status) void this.again();
  }
}

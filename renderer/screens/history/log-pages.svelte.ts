// The log of decisions in pages, newest first; news are put on top while nothing is searched for.
import type { Activity } from '../../../shared/contract/history.ts';
import { useApi } from '../../stores/api.ts';
import { isCancelled } from '../../stores/problem.ts';

const page = 100;

export interface LogFilter {
  readonly text?: string;
  readonly projectId?: number;
}

export class LogPages {
  /** Undefined until the first page has come. */
  entries: readonly Activity[] | undefined = $state.raw();
  problem: unknown = $state.raw();
  busy = $state(false);
  hasMore = $state(false);
  #filter: LogFilter = {};
  #asked: AbortController | undefined;

  /** The first page of what fits. */
  async open(filter: LogFilter): Promise<void> {
    this.#filter = filter;
    await this.#ask([]);
  }

  /** The next page. */
  async older(): Promise<void> {
    await this.#ask(this.entries ?? []);
  }

  /** Something was just done. */
  add(entry: Activity, unfiltered: boolean): void {
    if (!unfiltered) void this.open(this.#filter);
    else if (this.entries?.every(({ id }) => id !== entry.id)) this.entries = [entry, ...this.entries];
  }

  async #ask(known: readonly Activity[]): Promise<void> {
    this.#asked?.abort();
    const asked = new AbortController();
    this.#asked = asked;
    this.busy = true;
    try {
      const last = known.at(-1);
      const before = last ? { before: last.id } : {};
      const found = await useApi().history.activity(
        { ...this.#filter, ...before, limit: page },
        { signal: asked.signal },
      );
      if (this.#asked !== asked) return;
      this.entries = [...known, ...found];
      this.hasMore = found.length === page;
      this.problem = undefined;
    } catch (error) {
      if (this.#asked === asked && !isCancelled(error)) this.problem = error;
    } finally {
      if (this.#asked === asked) this.busy = false;
    }
  }
}

// The images that fit the filter: their order as a whole, their rows only where they are looked at.
import { SvelteMap } from 'svelte/reactivity';
import { unpackIdentities } from '../../../shared/contract/common.ts';
import type { ImageFilter, ImageRow, imageSorts } from '../../../shared/contract/images.ts';
import { useApi } from '../../stores/api.ts';
import { isCancelled } from '../../stores/problem.ts';

export type Sort = (typeof imageSorts)[number];

/** Rows kept at most; about a thousand are in sight with the smallest tiles on a large screen. */
const rowsKept = 6_000;
/** What one request asks for at most. */
const page = 500;

export class ImageList {
  filter: ImageFilter = $state.raw({});
  sort: Sort = $state('path');
  ids: Int32Array = $state.raw(new Int32Array());
  /** Whether the list has come at all. */
  loaded = $state(false);
  problem: unknown = $state.raw();
  readonly rows = new SvelteMap<number, ImageRow>();
  readonly #projectId: number;
  readonly #asked = new Set<number>();
  #finding: AbortController | undefined;
  #wanted: readonly number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(projectId: number) {
    this.#projectId = projectId;
  }

  /** Finds anew; rows on screen are asked for anew, too, where their images may have changed. */
  async find({ fresh = false } = {}): Promise<void> {
    this.#finding?.abort();
    const finding = new AbortController();
    this.#finding = finding;
    const { filter, sort } = this;
    try {
      const { ids } = await useApi().images.find(
        { projectId: this.#projectId, filter, sort },
        { signal: finding.signal },
      );
      if (finding.signal.aborted) return;
      this.ids = unpackIdentities(ids);
      this.loaded = true;
      this.problem = undefined;
      if (fresh) void this.#fetch(this.#wanted);
    } catch (error) {
      if (!isCancelled(error)) this.problem = error;
    }
  }

  /** Rows that are looked at, or nearly. Asked for together, a moment later. */
  want(ids: Int32Array): void {
    this.#wanted = [...ids];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#fetch(this.#wanted.filter((id) => !this.rows.has(id))), 0);
  }

  /** What these images are now, before the app confirms it. Those that no longer fit leave the list. */
  expect(ids: ReadonlySet<number>, classId: number | null): void {
    for (const id of ids) {
      const row = this.rows.get(id);
      if (row) this.rows.set(id, { ...row, classId });
    }
    const { classId: shown } = this.filter;
    if (shown !== undefined && shown !== classId) this.leave(ids);
  }

  leave(ids: ReadonlySet<number>): void {
    this.ids = this.ids.filter((id) => !ids.has(id));
  }

  async #fetch(ids: readonly number[]): Promise<void> {
    const missing = ids.filter((id) => !this.#asked.has(id));
    for (let start = 0; start < missing.length; start += page) {
      const some = missing.slice(start, start + page);
      for (const id of some) this.#asked.add(id);
      try {
        const rows = await useApi().images.rows({ projectId: this.#projectId, ids: some });
        for (const row of rows) this.rows.set(row.id, row);
      } catch (error) {
        this.problem = error;
      } finally {
        for (const id of some) this.#asked.delete(id);
      }
    }
    this.#forget();
  }

  /** The oldest rows go, except those that are looked at. */
  #forget(): void {
    if (this.rows.size <= rowsKept) return;
    const wanted = new Set(this.#wanted);
    for (const id of [...this.rows.keys()].slice(0, this.rows.size - rowsKept)) {
      if (!wanted.has(id)) this.rows.delete(id);
    }
  }
}

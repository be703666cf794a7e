// The images that fit the filter: their order as a whole, their rows only where they are looked at.
import { SvelteMap } from 'svelte/reactivity';
import { unpackIdentities } from '../../../shared/contract/common.ts';
import type { ImageFilter, ImageRow, imageSorts } from '../../../shared/contract/images.ts';
import { useApi } from '../../stores/api.ts';
import { isCancelled } from '../../stores/problem.ts';
import { type Expected, ExpectedChanges } from './expected-changes.ts';

export type Sort = (typeof imageSorts)[number];

/** Rows kept at most; about a thousand are in sight with the smallest tiles on a large screen. */
const rowsKept = 4_000;
/** What one request asks for at most. */
const page = 500;

export class ImageList {
  filter: ImageFilter = $state.raw({});
  sort: Sort = $state('path');
  ids: Int32Array<ArrayBuffer> = $state.raw(new Int32Array());
  /** Whether the list has come at all. */
  loaded = $state(false);
  problem: unknown = $state.raw();
  readonly rows = new SvelteMap<number, ImageRow>();
  readonly #projectId: number;
  readonly #gone = new Set<number>();
  readonly #changes = new ExpectedChanges();
  #finding: AbortController | undefined;
  #wanted = new Int32Array();
  #fetching = false;

  constructor(projectId: number) {
    this.#projectId = projectId;
  }

  /** Finds anew; rows on screen are asked for anew, too, where their images may have changed. */
  async find({ fresh = false } = {}): Promise<void> {
    this.#finding?.abort();
    const finding = new AbortController();
    this.#finding = finding;
    const { filter, sort } = this;
    const answered = this.#changes.asking();
    try {
      const { ids } = await useApi().images.find(
        { projectId: this.#projectId, filter, sort },
        { signal: finding.signal },
      );
      if (finding.signal.aborted) return;
      answered();
      this.ids = unpackIdentities(ids).filter((id) => this.#changes.fits(id, filter.classId));
      this.loaded = true;
      this.problem = undefined;
      this.#gone.clear();
      if (fresh) await this.#refresh();
    } catch (error) {
      if (!isCancelled(error)) this.problem = error;
    }
  }

  /** Rows that are looked at, or nearly. While some are on their way only the newest wish is remembered. */
  want(ids: Int32Array<ArrayBuffer>): void {
    this.#wanted = ids;
    if (!this.#fetching) void this.#fetchWanted();
  }

  /** What these images are now, before the app confirms it. Those that no longer fit leave the list. */
  expect(ids: ReadonlySet<number>, classId: number | null): Expected {
    for (const id of ids) {
      const row = this.rows.get(id);
      if (row) this.rows.set(id, { ...row, classId });
    }
    return this.#expect({ ids, classId });
  }

  leave(ids: ReadonlySet<number>): Expected {
    return this.#expect({ ids, classId: undefined });
  }

  /** Whether the app has made what was expected; where it has not, what is kept is shown again. */
  settle(change: Expected, isDone: boolean): void {
    if (isDone) this.#changes.confirm(change);
    else {
      this.#changes.drop(change);
      void this.find({ fresh: true });
    }
  }

  #expect(change: Expected): Expected {
    this.#changes.add(change);
    this.ids = this.ids.filter((id) => this.#changes.fits(id, this.filter.classId));
    return change;
  }

  /** Rows in sight anew; others are asked for when they come into sight. */
  async #refresh(): Promise<void> {
    const wanted = new Set(this.#wanted);
    for (const id of [...this.rows.keys()]) if (!wanted.has(id)) this.rows.delete(id);
    for (let start = 0; start < this.#wanted.length; start += page) {
      if (!(await this.#fetch([...this.#wanted.subarray(start, start + page)]))) return;
    }
  }

  async #fetchWanted(): Promise<void> {
    this.#fetching = true;
    // Wishes that come in this very moment count.
    await Promise.resolve();
    for (let missing = this.#missing(); missing.length > 0; missing = this.#missing()) {
      if (!(await this.#fetch(missing.slice(0, page)))) break;
    }
    this.#fetching = false;
    this.#forget();
  }

  #missing(): number[] {
    return [...this.#wanted].filter((id) => !this.rows.has(id) && !this.#gone.has(id));
  }

  /** False where it failed. */
  async #fetch(ids: readonly number[]): Promise<boolean> {
    try {
      const rows = await useApi().images.rows({ projectId: this.#projectId, ids: [...ids] });
      for (const row of rows) {
        const classId = this.#changes.of(row.id)?.classId;
        this.rows.set(row.id, classId === undefined ? row : { ...row, classId });
      }
      // What does not come has been removed meanwhile: not asked for again until the list is found anew.
      if (rows.length < ids.length) for (const id of ids) if (!this.rows.has(id)) this.#gone.add(id);
      return true;
    } catch (error) {
      this.problem = error;
      return false;
    }
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

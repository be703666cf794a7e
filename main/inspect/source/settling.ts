// Tells complete files from those still being written: the same size and time for as long as it takes to be sure.
import type { ListedFile } from './listing.ts';

interface Seen {
  readonly identity: string;
  readonly since: number;
}

export class Settling {
  #seen = new Map<string, Seen>();
  readonly #settleMilliseconds: number;

  constructor(settleMilliseconds: number) {
    this.#settleMilliseconds = settleMilliseconds;
  }

  /** Of the files that lie there now, those that have not changed for long enough. What is gone is forgotten. */
  settled(files: readonly ListedFile[], now: number): ListedFile[] {
    const seen = new Map<string, Seen>();
    const settled: ListedFile[] = [];
    for (const file of files) {
      const before = this.#seen.get(file.path);
      const since = before?.identity === file.identity ? before.since : now;
      seen.set(file.path, { identity: file.identity, since });
      if (now - since >= this.#settleMilliseconds) settled.push(file);
    }
    this.#seen = seen;
    return settled;
  }

  /** How long the file has not changed. */
  quietFor({ path }: ListedFile, now: number): number {
    return now - (this.#seen.get(path)?.since ?? now);
  }
}

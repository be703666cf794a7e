// Files a service keeps ready for the browser to fetch. Their addresses are random and hold until the program ends.
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';

export interface Download {
  readonly path: string;
  /** As the user will find it among the downloads. */
  readonly name: string;
  /** Made for this download only: it goes when it is forgotten. */
  readonly temporary: boolean;
}

/** Downloads are forgotten beyond this number, oldest first. */
const limit = 20;

export class Downloads {
  readonly #downloads = new Map<string, Download>();

  add(download: Download): string {
    const id = randomUUID();
    this.#downloads.set(id, download);
    for (const oldest of this.#downloads.keys()) {
      if (this.#downloads.size <= limit) break;
      this.#forget(oldest);
    }
    return id;
  }

  get(id: string): Download | undefined {
    return this.#downloads.get(id);
  }

  close(): void {
    for (const id of this.#downloads.keys()) this.#forget(id);
  }

  #forget(id: string): void {
    const download = this.#downloads.get(id);
    this.#downloads.delete(id);
    if (download?.temporary) rmSync(download.path, { force: true });
  }
}

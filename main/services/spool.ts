// Images on their way from the import to the split: paths wait in a file, only numbers stay in memory.

import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import { type ImportedImage, splitNames } from '../../shared/domain/images.ts';
import { diskError } from '../data/disk-error.ts';

const lineSchema = z.object({
  hash: z.string(),
  relativePath: z.string(),
  className: z.string(),
  split: z.enum(splitNames).optional(),
});

export type SpooledImage = z.infer<typeof lineSchema>;

export class Spool {
  readonly #path: string;
  readonly #file: WriteStream;
  #failure: Error | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#file = createWriteStream(path);
    // Kept until the next use: a stream that nobody listens to would end the process.
    this.#file.on('error', (error) => {
      this.#failure ??= error;
    });
  }

  /** @throws NarashiError data.disk-full, data.folder-not-writable */
  async add({ hash, relativePath, className, split }: ImportedImage): Promise<void> {
    this.#check();
    if (!this.#file.write(`${JSON.stringify({ hash, relativePath, className, split })}\n`))
      await once(this.#file, 'drain').catch(() => this.#check());
  }

  /** Everything added, in order. Adds nothing more afterwards. */
  async *read(): AsyncGenerator<SpooledImage> {
    if (!this.#file.writableEnded) {
      this.#file.end();
      await finished(this.#file).catch(() => undefined);
    }
    this.#check();
    for await (const line of createInterface({
      input: createReadStream(this.#path),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      yield lineSchema.parse(JSON.parse(line));
    }
  }

  async remove(): Promise<void> {
    this.#file.destroy();
    await rm(this.#path, { force: true });
  }

  #check(): void {
    if (this.#failure) throw diskError(this.#failure, dirname(this.#path), 0);
  }
}

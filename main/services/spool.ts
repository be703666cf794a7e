// Images on their way from the import to the split: paths wait in a file, only numbers stay in memory.

import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import { type ImportedImage, splitNames } from '../../shared/domain/images.ts';

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

  constructor(path: string) {
    this.#path = path;
    this.#file = createWriteStream(path);
  }

  async add({ hash, relativePath, className, split }: ImportedImage): Promise<void> {
    if (!this.#file.write(`${JSON.stringify({ hash, relativePath, className, split })}\n`))
      await once(this.#file, 'drain');
  }

  /** Everything added, in order. Adds nothing more afterwards. */
  async *read(): AsyncGenerator<SpooledImage> {
    if (!this.#file.writableEnded) {
      this.#file.end();
      await finished(this.#file);
    }
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
}

// Long lists on disk, one JSON value a line: written whole or not at all, read back one by one, each line checked.
import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import type { z } from 'zod';
import { syncFile } from './whole-file.ts';

export class LineFile<T> {
  readonly #path: string;
  readonly #file: WriteStream;
  #failure: Error | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#file = createWriteStream(`${path}.part`);
    // Kept until the next use: a stream that nobody listens to would end the process.
    this.#file.on('error', (error) => {
      this.#failure ??= error;
    });
  }

  /** Awaited, a slow disk slows the writer, not its memory. */
  async add(value: T): Promise<void> {
    if (this.#failure) throw this.#failure;
    if (!this.#file.write(`${JSON.stringify(value)}\n`)) {
      await once(this.#file, 'drain').catch(() => undefined);
    }
  }

  /** Brings everything to the disk and gives the file its name. */
  async finish(): Promise<void> {
    this.#file.end();
    await finished(this.#file).catch(() => undefined);
    if (this.#failure) throw this.#failure;
    await syncFile(`${this.#path}.part`);
    await rename(`${this.#path}.part`, this.#path);
  }

  async discard(): Promise<void> {
    this.#file.destroy();
    // While it is being opened it would come back after it is removed.
    if (!this.#file.closed) await new Promise<void>((resolve) => this.#file.once('close', resolve));
    await rm(`${this.#path}.part`, { force: true });
  }
}

/** Every line of a finished file. Throws when there is none or a line is not what it should be. */
export async function* readLines<T>(path: string, line: z.ZodType<T>): AsyncGenerator<T> {
  const input = createReadStream(path);
  // `readline` itself would swallow a file that is not there.
  await once(input, 'open');
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    yield line.parse(JSON.parse(text));
  }
}

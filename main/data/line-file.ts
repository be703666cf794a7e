// Long lists on disk, one JSON value a line: written whole or not at all, read back one by one, each line checked.
import { once } from 'node:events';
import { closeSync, createReadStream, createWriteStream, openSync, readSync, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
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

const chunkBytes = 1 << 16;

/** The same at once, for use inside a transaction, which must not wait. Memory holds one chunk. */
export function* readLinesSync<T>(path: string, line: z.ZodType<T>): Generator<T> {
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(chunkBytes);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
      const lines = (rest + decoder.write(chunk.subarray(0, length))).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) yield line.parse(JSON.parse(text));
    }
  } finally {
    closeSync(file);
  }
}

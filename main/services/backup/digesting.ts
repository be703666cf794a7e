// Counts and digests the bytes that pass.
import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

export class Digesting extends Transform {
  readonly #hash = createHash('sha256');
  readonly #limit: number;
  bytes = 0;

  /** @param limit more bytes than this are an error */
  constructor(limit = Number.POSITIVE_INFINITY) {
    super();
    this.#limit = limit;
  }

  /** Once all have passed; lower-case hexadecimal. */
  digest(): string {
    return this.#hash.digest('hex');
  }

  override _transform(chunk: Buffer, _: string, done: (error: Error | null, chunk?: Buffer) => void): void {
    this.bytes += chunk.length;
    this.#hash.update(chunk);
    if (this.bytes > this.#limit) done(new Error('longer than it should be'));
    else done(null, chunk);
  }
}

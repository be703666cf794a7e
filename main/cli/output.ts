// Where words go: results to standard output, a live line to the terminal, one JSON document where machines read.

export interface Writer {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface OutputOptions {
  readonly stdout: Writer;
  readonly stderr: Writer;
  /** Standard output carries one JSON document; words go to standard error. */
  readonly json: boolean;
}

const clearLine = '\r\u001b[2K';

export class Output {
  readonly json: boolean;
  readonly #stdout: Writer;
  readonly #stderr: Writer;
  #live = '';

  constructor({ stdout, stderr, json }: OutputOptions) {
    this.json = json;
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  /** A live line can be shown. */
  get isLive(): boolean {
    return this.#stderr.isTTY === true;
  }

  get columns(): number {
    return this.#stderr.columns || 80;
  }

  /** Lines for a person. */
  say(...lines: readonly string[]): void {
    this.#write(this.json ? this.#stderr : this.#stdout, `${lines.join('\n')}\n`);
  }

  /** Lines about something wrong. */
  complain(...lines: readonly string[]): void {
    this.#write(this.#stderr, `${lines.join('\n')}\n`);
  }

  /** The whole answer, for a machine; silent unless JSON was asked for. */
  answer(value: unknown): void {
    if (this.json) this.#write(this.#stdout, `${JSON.stringify(value, null, 2)}\n`);
  }

  /** Bytes for standard output, such as CSV, as they are. */
  raw(text: string): void {
    this.#write(this.#stdout, text);
  }

  /** Shows a line that the next one replaces; an empty one removes it. */
  live(line: string): void {
    if (!this.isLive || line === this.#live) return;
    this.#live = line;
    this.#stderr.write(clearLine + line);
  }

  #write(target: Writer, text: string): void {
    if (this.#live) this.#stderr.write(clearLine);
    target.write(text);
    if (this.#live) this.#stderr.write(this.#live);
  }
}

// Notices a child that has fallen silent. A PC that slept, or a parent that was busy itself, is not held against it.

export class Watchdog {
  readonly #patience: number;
  readonly #onSilence: () => void;
  readonly #now: () => number;
  readonly #tickEvery: number;
  readonly #timer: NodeJS.Timeout;
  #heard: number;
  #ticked: number;

  /** Calls `onSilence` once when nothing was heard for `patience` milliseconds. */
  constructor(patience: number, onSilence: () => void, now: () => number = () => performance.now()) {
    this.#patience = patience;
    this.#onSilence = onSilence;
    this.#now = now;
    this.#heard = now();
    this.#ticked = this.#heard;
    this.#tickEvery = patience / 10;
    this.#timer = setInterval(() => this.#tick(), this.#tickEvery);
    this.#timer.unref();
  }

  heard(): void {
    this.#heard = this.#now();
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const now = this.#now();
    // This process itself stood still: what the child said meanwhile is yet to be read.
    if (now - this.#ticked > 3 * this.#tickEvery) this.#heard = now;
    this.#ticked = now;
    if (now - this.#heard < this.#patience) return;
    this.end();
    this.#onSilence();
  }
}

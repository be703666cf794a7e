// What to do when the window's process has died: reload, unless it dies again and again.

/** Deaths within this time count together, milliseconds. */
const period = 60_000;
const limit = 3;

export class Recovery {
  readonly #now: () => number;
  #deaths: number[] = [];

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** `ignore`: it was meant to end. */
  next(reason: string): 'ignore' | 'reload' | 'give-up' {
    if (reason === 'clean-exit') return 'ignore';
    const now = this.#now();
    this.#deaths = [...this.#deaths.filter((time) => now - time < period), now];
    return this.#deaths.length > limit ? 'give-up' : 'reload';
  }
}

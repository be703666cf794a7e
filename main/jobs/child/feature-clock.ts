// How long features take, from the progress of computing them.

export class FeatureClock {
  readonly #now: () => number;
  #first: { readonly done: number; readonly at: number } | undefined;
  #last = { done: 0, at: 0 };

  constructor(now: () => number = () => performance.now() / 1000) {
    this.#now = now;
  }

  /** @param count images so far, those of the last call among them */
  done(count: number): void {
    this.#last = { done: count, at: this.#now() };
    this.#first ??= this.#last;
  }

  /** Of all that was seen, seconds; the first few images, which also start the program, are not. */
  get seconds(): number {
    return this.#last.at - (this.#first?.at ?? this.#last.at);
  }

  get secondsPerImage(): number {
    return this.seconds / Math.max(1, this.#last.done - (this.#first?.done ?? 0));
  }
}

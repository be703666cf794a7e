// Times of steps by kind, by the clock, so that waiting for images counts.

type Kind = 'base' | 'efficient' | 'thorough' | 'skipped';

export class StepClock {
  readonly #budget: number;
  readonly #now: () => number;
  readonly #begun: number;
  readonly #times = new Map<Kind, number[]>();
  #last: number;

  /** @param budget seconds after which no more steps are needed than every kind taken twice */
  constructor(budget: number, now: () => number = () => performance.now() / 1000) {
    this.#budget = budget;
    this.#now = now;
    this.#begun = now();
    this.#last = this.#begun;
  }

  took(kind: Kind): void {
    const now = this.#now();
    const known = this.#times.get(kind) ?? [];
    this.#times.set(kind, [...known, now - this.#last]);
    this.#last = now;
  }

  /** What happened since the last step was no step. */
  resume(): void {
    this.#last = this.#now();
  }

  /** The first step of a kind warms up and does not count. */
  get isEnough(): boolean {
    const counts = Array.from(this.#times.values(), ({ length }) => length);
    const total = counts.reduce((sum, count) => sum + count, 0);
    return total >= 4 && counts.every((count) => count >= 2) && this.#now() - this.#begun >= this.#budget;
  }

  /** Seconds per step where every `exactEvery`th is thorough, or all are of one kind. */
  mixed(exactEvery: number): number {
    const [base, efficient, thorough] = [this.#usual('base'), this.#usual('efficient'), this.#usual('thorough')];
    if (efficient === undefined) return thorough ?? base ?? 0;
    return efficient + ((thorough ?? efficient) - efficient) / exactEvery;
  }

  /** The lower quartile: what other programs took away in a busy moment they will not take all the time. */
  #usual(kind: Kind): number | undefined {
    const times = this.#times.get(kind);
    const counted = (times && times.length > 1 ? times.slice(1) : (times ?? [])).toSorted((a, b) => a - b);
    return counted[Math.floor(counted.length / 4)];
  }
}

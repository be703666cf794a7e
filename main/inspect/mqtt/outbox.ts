// What waits for the broker, the oldest first: bounded, so that a broker that stays away costs results and not the memory.

/** Messages under way without an acknowledgement: enough to fill a slow connection. */
const window = 10;

export class Outbox<T> {
  private readonly limit: number;
  private waiting: T[] = [];
  private sent: T[] = [];
  private lost = 0;

  constructor(limit: number) {
    this.limit = Math.max(1, limit);
  }

  get size(): number {
    return this.waiting.length + this.sent.length;
  }

  get dropped(): number {
    return this.lost;
  }

  /** Gives the items for which there is no room any more. */
  add(item: T): readonly T[] {
    this.waiting.push(item);
    return this.trim();
  }

  /** The next to send; it stays until it is settled. */
  next(): T | undefined {
    const item = this.sent.length < window ? this.waiting.shift() : undefined;
    if (item !== undefined) this.sent.push(item);
    return item;
  }

  settle(item: T): void {
    this.sent = this.sent.filter((each) => each !== item);
  }

  /** The connection broke: what was under way is sent again, first. */
  takeBack(): readonly T[] {
    this.waiting = [...this.sent, ...this.waiting];
    this.sent = [];
    return this.trim();
  }

  items(): readonly T[] {
    return [...this.sent, ...this.waiting];
  }

  private trim(): readonly T[] {
    const dropped = this.waiting.splice(0, Math.max(0, this.waiting.length - this.limit));
    this.lost += dropped.length;
    return dropped;
  }
}

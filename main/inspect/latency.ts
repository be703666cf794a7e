// How long parts take: percentiles over the last ones, in memory of fixed size.

export interface Latency {
  readonly parts: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly slowest: number;
  /** Share of the parts that took longer than the takt. */
  readonly overTakt: number;
}

const WINDOW = 2_000;

export class LatencyWindow {
  readonly #times = new Float64Array(WINDOW);
  readonly #takt: number;
  #count = 0;

  /** @param takt milliseconds per part of the line */
  constructor(takt: number) {
    this.#takt = takt;
  }

  add(milliseconds: number): void {
    this.#times[this.#count++ % WINDOW] = milliseconds;
  }

  /** Null before the first part. */
  figures(): Latency | null {
    const parts = Math.min(this.#count, WINDOW);
    if (parts === 0) return null;
    const ascending = this.#times.slice(0, parts).sort();
    const at = (share: number) => ascending[Math.min(parts - 1, Math.floor(share * parts))] ?? 0;
    const over = ascending.reduce((sum, time) => sum + Number(time > this.#takt), 0);
    return { parts, p50: at(0.5), p95: at(0.95), p99: at(0.99), slowest: at(1), overTakt: over / parts };
  }
}

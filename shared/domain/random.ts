// Seeded pseudo-random numbers: xoshiro128** (Blackman & Vigna 2018) with named, independent sub-streams.
// The whole state is four 32-bit words, so that a checkpoint can store it and continue bit for bit.

/** 32-bit finalizer of MurmurHash3: every input bit reaches every output bit. */
export function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** 32-bit hash of a name (FNV-1a over UTF-16 units, finalized). */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix32(h);
}

export type RandomState = readonly [number, number, number, number];

export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /** Continues from a stored state; use {@link random} to start a stream from a seed. */
  constructor([a, b, c, d]: RandomState) {
    this.a = a | 0;
    this.b = b | 0;
    this.c = c | 0;
    this.d = (a | b | c | d) === 0 ? 1 : d | 0;
  }

  /** The state to store. */
  state(): RandomState {
    return [this.a >>> 0, this.b >>> 0, this.c >>> 0, this.d >>> 0];
  }

  /** Uniform 32-bit unsigned integer. */
  uint32(): number {
    const s1 = Math.imul(this.b, 5);
    const result = Math.imul((s1 << 7) | (s1 >>> 25), 9) >>> 0;
    const t = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= t;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** Uniform in [0, 1), 32 bits of it. */
  float(): number {
    return this.uint32() / 4294967296;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.float();
  }

  /** Uniform integer in [0, limit), limit at most 2^32; unbiased (Lemire 2019, by rejection). */
  integer(limit: number): number {
    if (!Number.isInteger(limit) || limit < 1 || limit > 4294967296) throw new RangeError(`limit ${limit}`);
    const ceiling = 4294967296 - (4294967296 % limit);
    let value = this.uint32();
    while (value >= ceiling) value = this.uint32();
    return value % limit;
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.float() < probability;
  }

  /** Standard normal (Box & Muller 1958); always two draws, so that the stored state is the whole state. */
  gaussian(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.float()));
    return radius * Math.cos(2 * Math.PI * this.float());
  }

  /** Shuffles in place (Fisher–Yates). */
  shuffle(items: Int32Array): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = items[i] ?? 0;
      items[i] = items[j] ?? 0;
      items[j] = held;
    }
  }
}

/** Starts the stream that `seed` and any number of names or indices identify: `random(seed, 'augment', epoch, index)`. */
export function random(seed: number, ...path: readonly (string | number)[]): Random {
  let low = mix32(seed ^ 0x9e3779b9);
  let high = mix32(Math.floor(seed / 4294967296) ^ 0x7f4a7c15);
  for (const part of path) {
    const word = typeof part === 'string' ? hashText(part) : mix32(part ^ Math.floor(part / 4294967296));
    low = mix32(low + word + 0x9e3779b9);
    high = mix32((high ^ word) + low);
  }
  // SplitMix: consecutive finalized counters, so that near seeds give unrelated states.
  const word = (step: number): number => mix32(low + Math.imul(step, 0x9e3779b9)) ^ mix32(high ^ step);
  return new Random([word(1), word(2), word(3), word(4)]);
}

// Image hash → small number, in flat arrays: about 30 bytes per image whatever the length of its path.
// The key is the first 64 bits of a SHA-256: among a million images two keys meet with odds of one in 30 million.

/** Open addressing with linear probing; `value` must not be negative; nothing is ever removed. */
export class HashTable {
  private keys = new Uint32Array(2048);
  private values = new Int32Array(1024).fill(-1);
  private used = 0;

  get size(): number {
    return this.used;
  }

  /** The value stored for a hash (hexadecimal or raw), or -1. */
  get(hash: string | Uint8Array): number {
    const [low, high] = keyOf(hash);
    return this.values[this.place(low, high)] ?? -1;
  }

  set(hash: string | Uint8Array, value: number): void {
    if (value < 0) throw new RangeError(`value ${value}`);
    if (this.used * 2 >= this.values.length) this.grow();
    const [low, high] = keyOf(hash);
    const place = this.place(low, high);
    if (this.values[place] === -1) this.used++;
    this.keys[place * 2] = low;
    this.keys[place * 2 + 1] = high;
    this.values[place] = value;
  }

  private place(low: number, high: number): number {
    const mask = this.values.length - 1;
    let place = low & mask;
    while (this.values[place] !== -1 && (this.keys[place * 2] !== low || this.keys[place * 2 + 1] !== high)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Uint32Array(keys.length * 2);
    this.values = new Int32Array(values.length * 2).fill(-1);
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? -1;
      if (value === -1) continue;
      const place = this.place(keys[i * 2] ?? 0, keys[i * 2 + 1] ?? 0);
      this.keys[place * 2] = keys[i * 2] ?? 0;
      this.keys[place * 2 + 1] = keys[i * 2 + 1] ?? 0;
      this.values[place] = value;
    }
  }
}

function keyOf(hash: string | Uint8Array): readonly [number, number] {
  if (typeof hash === 'string') {
    return [Number.parseInt(hash.slice(0, 8), 16), Number.parseInt(hash.slice(8, 16), 16)];
  }
  const word = (at: number): number =>
    (((hash[at] ?? 0) << 24) | ((hash[at + 1] ?? 0) << 16) | ((hash[at + 2] ?? 0) << 8) | (hash[at + 3] ?? 0)) >>> 0;
  return [word(0), word(4)];
}

// Random streams: reproducible across machines, independent by name, and restartable from a stored state.
import { describe, expect, it } from 'vitest';
import { Random, random } from '../../../shared/domain/random.ts';

describe('random', () => {
  it('is xoshiro128** (first outputs of the reference code for state 1, 2, 3, 4)', () => {
    const stream = new Random([1, 2, 3, 4]);
    expect([stream.uint32(), stream.uint32(), stream.uint32(), stream.uint32()]).toEqual([11520, 0, 5927040, 70819200]);
  });

  it('gives the same numbers for the same path, others for any other', () => {
    const first = (...path: (string | number)[]): number => random(7, ...path).uint32();
    expect(first('augment', 1, 2)).toBe(first('augment', 1, 2));
    const values = [first(), first('a'), first('b'), first('a', 0), first('a', 1), first('a', 0, 1), first('a', 1, 0)];
    expect(new Set(values).size).toBe(values.length);
    expect(random(7).uint32()).not.toBe(random(8).uint32());
    expect(random(7).uint32()).not.toBe(random(7 + 2 ** 32).uint32());
  });

  it('continues from a stored state', () => {
    const stream = random(3, 'x');
    stream.gaussian();
    const copy = new Random(stream.state());
    expect([copy.uint32(), copy.gaussian()]).toEqual([stream.uint32(), stream.gaussian()]);
  });

  it('has the right moments', () => {
    const stream = random(1);
    let sum = 0;
    let squares = 0;
    const count = 50_000;
    for (let i = 0; i < count; i++) {
      const value = stream.gaussian();
      sum += value;
      squares += value * value;
    }
    expect(Math.abs(sum / count)).toBeLessThan(0.02);
    expect(Math.abs(squares / count - 1)).toBeLessThan(0.03);
  });

  it('draws integers evenly and shuffles to a permutation', () => {
    const stream = random(2);
    const counts = new Int32Array(5);
    for (let i = 0; i < 10_000; i++) {
      const drawn = stream.integer(5);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
    expect(() => stream.integer(0)).toThrow(RangeError);
    const items = Int32Array.from({ length: 1000 }, (_, i) => i);
    stream.shuffle(items);
    expect([...items].slice(0, 5)).not.toEqual([0, 1, 2, 3, 4]);
    expect([...items].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });
});

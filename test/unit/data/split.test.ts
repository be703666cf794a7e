// The split is exact, independent of order, sticky under re-import, and never parts a group.
import { describe, expect, it } from 'vitest';
import { type SplitRequest, splitCode, splitImages, textKey } from '../../../main/data/split.ts';
import { random } from '../../../shared/domain/random.ts';

function hashes(count: number, seed = 1): BigUint64Array {
  const stream = random(seed, 'hashes');
  return BigUint64Array.from({ length: count }, () => (BigInt(stream.uint32()) << 32n) | BigInt(stream.uint32()));
}

function request(counts: readonly number[], more: Partial<SplitRequest> = {}): SplitRequest {
  const labels = Int32Array.from(counts.flatMap((count, label) => Array.from({ length: count }, () => label)));
  return { hashes: hashes(labels.length), labels, seed: 5, validation: 0.15, test: 0.2, ...more };
}

/** `[train, validation, test]` per class. */
function tally({ labels }: SplitRequest, splits: Uint8Array): number[][] {
  const rows: number[][] = [];
  labels.forEach((label, i) => {
    const row = rows[label] ?? [0, 0, 0];
    rows[label] = row;
    const split = splits[i] ?? 0;
    row[split] = (row[split] ?? 0) + 1;
  });
  return rows;
}

describe('splitImages', () => {
  it.each([
    [
      [100, 20],
      [
        [65, 15, 20],
        [13, 3, 4],
      ],
    ],
    [
      [1, 2],
      [
        [1, 0, 0],
        [1, 0, 1],
      ],
    ],
    [
      [3, 4],
      [
        [1, 1, 1],
        [2, 1, 1],
      ],
    ],
    [[1000], [[650, 150, 200]]],
  ])('counts %j → %j', (counts, expected) => {
    const asked = request(counts);
    expect(tally(asked, splitImages(asked).splits)).toEqual(expected);
  });

  it('leaves out what is not asked for', () => {
    const asked = request([10, 10], { validation: 0, test: 0 });
    expect(splitImages(asked)).toMatchObject({ untested: [], untrained: [] });
    expect(tally(asked, splitImages(asked).splits)).toEqual([
      [10, 0, 0],
      [10, 0, 0],
    ]);
    expect(() => splitImages(request([3], { test: 1 }))).toThrow(RangeError);
  });

  it('does not depend on the order of the images, but on the seed', () => {
    const asked = request([200, 50]);
    const { splits } = splitImages(asked);
    const order = Int32Array.from({ length: 250 }, (_, i) => i);
    random(9).shuffle(order);
    const shuffled = splitImages({
      ...asked,
      hashes: BigUint64Array.from(order, (i) => asked.hashes[i] ?? 0n),
      labels: Int32Array.from(order, (i) => asked.labels[i] ?? 0),
    });
    expect([...shuffled.splits]).toEqual([...order].map((i) => splits[i]));
    expect([...splitImages({ ...asked, seed: 6 }).splits]).not.toEqual([...splits]);
  });

  it('moves few images when some are added, and none with the previous split', () => {
    const before = request([200, 60]);
    const { splits } = splitImages(before);
    const after: SplitRequest = {
      ...before,
      hashes: BigUint64Array.from([...before.hashes, ...hashes(26, 2)]),
      labels: Int32Array.from([...before.labels, ...new Array<number>(20).fill(0), ...new Array<number>(6).fill(1)]),
    };
    const moved = (result: Uint8Array): number => splits.filter((split, i) => split !== result[i]).length;
    expect(moved(splitImages(after).splits)).toBeLessThanOrEqual(12);
    const previous = new Uint8Array(286).fill(splitCode.none);
    previous.set(splits);
    const sticky = splitImages({ ...after, previous }).splits;
    expect(moved(sticky)).toBe(0);
    expect(tally(after, sticky)).toEqual([
      [143, 33, 44],
      [43, 10, 13],
    ]);
  });

  it('gives the first test image of a class to a newcomer when all others are in training', () => {
    const asked = request([4, 4], { previous: Uint8Array.of(0, 0, 0, 255, 2, 2, 2, 255) });
    expect(splitImages(asked)).toMatchObject({
      splits: Uint8Array.of(0, 0, 0, 2, 2, 2, 2, 0),
      untested: [],
      untrained: [],
    });
  });

  it('never parts a group, across classes too', () => {
    const asked = request([120, 40]);
    const lots = BigUint64Array.from(asked.labels, (_, i) => textKey(`lot ${i % 16}`));
    const { splits, untested, untrained } = splitImages({ ...asked, groups: lots });
    for (let lot = 0; lot < 16; lot++) expect(new Set(splits.filter((_, i) => i % 16 === lot)).size).toBe(1);
    expect([untested, untrained]).toEqual([[], []]);
    for (const [, validated = 0, tested = 0] of tally(asked, splits)) {
      expect(validated).toBeGreaterThan(0);
      expect(tested).toBeGreaterThan(0);
    }
  });

  it('says which class a group keeps out of the test', () => {
    const asked = request([20, 5]);
    const groups = BigUint64Array.from(asked.labels, (label) => (label === 1 ? textKey('lot A') : 0n));
    expect(splitImages({ ...asked, groups })).toMatchObject({ untested: [1], untrained: [] });
  });

  it('splits 100,000 images in reasonable time', () => {
    const asked = request([90_000, 10_000]);
    const started = performance.now();
    expect(tally(asked, splitImages(asked).splits)).toEqual([
      [58_500, 13_500, 18_000],
      [6_500, 1_500, 2_000],
    ]);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

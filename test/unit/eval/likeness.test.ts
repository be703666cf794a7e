// Distances to training images are those of plain arithmetic; the threshold lets through what it promises.
import { describe, expect, it } from 'vitest';
import { layerCam, likenessDistance, nearest, unitRows, unlikeThreshold } from '../../../main/eval/index.ts';
import { random } from '../../../shared/domain/random.ts';

const rows = (seed: number, count: number, width: number) => {
  const stream = random(seed, 'features');
  return Float32Array.from({ length: count * width }, () => stream.gaussian());
};

describe('the nearest images', () => {
  it('are those of the smallest cosine distance, in order', () => {
    const [bank, queries] = [rows(1, 50, 6), rows(2, 5, 6)];
    const unit = unitRows(bank, 6);
    for (let query = 0; query < 5; query++) {
      const own = queries.subarray(query * 6, query * 6 + 6);
      const length = Math.hypot(...own);
      const expected = Array.from({ length: 50 }, (_, index) => {
        const other = Array.from(bank.subarray(index * 6, index * 6 + 6));
        const product = other.reduce((sum, value, at) => sum + value * (own[at] ?? 0), 0);
        return { index, distance: 1 - product / (length * Math.hypot(...other)) };
      }).sort((one, other) => one.distance - other.distance);
      const found = nearest(unitRows(own, 6), unit, 7);
      expect(found.map(({ index }) => index)).toEqual(expected.slice(0, 7).map(({ index }) => index));
      for (const [place, { distance }] of found.entries()) {
        expect(distance).toBeCloseTo(expected[place]?.distance ?? Number.NaN, 5);
      }
      expect(likenessDistance(found)).toBe(found[4]?.distance);
    }
  });

  it('of few images, of none, and of a row of zeros', () => {
    const bank = unitRows(Float32Array.of(1, 0, 0, 1), 2);
    expect(nearest(Float32Array.of(0, 1), bank, 6)).toEqual([
      { index: 1, distance: 0 },
      { index: 0, distance: 1 },
    ]);
    expect(likenessDistance(nearest(Float32Array.of(0, 1), bank, 6))).toBe(1);
    expect(likenessDistance([])).toBe(2);
    expect(Array.from(unitRows(Float32Array.of(0, 0), 2))).toEqual([0, 0]);
  });
});

describe('the threshold of unlike images', () => {
  it('takes no more than its share of held-out images for unlike', () => {
    for (const images of [100, 199, 500, 2_000]) {
      const stream = random(images, 'distances');
      const distances = Array.from({ length: images }, () => stream.float());
      const threshold = unlikeThreshold(distances) ?? 0;
      expect(distances.filter((each) => each >= threshold).length / images).toBeLessThanOrEqual(0.01);
      expect(distances.filter((each) => each >= threshold * 0.98).length).toBeGreaterThan(0);
    }
  });

  it('lies just above the farthest of few', () => {
    const threshold = unlikeThreshold([0.2, 0.5, 0.1]) ?? 0;
    expect(threshold).toBeGreaterThan(0.5);
    expect(threshold).toBeCloseTo(0.5, 5);
    expect(unlikeThreshold([])).toBeNull();
  });
});

describe('class activation maps', () => {
  const layer = (side: number, activation: readonly number[], gradient: readonly number[]) => ({
    side,
    activation: Float32Array.from(activation),
    gradient: Float32Array.from(gradient),
  });

  it('add what spoke for the class over the channels, the largest being 1', () => {
    const one = layer(2, [1, 2, 0, 4, 1, 1, 1, 1], [1, 1, 1, 0.5, 2, -3, 0, 0]);
    // ReLU(g)·a: [1, 2, 0, 2] + [2, 0, 0, 0]
    expect(Array.from(layerCam([one]).map)).toEqual([1, 2 / 3, 0, 2 / 3].map(Math.fround));
  });

  it('take from earlier layers what the last one is too coarse for', () => {
    const fine = layer(4, [0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], Array<number>(16).fill(1));
    const coarse = layer(2, [2, 0, 0, 0], [1, 1, 1, 1]);
    const { side, map } = layerCam([fine, coarse]);
    expect(side).toBe(4);
    expect(map[0]).toBe(1);
    expect(map[5]).toBeCloseTo(Math.tanh(2), 6);
    // Bilinear between the centres of the coarse places.
    expect(map[1]).toBeCloseTo(0.75, 6);
    expect(map[15]).toBe(0);
  });

  it('are empty where nothing spoke for the class', () => {
    expect(Array.from(layerCam([layer(2, [1, 1, 1, 1], [-1, -1, -1, 0])]).map)).toEqual([0, 0, 0, 0]);
    expect(layerCam([])).toEqual({ side: 1, map: new Float32Array(1) });
  });
});

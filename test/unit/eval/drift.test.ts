// The tests behind the watch over a line against scipy and numpy, and the alarm they make together: how often it is false.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  judgeDrift,
  kolmogorovSmirnov,
  kolmogorovTail,
  meanDiscrepancy,
  rankedPoints,
  stabilityIndex,
} from '../../../main/eval/index.ts';
import { type Random, random } from '../../../shared/domain/random.ts';
import { referenceMeasures } from '../../../shared/domain/reference.ts';

const numbers = z.array(z.number());
const points = z.array(numbers);
const figure = z.number();
const vectors = z
  .object({
    kolmogorov: z.array(z.object({ x: figure, p: figure })),
    ks: z.array(z.object({ one: numbers, other: numbers, statistic: figure, p: figure, exact: figure })),
    psi: z.array(z.object({ bins: figure, one: numbers, other: numbers, psi: figure })),
    mmd: z.array(z.object({ one: points, other: points, width: figure, squared: figure, p: figure })),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/statistics/drift.json'), 'utf8')));

describe('figures of scipy and numpy', () => {
  it.each(vectors.kolmogorov)('P(K > $x) = $p', ({ x, p }) => {
    expect(Math.abs(kolmogorovTail(x) - p)).toBeLessThanOrEqual(1e-12 + 1e-10 * p);
  });

  it.each(vectors.ks)('Kolmogorov–Smirnov: D = $statistic', ({ one, other, statistic, p, exact }) => {
    const found = kolmogorovSmirnov(one, other);
    expect(found.statistic).toBeCloseTo(statistic, 12);
    expect(Math.abs(found.pValue - p)).toBeLessThanOrEqual(1e-12 + 1e-10 * p);
    expect(found.pValue).toBeGreaterThanOrEqual(exact - 1e-12);
  });

  it.each(vectors.psi)('stability index of $bins bins: $psi', ({ bins, one, other, psi }) => {
    expect(stabilityIndex(one, other, bins)).toBeCloseTo(psi, 12);
  });

  it.each(vectors.mmd)('MMD² = $squared', ({ one, other, width, squared, p }) => {
    const found = meanDiscrepancy(one, other, { permutations: 999 });
    expect(found.width).toBeCloseTo(width, 10);
    expect(found.squared).toBeCloseTo(squared, 10);
    expect(Math.abs(found.pValue - p)).toBeLessThan(0.05);
    expect(found.pValue).toBeGreaterThanOrEqual(1 / 1000);
  });
});

describe('nothing to compare', () => {
  it.each([
    ['Kolmogorov–Smirnov', () => kolmogorovSmirnov([], [1])],
    ['stability index', () => stabilityIndex([1], [])],
    ['mean discrepancy', () => meanDiscrepancy([[1]], [[1], [2]])],
  ])('is an error: %s', (_, compare) => {
    expect(compare).toThrow(RangeError);
  });
});

it('draws from long lists, and gives the same for the same seed', () => {
  const stream = random(3, 'long');
  const many = (shift: number) => Array.from({ length: 500 }, () => [stream.gaussian() + shift, stream.gaussian()]);
  const [one, other] = [many(0), many(1)];
  const options = { seed: 9, most: 100, permutations: 99 };
  expect(meanDiscrepancy(one, other, options)).toEqual(meanDiscrepancy(one, other, options));
  expect(meanDiscrepancy(one, other, options).pValue).toBe(0.01);
});

const draw = (stream: Random, count: number, shift = 0, only: readonly string[] = referenceMeasures) =>
  Object.fromEntries(
    referenceMeasures.map((measure) => [
      measure,
      Array.from({ length: count }, () => stream.gaussian() + (only.includes(measure) ? shift : 0)),
    ]),
  );
const noShares = { shares: [] } as const;

describe('the alarm', () => {
  it('is false no more often than stated, over all questions together', () => {
    const stream = random(1, 'false alarms');
    const [days, alpha] = [1_500, 0.05];
    let alarms = 0;
    for (let day = 0; day < days; day++) {
      const shares = (['NG', 'review'] as const).map((outcome) => ({
        outcome,
        usually: counted(stream, 400, 0.05),
        now: counted(stream, 100, 0.05),
      }));
      const found = judgeDrift({ reference: draw(stream, 60), window: draw(stream, 100), shares, alpha });
      if ([...found.measures, ...found.shares].some(({ isAlarm }) => isAlarm)) alarms++;
    }
    // 99.9 % of a share of 0.05: a test that says so wrongly once in a thousand changes of its seed.
    expect(alarms / days).toBeLessThan(0.05 + 3.1 * Math.sqrt((0.05 * 0.95) / days));
    // And it is no test that never says anything.
    expect(alarms / days).toBeGreaterThan(0.01);
  });

  it('names the measure that moved, and only that', () => {
    const stream = random(2, 'moved');
    const window = draw(stream, 200, 1.5, ['sharpness']);
    const { measures } = judgeDrift({ reference: draw(stream, 60), window, ...noShares, alpha: 1e-4 });
    expect(measures.filter(({ isAlarm }) => isAlarm).map(({ measure }) => measure)).toEqual(['sharpness']);
    expect(measures.map(({ measure }) => measure)).toEqual([...referenceMeasures]);
  });

  it('is silent about a change that is certain and small', () => {
    const stream = random(4, 'small');
    const window = draw(stream, 5_000, 0.2);
    const { measures } = judgeDrift({ reference: draw(stream, 5_000), window, ...noShares, alpha: 1e-3 });
    expect(measures.every(({ pValue, isAlarm }) => pValue < 1e-3 && !isAlarm)).toBe(true);
  });

  it('leaves out what has too few values', () => {
    const stream = random(5, 'few');
    const window = { ...draw(stream, 100), distance: [1, 2, 3] };
    const { measures } = judgeDrift({ reference: draw(stream, 60), window, ...noShares, alpha: 0.01 });
    expect(measures.map(({ measure }) => measure)).not.toContain('distance');
    expect(measures).toHaveLength(referenceMeasures.length - 1);
  });

  it.each([
    ['a jump of NG', 20, 1_000, 30, 200, true],
    ['a fall of NG', 200, 1_000, 4, 200, true],
    ['the usual', 20, 1_000, 5, 200, false],
    ['a rise that is certain and small', 5_000, 50_000, 1_200, 10_000, false],
    ['none of few', 0, 300, 0, 50, false],
    ['many where there never were any', 0, 300, 40, 200, true],
  ])('of shares: %s', (_, count, total, found, of, isAlarm) => {
    const shares = [{ outcome: 'NG' as const, usually: { count, total }, now: { count: found, total: of } }];
    expect(judgeDrift({ reference: {}, window: {}, shares, alpha: 1e-4 }).shares[0]?.isAlarm).toBe(isAlarm);
  });
});

function counted(stream: Random, total: number, share: number) {
  return { count: Array.from({ length: total }).filter(() => stream.chance(share)).length, total };
}

it('ranks points in the reference, equal values in the middle of their places', () => {
  const reference = { brightness: Array.from({ length: 20 }, (_, index) => index), colour: Array<number>(20).fill(0) };
  const window = { brightness: Array<number>(20).fill(-5), colour: Array<number>(20).fill(0) };
  const { before, now } = rankedPoints(reference, window);
  expect(before[0]).toEqual([0.025, 0.5]);
  expect(before[19]).toEqual([0.975, 0.5]);
  expect(now[0]).toEqual([0, 0.5]);
});

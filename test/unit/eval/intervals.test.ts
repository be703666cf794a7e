// Intervals against published tables and exact binomial sums.
import { describe, expect, it } from 'vitest';
import { incompleteBeta, inverseIncompleteBeta, logGamma } from '../../../main/eval/beta.ts';
import { clopperPearson, rate, upperBound, wilson } from '../../../main/eval/index.ts';
import { normalQuantile } from '../../../main/eval/normal.ts';

describe('intervals of a share', () => {
  // Newcombe 1998, Statistics in Medicine 17, table I: method 5 (exact) and method 3 (score).
  const published: readonly (readonly [count: number, total: number, exact: number[], score: number[]])[] = [
    [81, 263, [0.2527, 0.3676], [0.2553, 0.3662]],
    [15, 148, [0.0578, 0.1617], [0.0624, 0.1605]],
    [0, 20, [0, 0.1684], [0, 0.1611]],
    [1, 29, [0.0009, 0.1776], [0.0061, 0.1718]],
  ];
  it.each(published)('%i of %i is as published', (count, total, exact, score) => {
    expect(rounded(clopperPearson(count, total))).toEqual(exact);
    expect(rounded(wilson(count, total))).toEqual(score);
  });

  it.each([1, 3, 40, 1000, 100_000])('0 of %i and its mirror have the closed form', (total) => {
    const upper = 1 - 0.025 ** (1 / total);
    expect(clopperPearson(0, total).low).toBe(0);
    expect(clopperPearson(0, total).high).toBeCloseTo(upper, 12);
    expect(clopperPearson(total, total).low).toBeCloseTo(1 - upper, 12);
    expect(clopperPearson(total, total).high).toBe(1);
    expect(upperBound(0, total)).toBeCloseTo(1 - 0.05 ** (1 / total), 12);
  });

  it('0 of 40 missed still allows 7.2 % one-sided, 8.81 % two-sided', () => {
    expect(100 * upperBound(0, 40)).toBeCloseTo(7.2, 1);
    expect(100 * clopperPearson(0, 40).high).toBeCloseTo(8.81, 2);
  });

  it('leaves the promised tail on each side, and mirrors', () => {
    for (const [count, total] of [
      [1, 7],
      [20, 50],
      [499, 1000],
    ] as const) {
      const { low, high } = clopperPearson(count, total, 0.9);
      expect(binomialTail(count, total, low)).toBeCloseTo(0.05, 10);
      expect(1 - binomialTail(count + 1, total, high)).toBeCloseTo(0.05, 10);
      expect(clopperPearson(total - count, total, 0.9).low).toBeCloseTo(1 - high, 12);
      const score = wilson(count, total, 0.9);
      expect(wilson(total - count, total, 0.9).low).toBeCloseTo(1 - score.high, 12);
    }
  });

  it('widens with confidence, holds the share, and refuses what is no share', () => {
    const [narrow, wide] = [clopperPearson(3, 30, 0.9), clopperPearson(3, 30, 0.99)];
    expect(wide.low).toBeLessThan(narrow.low);
    expect(wide.high).toBeGreaterThan(narrow.high);
    expect(rate(3, 30)).toEqual({ count: 3, total: 30, value: 0.1, ...clopperPearson(3, 30) });
    expect(rate(0, 0)).toBeNull();
    for (const [count, total] of [
      [1, 0],
      [-1, 5],
      [6, 5],
      [Number.NaN, 5],
    ] as const) {
      expect(() => clopperPearson(count, total)).toThrow(RangeError);
      expect(() => wilson(count, total)).toThrow(RangeError);
    }
  });
});

describe('incomplete beta', () => {
  it('equals binomial tails', () => {
    for (const total of [1, 2, 9, 60]) {
      for (let count = 1; count <= total; count += Math.ceil(total / 7)) {
        for (const x of [0.001, 0.1, 0.5, 0.93]) {
          const expected = binomialTail(count, total, x);
          expect(incompleteBeta(x, count, total - count + 1) / expected).toBeCloseTo(1, 11);
        }
      }
    }
  });

  it('has its closed forms, symmetry and inverse, also for many images', () => {
    for (const a of [0.5, 3, 250, 100_000]) {
      const x = 0.7 ** (1 / a);
      expect(incompleteBeta(x, a, 1)).toBeCloseTo(0.7, 9);
      expect(incompleteBeta(1 - x, 1, a)).toBeCloseTo(0.3, 9);
      expect(incompleteBeta(0.5, a, a)).toBeCloseTo(0.5, 8);
      expect(incompleteBeta(inverseIncompleteBeta(0.025, a, 2.5), a, 2.5)).toBeCloseTo(0.025, 10);
    }
    expect(incompleteBeta(0.3, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(0.3)), 13);
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
    expect([inverseIncompleteBeta(0, 2, 3), inverseIncompleteBeta(1, 2, 3)]).toEqual([0, 1]);
  });

  it('rests on a good logarithm of gamma', () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      factorial *= n;
      expect(logGamma(n + 1)).toBeCloseTo(Math.log(factorial), 12);
    }
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
  });
});

it.each([
  [0.975, 1.959963984540054],
  [0.995, 2.5758293035489004],
  [0.9, 1.2815515655446004],
  [0.5, 0],
  [0.0013498980316300933, -3],
  [1e-10, -6.361340902404056],
])('the normal quantile of %f is %f', (p, z) => {
  expect(normalQuantile(p)).toBeCloseTo(z, 10);
});

function rounded({ low, high }: { low: number; high: number }): number[] {
  return [low, high].map((value) => Math.round(value * 1e4) / 1e4);
}

/** P(at least `count` of `total`), summed term by term in logarithms. */
function binomialTail(count: number, total: number, x: number): number {
  let probability = 0;
  for (let k = total; k >= count; k--) {
    let term = k * Math.log(x) + (total - k) * Math.log1p(-x);
    for (let j = 1; j <= k; j++) term += Math.log((total - k + j) / j);
    probability += Math.exp(term);
  }
  return probability;
}

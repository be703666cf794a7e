// Every statistic against figures of scipy, statsmodels, scikit-learn and numpy: test/fixtures/statistics/make_vectors.py.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  applyTemperature,
  bootstrapMean,
  calibrationError,
  clopperPearson,
  cohenKappa,
  crossedBootstrap,
  fisherExact,
  fitTemperature,
  holm,
  logLoss,
  mcnemarExact,
  meanInterval,
  reliabilityBins,
  signFlipTest,
  signTest,
  studentQuantile,
  wilson,
} from '../../../main/eval/index.ts';

const numbers = z.array(z.number());
const pair = z.tuple([z.number(), z.number()]);
const vectors = z
  .object({
    mcnemar: z.array(z.object({ b: z.number(), c: z.number(), p: z.number() })),
    sign: z.array(z.object({ values: numbers, p: z.number() })),
    signFlip: z.array(z.object({ values: numbers, p: z.number() })),
    signFlipLarge: z.object({ values: numbers, p: z.number(), tolerance: z.number() }),
    holm: z.array(z.object({ p: numbers, adjusted: numbers })),
    student: z.array(
      z.object({ values: numbers, mean: z.number(), low: z.number(), high: z.number(), deviation: z.number() }),
    ),
    studentQuantile: z.array(z.object({ p: z.number(), freedom: z.number(), t: z.number() })),
    fisher: z.array(z.object({ table: z.tuple([z.number(), z.number(), z.number(), z.number()]), p: z.number() })),
    kappa: z.array(z.object({ table: z.array(numbers), kappa: z.number(), low: z.number(), high: z.number() })),
    proportions: z.array(z.object({ count: z.number(), total: z.number(), wilson: pair, clopperPearson: pair })),
    calibration: z.array(
      z.object({
        classes: z.number(),
        labels: numbers,
        probabilities: numbers,
        ece15: z.number(),
        temperature: z.number(),
        loss: z.number(),
      }),
    ),
    bootstrap: z.array(z.object({ values: numbers, tolerance: z.number(), percentile: pair, bca: pair })),
    crossed: z.array(
      z.object({ differences: z.array(numbers), weights: numbers, interval: pair, tolerance: z.number() }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/statistics/vectors.json'), 'utf8')));

const within = (tolerance: number, found: { low: number; high: number }, [low, high]: readonly [number, number]) => {
  expect(Math.abs(found.low - low), `low ${found.low}, not ${low}`).toBeLessThanOrEqual(tolerance);
  expect(Math.abs(found.high - high), `high ${found.high}, not ${high}`).toBeLessThanOrEqual(tolerance);
};

describe('agrees with an independent reference', () => {
  it.each(vectors.mcnemar)('McNemar exact: $b against $c', ({ b, c, p }) => {
    expect(mcnemarExact(b, c) / p).toBeCloseTo(1, 9);
  });

  it.each(vectors.sign)('sign test of $values', ({ values, p }) => expect(signTest(values)).toBeCloseTo(p, 12));

  it.each(vectors.signFlip)('sign flips of $values', ({ values, p }) => {
    expect(signFlipTest(values)).toBeCloseTo(p, 12);
  });

  it('sign flips of too many to count all', () => {
    const { values, p, tolerance } = vectors.signFlipLarge;
    expect(Math.abs(signFlipTest(values) - p)).toBeLessThan(tolerance);
  });

  it.each(vectors.fisher)('Fisher exact: $table', ({ table, p }) => {
    expect(fisherExact(...table) / p).toBeCloseTo(1, 8);
  });

  it.each(vectors.holm)('Holm of $p', ({ p, adjusted }) => {
    const found = holm(p);
    expect(found).toHaveLength(adjusted.length);
    for (const [index, value] of found.entries()) expect(value).toBeCloseTo(adjusted[index] ?? Number.NaN, 12);
  });

  it.each(vectors.student)('mean of $values with Student t', ({ values, mean, low, high, deviation }) => {
    const found = meanInterval(values);
    expect(found.mean).toBeCloseTo(mean, 12);
    expect(found.deviation).toBeCloseTo(deviation, 12);
    within(1e-8, found.interval ?? { low: Number.NaN, high: Number.NaN }, [low, high]);
  });

  it.each(vectors.studentQuantile)('t quantile $p of $freedom', ({ p, freedom, t }) => {
    expect(studentQuantile(p, freedom) / t).toBeCloseTo(1, 8);
  });

  it.each(vectors.kappa)('kappa of $table', ({ table, kappa, low, high }) => {
    const found = cohenKappa(table);
    expect(found?.kappa).toBeCloseTo(kappa, 12);
    within(1e-9, found ?? { low: Number.NaN, high: Number.NaN }, [low, high]);
  });

  it.each(vectors.proportions)('$count of $total', ({ count, total, ...intervals }) => {
    within(1e-9, wilson(count, total), intervals.wilson);
    within(1e-9, clopperPearson(count, total), intervals.clopperPearson);
  });

  it.each(vectors.calibration)('calibration error and temperature of $classes classes', (vector) => {
    const { classes, labels, probabilities, ece15, temperature, loss } = vector;
    const rows = labels.map((_, row) => probabilities.slice(row * classes, (row + 1) * classes));
    const right = rows.map((row, index) => row.indexOf(Math.max(...row)) === labels[index]);
    expect(
      calibrationError(
        right,
        rows.map((row) => Math.max(...row)),
      ),
    ).toBeCloseTo(ece15, 9);
    // The diagram is what the error is the mean of.
    const bins = reliabilityBins(
      right,
      rows.map((row) => Math.max(...row)),
    );
    const gaps = bins.map(({ images, confidence, accuracy }) => images * Math.abs(accuracy - confidence));
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / labels.length).toBeCloseTo(ece15, 9);
    expect(bins.every(({ from, to, confidence }) => confidence > from && confidence <= to)).toBe(true);
    const fitted = fitTemperature(labels, probabilities, classes);
    expect(fitted / temperature).toBeCloseTo(1, 4);
    expect(logLoss(labels, applyTemperature(probabilities, classes, fitted), classes)).toBeCloseTo(loss, 6);
  });

  it.each(vectors.bootstrap)('bootstrap of $values', ({ values, tolerance, percentile, bca }) => {
    const resamples = 20_000;
    within(tolerance, bootstrapMean(values, { method: 'percentile', resamples }), percentile);
    within(tolerance, bootstrapMean(values, { resamples }), bca);
  });

  it.each(vectors.crossed.map((vector, index) => ({ index, ...vector })))(
    'crossed bootstrap $index',
    ({ differences, weights, interval, tolerance }) => {
      within(tolerance, crossedBootstrap(differences, { weights, resamples: 20_000 }), interval);
    },
  );
});

describe('where there is little to go by', () => {
  it('five seeds cannot show less than 2 ÷ 2^5', () => expect(signFlipTest([1, 2, 3, 4, 5])).toBe(0.0625));

  it('nothing differs: p is 1', () => {
    expect([mcnemarExact(0, 0), signTest([0, 0]), signFlipTest([]), signFlipTest([0])]).toEqual([1, 1, 1, 1]);
  });

  it('equal values have an interval of no width', () => {
    expect(bootstrapMean([0.2, 0.2, 0.2])).toEqual({ low: 0.2, high: 0.2 });
    expect(
      crossedBootstrap([
        [0, 0],
        [0, 0],
      ]),
    ).toEqual({ low: 0, high: 0 });
    expect(meanInterval([2, 2]).interval).toEqual({ low: 2, high: 2 });
  });

  it('a single value has no interval', () => {
    expect(meanInterval([0.9])).toEqual({ mean: 0.9, interval: null, deviation: null });
  });

  it('no images, one class: no kappa', () => {
    expect([
      cohenKappa([
        [0, 0],
        [0, 0],
      ]),
      cohenKappa([
        [7, 0],
        [0, 0],
      ]),
      cohenKappa([]),
    ]).toEqual([null, null, null]);
  });

  it('a single image leaves the probabilities as they are', () => {
    expect(fitTemperature([0], [0.9, 0.1], 2)).toBe(1);
    expect(Array.from(applyTemperature([0.9, 0.1], 2, 1))).toEqual([0.9, 0.1].map(Math.fround));
  });

  it('no values, no weight', () => {
    expect(() => bootstrapMean([])).toThrow(RangeError);
    expect(() => meanInterval([])).toThrow(RangeError);
    expect(() => crossedBootstrap([])).toThrow(RangeError);
    expect(() => crossedBootstrap([[1, 1]], { weights: [0, 0] })).toThrow(RangeError);
  });

  it('the same seed gives the same interval, another one nearly the same', () => {
    const values = [1, 2, 3, 4, 9, 11, 3];
    expect(bootstrapMean(values, { seed: 4 })).toEqual(bootstrapMean(values, { seed: 4 }));
    expect(bootstrapMean(values, { seed: 5 }).low).toBeCloseTo(bootstrapMean(values, { seed: 4 }).low, 0);
  });
});

// The one entry, against five images judged by hand.
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../main/eval/index.ts';
import type { ClassLabel } from '../../../shared/domain/dataset.ts';

const classes: readonly ClassLabel[] = [
  { name: 'good', verdict: 'OK' },
  { name: 'scratch', verdict: 'NG' },
  { name: 'dent', verdict: 'NG' },
];

describe('evaluate', () => {
  it('judges, counts and rates five images', () => {
    const probabilities = [
      [0.7, 0.2, 0.1],
      [0.4, 0.4, 0.2], // a tie: the first wins
      [0.1, 0.8, 0.1],
      [0.6, 0.1, 0.3], // an escape
      [0.2, 0.5, 0.3], // a dent taken for a scratch
    ];
    const found = evaluate([0, 0, 1, 2, 2], Float64Array.from(probabilities.flat()), classes);
    expect(found.confusion).toEqual([
      [2, 0, 0],
      [0, 1, 0],
      [1, 1, 0],
    ]);
    expect(found).toMatchObject({
      classes,
      images: 5,
      accuracy: { count: 3, total: 5, value: 0.6 },
      escape: { count: 1, total: 3 },
      overkill: { count: 0, total: 2 },
    });
    expect(found.balancedAccuracy).toBeCloseTo(2 / 3, 12);
    expect(found.logLoss).toBeCloseTo(-Math.log(0.7 * 0.4 * 0.8 * 0.3 * 0.3) / 5, 12);
    expect(found.calibrationError).toBeCloseTo((0.3 + 0.6 + 0.2 + 0.6 + 0.5) / 5, 12);
  });

  it('of no images is null throughout', () => {
    expect(evaluate([], [], classes)).toMatchObject({
      images: 0,
      accuracy: null,
      balancedAccuracy: null,
      macro: null,
      escape: null,
      overkill: null,
      logLoss: null,
      calibrationError: null,
    });
  });

  const refused: readonly (readonly [string, number[], number[], RegExp])[] = [
    ['a label that is no class', [3], [1, 0, 0], /class 3/],
    ['a negative label', [-1], [1, 0, 0], /class -1/],
    ['a fractional label', [0.5], [1, 0, 0], /class 0.5/],
    ['rows of another length', [0], [1, 0], /rows of 3/],
    ['labels that do not match', [0, 1], [1, 0, 0], /2 labels for 1/],
    ['a diverged network', [0, 0], [1, 0, 0, Number.NaN, Number.NaN, Number.NaN], /image 1: .* class 0 is NaN/],
  ];
  it.each(refused)('refuses %s', (_, labels, probabilities, message) => {
    expect(() => evaluate(labels, probabilities, classes)).toThrow(RangeError);
    expect(() => evaluate(labels, probabilities, classes)).toThrow(message);
  });

  it('holds no NaN and takes well under a second for 100,000 images', () => {
    const count = 100_000;
    const labels = Int32Array.from({ length: count }, (_, image) => image % 3);
    const probabilities = Float32Array.from({ length: 3 * count }, (_, cell) => ((cell * 7919) % 101) / 101);
    const begin = performance.now();
    expect(JSON.stringify(evaluate(labels, probabilities, classes))).not.toMatch(/NaN|Infinity/);
    expect(performance.now() - begin).toBeLessThan(2000);
  });
});

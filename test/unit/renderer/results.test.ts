// The confusion matrix as cells, and the threshold under the slider.
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../main/eval/evaluate.ts';
import { columnSums, confusionRows, kindOf } from '../../../renderer/screens/results/confusion.ts';
import { nearestPoint, pointAfterKey, thresholdText } from '../../../renderer/screens/results/rule/thresholds.ts';
import { shortAmount } from '../../../renderer/screens/results/short-amount.ts';

const classes = [
  { name: 'OK', verdict: 'OK' },
  { name: 'scratch', verdict: 'NG' },
  { name: 'stain', verdict: 'NG' },
  { name: 'polished', verdict: 'OK' },
] as const;

describe('the confusion matrix', () => {
  it.each([
    [0, 0, 'right'],
    [0, 3, 'other'],
    [1, 2, 'other'],
    [1, 0, 'escape'],
    [2, 3, 'escape'],
    [3, 1, 'overkill'],
  ] as const)('calls class %i judged as %i: %s', (actual, predicted, kind) => {
    expect(kindOf(actual, predicted, classes)).toBe(kind);
  });

  it('has a row per class with its images, shares and depths', () => {
    const labels = [0, 0, 0, 0, 1, 1, 2];
    const judged = [0, 0, 0, 1, 1, 0, 2];
    const probabilities = judged.flatMap((index) => [0, 1, 2, 3].map((one) => (one === index ? 1 : 0)));
    const evaluation = evaluate(labels, probabilities, classes);
    const rows = confusionRows(evaluation);
    expect(rows.map(({ images }) => images)).toEqual([4, 2, 1, 0]);
    expect(rows.map(({ found }) => found)).toEqual([0.75, 0.5, 1, null]);
    expect(rows[0]?.cells.map(({ images, depth }) => [images, depth])).toEqual([
      [3, 3],
      [1, 1],
      [0, 0],
      [0, 0],
    ]);
    expect(columnSums(evaluation)).toEqual([4, 2, 1, 0]);
  });
});

describe('the threshold', () => {
  const points = [0, 0.1, 0.4, 0.41, 1].map((threshold) => ({ threshold }));
  it.each([
    [-1, 0],
    [0.04, 0],
    [0.06, 1],
    [0.25, 1],
    [0.404, 2],
    [0.406, 3],
    [0.9, 4],
    [2, 4],
  ])('nearest to %d is point %i', (threshold, index) => expect(nearestPoint(points, threshold)).toBe(index));

  it('is found among none or one', () => {
    expect(nearestPoint([], 0.5)).toBe(0);
    expect(nearestPoint([{ threshold: 0.7 }], 0.5)).toBe(0);
  });

  it.each([
    ['ArrowRight', 2, 3],
    ['ArrowLeft', 0, 0],
    ['End', 1, 4],
    ['Home', 3, 0],
    ['PageUp', 4, 4],
    ['Tab', 2, undefined],
  ])('%s leads from %i to %s', (key, at, next) => expect(pointAfterKey(key, at, points.length)).toBe(next));

  it('is written as short as it judges the same', () => {
    const scores = [0, 0.00123, 0.4871, 0.4936, 0.49361, 0.9, 0.9987, 1].map((threshold) => ({ threshold }));
    const texts = scores.map((_, index) => thresholdText(scores, index));
    expect(texts).toEqual(['0.00', '0.001', '0.48', '0.49', '0.49361', '0.90', '0.99', '1.00']);
    texts.forEach((text, index) => {
      expect(Number(text)).toBeLessThanOrEqual(scores[index]?.threshold ?? 0);
      expect(Number(text)).toBeGreaterThan(scores[index - 1]?.threshold ?? -1);
    });
  });

  it.each([
    [0, '0', '0'],
    [950, '950', '950'],
    [400_000, '40万', '400k'],
    [123_456_789, '1.23億', '123M'],
    [2_500_000_000, '25億', '2.5G'],
  ])('a loss of %d is %s at the axis', (value, ja, en) => {
    expect([shortAmount(value, 'ja'), shortAmount(value, 'en')]).toEqual([ja, en]);
  });
});

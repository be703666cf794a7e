// Judgements, confusion, calibration and memorised labels against small tables.
import { describe, expect, it } from 'vitest';
import { argmaxRows, calibrationError, confusionMatrix, logLoss, memorisedShare } from '../../../main/eval/index.ts';
import { closeOrNull } from './close-or-null.ts';

describe('parts of an evaluation', () => {
  it('argmax takes the first of equals', () => {
    expect([...argmaxRows([0, 0, 0, 0.2, 0.4, 0.4, -3, -2, -2], 3)]).toEqual([0, 1, 1]);
    expect(() => argmaxRows([], 0)).toThrow(RangeError);
  });

  it('confusion rows are labels', () => {
    expect(confusionMatrix([0, 0, 1], Int32Array.of(1, 1, 1), 2)).toEqual([
      [0, 2],
      [0, 1],
    ]);
  });

  it('log loss of certainty is 0, of the impossible finite', () => {
    expect(logLoss([1], [0, 1], 2)).toBe(0);
    expect(logLoss([0], [0, 1], 2)).toBeCloseTo(-Math.log(Number.EPSILON), 12);
  });

  const calibrations: readonly (readonly [string, boolean[], number[], number | null])[] = [
    ['sure and right', [true, true], [1, 1], 0],
    ['sure and wrong', [false, false], [1, 1], 1],
    ['three of four right at 0.75', [true, true, true, false], [0.75, 0.75, 0.75, 0.75], 0],
    ['opposite errors in one bin cancel', [true, false], [0.5, 0.5], 0],
    ['in two bins they do not', [true, false], [0.45, 0.95], (0.55 + 0.95) / 2],
    ['the edge belongs to the lower bin', [true, false], [0.2, 0.21], (0.8 + 0.21) / 2],
    ['no images', [], [], null],
  ];
  it.each(calibrations)('calibration error: %s', (_, right, confidences, expected) => {
    closeOrNull(calibrationError(right, confidences), expected);
  });

  const memories: readonly (readonly [string, number[], number[], number[], number | null])[] = [
    ['two of three wrong labels learnt', [0, 1, 2, 0], [0, 2, 0, 1], [0, 2, 0, 0], 2 / 3],
    ['wrong in another way is not memorised', [0], [1], [2], 0],
    ['no wrong label', [0, 1], [0, 1], [1, 1], null],
    ['no images', [], [], [], null],
  ];
  it.each(memories)('memorised share: %s', (_, truth, given, predicted, expected) => {
    closeOrNull(memorisedShare(truth, given, predicted), expected);
  });
});

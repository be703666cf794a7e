// Axes end and are divided at round numbers, whatever the values.
import { describe, expect, it } from 'vitest';
import { marksAroundZero, marksBetween, placeOn, roundUp } from '../../../renderer/components/charts/scale.ts';

describe('axes', () => {
  it.each([
    [0.03, 0.05],
    [0.2, 0.2],
    [7, 10],
    [1_300_000, 2_000_000],
    [0.30000000000000004, 0.5],
  ])('%d is held by %d', (value, end) => expect(roundUp(value)).toBe(end));
  it('lie around zero', () => expect(marksAroundZero([-0.041, 0.012])).toEqual([-0.05, -0.025, 0, 0.025, 0.05]));
  it('have a width without values', () => {
    expect(marksAroundZero([0, 0])).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(marksBetween([0.9, 0.9]).length).toBeGreaterThan(1);
    expect(marksBetween([0, 0])).toEqual([0, 1]);
  });
  it('hold all values between round marks', () => {
    expect(marksBetween([0.8625, 0.913])).toEqual([0.86, 0.88, 0.9, 0.92]);
    const marks = marksBetween([-300, 4_000]);
    expect([marks[0], marks.at(-1)]).toEqual([-2_000, 4_000]);
    expect(placeOn(marks, -300)).toMatch(/^28\.3/);
    expect(placeOn(marks, 9_999)).toBe('100%');
  });
});

// Disturbances of the shop floor on pictures whose outcome is known, and the score of a sweep.
import { describe, expect, it } from 'vitest';
import { disturb, type Picture, type PureDisturbance } from '../../../main/eval/robustness/disturb.ts';
import { robustnessPoint, robustnessResult } from '../../../main/eval/robustness/score.ts';
import { disturbances, strengths } from '../../../shared/domain/study.ts';

const size = 32;
const picture = (value: (x: number, y: number, channel: number) => number): Picture => ({
  width: size,
  height: size,
  pixels: Uint8Array.from({ length: size * size * 3 }, (_, place) => {
    const pixel = Math.floor(place / 3);
    return value(pixel % size, Math.floor(pixel / size), place % 3);
  }),
});
const grey = picture(() => 100);
const cross = picture((x, y) => (Math.abs(x - 16) < 3 || Math.abs(y - 16) < 3 ? 200 : 60));
const pure = disturbances.filter((kind): kind is PureDisturbance => kind !== 'jpeg');
const difference = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((sum, value, place) => sum + Math.abs(value - (b[place] ?? 0)), 0) / a.length;

describe.each(pure)('%s', (kind) => {
  it('changes nothing at strength 0, and never the picture itself', () => {
    const before = cross.pixels.slice();
    expect(disturb(cross, kind, 0, 1)).toEqual(before);
    disturb(cross, kind, strengths, 1);
    expect(cross.pixels).toEqual(before);
  });
  it('is the same for the same image', () => {
    expect(disturb(cross, kind, 3, 7)).toEqual(disturb(cross, kind, 3, 7));
  });
  it('changes more at the greatest strength than at the least', () => {
    // Over several images, because chance decides where and which way.
    const change = (strength: number) =>
      [1, 2, 3, 4, 5, 6].reduce((sum, name) => sum + difference(disturb(cross, kind, strength, name), cross.pixels), 0);
    expect(change(1)).toBeGreaterThan(0);
    expect(change(strengths)).toBeGreaterThan(change(1));
  });
});

describe('on an even grey of 100, full strength', () => {
  it.each([
    ['brighter', [180, 180, 180]],
    ['darker', [30, 30, 30]],
    // 128 + (100 − 128) · 0.3
    ['contrast', [120, 120, 120]],
    // 255 · (100 ÷ 255)^2.2
    ['gamma', [33, 33, 33]],
    ['colourTemperature', [130, 100, 60]],
    ['blur', [100, 100, 100]],
    ['shift', [100, 100, 100]],
    ['rotation', [100, 100, 100]],
    ['scale', [100, 100, 100]],
  ] as const)('%s gives %j', (kind, expected) => {
    const [red, green, blue] = disturb(grey, kind, strengths, 1);
    expect([red, green, blue]).toEqual(expected);
  });
  it('noise has its deviation and no offset', () => {
    const noisy = disturb(grey, 'noise', strengths, 1);
    const mean = noisy.reduce((sum, value) => sum + value, 0) / noisy.length;
    const deviation = Math.sqrt(noisy.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noisy.length);
    expect(Math.abs(mean - 100)).toBeLessThan(3);
    expect(Math.abs(deviation - 40)).toBeLessThan(3);
  });
  it('uneven light only darkens, from one side to the other', () => {
    const uneven = disturb(grey, 'unevenLight', strengths, 1);
    expect(Math.max(...uneven)).toBeLessThanOrEqual(100);
    expect(Math.max(...uneven) - Math.min(...uneven)).toBeGreaterThan(30);
  });
});

describe('the score', () => {
  const classes = [
    { name: 'OK', verdict: 'OK' },
    { name: 'NG', verdict: 'NG' },
  ] as const;
  const right = [0.9, 0.1, 0.1, 0.9];
  const missed = [0.9, 0.1, 0.9, 0.1];
  it('counts escapes and overkill', () => {
    expect(robustnessPoint(2, [0, 1], missed, classes)).toEqual({
      strength: 2,
      accuracy: 0.5,
      escape: { count: 1, total: 1 },
      overkill: { count: 0, total: 1 },
    });
  });
  it('is the mean accuracy under disturbance over the clean one', () => {
    const clean = robustnessPoint(0, [0, 1], right, classes);
    const half = Array.from({ length: strengths }, (_, place) => robustnessPoint(place + 1, [0, 1], missed, classes));
    const same = half.map((point) => ({ ...point, accuracy: 1 }));
    const points = new Map(disturbances.map((kind, index) => [kind, index === 0 ? half : same]));
    const { score, curves } = robustnessResult(2, clean, points);
    expect(score).toBeCloseTo((12 + 0.5) / 13, 12);
    expect(curves[0]?.points.map(({ strength }) => strength)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

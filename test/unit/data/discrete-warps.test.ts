// The few warps of flips and quarter turns: each once, every draw among them, and none where anything else varies.
import { describe, expect, it } from 'vitest';
import { discreteWarps, drawWarp, warpKey } from '../../../main/data/variation.ts';
import { augmentationPresets } from '../../../shared/domain/images.ts';
import { random } from '../../../shared/domain/random.ts';

const size = { width: 9, height: 9 };
const { none, flips, line } = augmentationPresets;

describe('warps of flips and quarter turns', () => {
  it.each([
    ['none', none, 1],
    ['one flip', { ...none, flipVertical: true }, 2],
    ['both flips', flips, 4],
    ['turns', { ...none, quarterTurns: true }, 4],
    ['all', { ...flips, quarterTurns: true }, 8],
  ])('%s', (_, augmentation, count) => {
    const known = new Set((discreteWarps(augmentation, size) ?? []).map(warpKey));
    expect(known.size).toBe(count);
    const stream = random(1, 'warps');
    const drawn = new Set(Array.from({ length: 200 }, () => warpKey(drawWarp(augmentation, size, stream))));
    expect(drawn).toEqual(known);
  });

  it.each([
    ['light and position', line, size],
    ['a shift', { ...flips, shift: 0.1 }, size],
    ['a turn of a rectangle', { ...none, quarterTurns: true }, { width: 9, height: 6 }],
  ])('are none with %s', (_, augmentation, shape) => {
    expect(discreteWarps(augmentation, shape)).toBeUndefined();
  });
});

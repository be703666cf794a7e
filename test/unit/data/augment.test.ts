// Variations are exact where they can be, bounded where they are random, and depend on their stream alone.
import { describe, expect, it } from 'vitest';
import { createAugment } from '../../../main/data/augment.ts';
import { type Augmentation, augmentationPresets, squarePreprocessing } from '../../../shared/domain/images.ts';
import { random } from '../../../shared/domain/random.ts';
import { patternBytes } from '../../support/images.ts';

const size = 8;
const preprocessing = squarePreprocessing(size);
const plane = size * size;
const pixels = patternBytes(plane * 3, 3);
const { none } = augmentationPresets;

function apply(augmentation: Augmentation, index = 0, source: Uint8Array = pixels): Float32Array {
  const target = new Float32Array(plane * 3);
  createAugment(preprocessing, augmentation)(source, target, 0, random(1, 'augment', 0, index));
  return target;
}

/** Red plane as 0–255 rows. */
function reds(target: Float32Array): number[][] {
  return Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => Math.round(((target[y * size + x] ?? 0) * 0.5 + 0.5) * 255)),
  );
}

const original = reds(apply(none));
const mirrored = original.map((row) => row.toReversed());
const turned = (rows: number[][]): number[][] => rows.map((_, y) => rows.map((row) => row[y] ?? 0).toReversed());
const text = (rows: number[][]): string => JSON.stringify(rows);
const outcomes = (augmentation: Augmentation): Set<string> =>
  new Set(Array.from({ length: 60 }, (_, i) => text(reds(apply(augmentation, i)))));

describe('augment', () => {
  it('normalises, channels first', () => {
    const target = apply(none);
    expect(target[0]).toBeCloseTo(((pixels[0] ?? 0) / 255 - 0.5) / 0.5, 6);
    expect(target[plane + 1]).toBeCloseTo(((pixels[4] ?? 0) / 255 - 0.5) / 0.5, 6);
  });

  it.each([
    ['flipHorizontal', { flipHorizontal: true }, [original, mirrored]],
    ['flipVertical', { flipVertical: true }, [original, original.toReversed()]],
    [
      'quarterTurns',
      { quarterTurns: true },
      [original, turned(original), turned(turned(original)), turned(turned(turned(original)))],
    ],
  ])('%s gives exactly the turned pixels', (_, option, expected) => {
    expect(outcomes({ ...none, ...option })).toEqual(new Set(expected.map(text)));
  });

  it('shifts by whole pixels and repeats the edge', () => {
    const shifted = Array.from({ length: 9 }, (_, i) => [Math.floor(i / 3) - 1, (i % 3) - 1]).map(([dy = 0, dx = 0]) =>
      original.map((row, y) =>
        row.map((_, x) => original[Math.min(7, Math.max(0, y - dy))]?.[Math.min(7, Math.max(0, x - dx))] ?? 0),
      ),
    );
    const found = outcomes({ ...none, shift: 1 / 8 });
    for (const outcome of found) expect(new Set(shifted.map(text))).toContain(outcome);
    expect(found.size).toBeGreaterThan(5);
  });

  it('warps a smooth picture to the right place', () => {
    // A ramp over x and y: bilinear sampling is exact on it away from the edges.
    const ramp = new Uint8Array(plane * 3);
    for (let i = 0; i < plane; i++) ramp.fill(60 + 10 * (i % size) + 3 * Math.floor(i / size), i * 3, i * 3 + 3);
    const rows = reds(apply({ ...none, rotation: 5, scale: 0.05 }, 4, ramp));
    const centre = ((rows[3]?.[3] ?? 0) + (rows[3]?.[4] ?? 0) + (rows[4]?.[3] ?? 0) + (rows[4]?.[4] ?? 0)) / 4;
    expect(Math.abs(centre - (60 + 35 + 10.5))).toBeLessThan(1);
    expect(text(rows)).not.toBe(text(reds(apply(none, 4, ramp))));
  });

  it.each([
    ['brightness', { brightness: 0.1 }, 26],
    ['contrast', { contrast: 0.2 }, 26],
    ['gamma', { gamma: 0.2 }, 26],
    ['blur', { blur: 0.2 }, 255],
    ['noise', { noise: 0.01 }, 16],
  ])('%s changes values, within bounds', (_, option, bound) => {
    for (let i = 0; i < 20; i++) {
      const changed = reds(apply({ ...none, ...option }, i)).flat();
      const most = changed.reduce(
        (worst, value, at) => Math.max(worst, Math.abs(value - (original.flat()[at] ?? 0))),
        0,
      );
      expect(most).toBeLessThanOrEqual(bound);
      if (i === 0) expect(most).toBeGreaterThan(0);
    }
  });

  it('keeps a flat picture flat under blur and any warp', () => {
    const grey = new Uint8Array(plane * 3).fill(100);
    const all = { ...augmentationPresets.strong, noise: 0, brightness: 0, contrast: 0, gamma: 0 };
    for (let i = 0; i < 20; i++) expect(new Set(reds(apply(all, i, grey)).flat())).toEqual(new Set([100]));
  });

  it.each(['line', 'strong'] as const)('%s: the same stream gives the same image, another one another', (name) => {
    const augmentation = augmentationPresets[name];
    expect(apply(augmentation, 3)).toEqual(apply(augmentation, 3));
    expect(apply(augmentation, 3)).not.toEqual(apply(augmentation, 4));
  });

  it('works on rectangles', () => {
    const wide = { ...preprocessing, width: 16 };
    const target = new Float32Array(16 * 8 * 3);
    createAugment(wide, augmentationPresets.strong)(patternBytes(16 * 8 * 3), target, 0, random(2));
    expect(target.every(Number.isFinite)).toBe(true);
  });
});

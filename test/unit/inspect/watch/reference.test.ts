// What of a package a line is compared with: the good images that its own rule passes, and not too many of them.
import { describe, expect, it } from 'vitest';
import { passedReference } from '../../../../main/inspect/watch/reference.ts';
import type { DriftReference } from '../../../../shared/domain/reference.ts';

function reference(ngScore: number[], changes: Partial<DriftReference['good']> = {}): DriftReference {
  const place = ngScore.map((_, index) => index);
  const none = { brightness: [], contrast: [], sharpness: [], colour: [], ngScore: [], distance: [] };
  const good = { brightness: place, contrast: place, sharpness: place, colour: place, ngScore, distance: place };
  return { version: 1, good: { ...good, ...changes }, defective: none };
}
const rule = { okBelow: 0.3, ngFrom: 0.7, unlikeFrom: null };

describe('the reference of a line', () => {
  it.each([
    ['all without a rule', null, [0.1, 0.5, 0.9], [0, 1, 2]],
    ['those below the threshold', rule, [0.1, 0.5, 0.9, 0.2], [0, 3]],
    ['those like the training images', { ...rule, unlikeFrom: 2 }, [0.1, 0.1, 0.1], [0, 1]],
    ['none where none is passed', rule, [0.5, 0.9], []],
  ] as const)('holds %s', (_, of, scores, left) => {
    const found = passedReference(reference([...scores]), of);
    expect(found.brightness).toEqual(left);
    expect(found.ngScore).toEqual(left.map((index) => scores[index]));
  });

  it('leaves measures as they are whose values do not belong to the images one by one', () => {
    expect(passedReference(reference([0.1, 0.9], { distance: [5] }), rule)).toMatchObject({
      brightness: [0],
      distance: [5],
    });
  });

  it('is thinned out evenly where it is large', () => {
    const { brightness = [] } = passedReference(reference(Array<number>(5_000).fill(0.1)), rule);
    expect(brightness.length).toBeGreaterThan(1_000);
    expect(brightness.length).toBeLessThanOrEqual(2_000);
    expect(brightness.at(-1)).toBeGreaterThan(4_990);
  });
});

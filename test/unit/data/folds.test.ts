// Folds: even in every class, one fold for a lot, the same whatever the order of the images.
import { describe, expect, it } from 'vitest';
import { assignFolds, type FoldImage } from '../../../main/data/folds.ts';

const image = (place: number, what: Partial<FoldImage> = {}): FoldImage => ({
  contentHash: place.toString(16).padStart(64, '0'),
  classIndex: place % 3,
  lot: null,
  part: null,
  ...what,
});
const many = (count: number, what: (place: number) => Partial<FoldImage> = () => ({})) =>
  Array.from({ length: count }, (_, place) => image(place, what(place)));
const sizes = (images: readonly FoldImage[], folds: Uint8Array, count: number, classIndex: number) =>
  Array.from(
    { length: count },
    (_, fold) => images.filter((one, place) => one.classIndex === classIndex && folds[place] === fold).length,
  );

describe('folds', () => {
  it.each([2, 5, 7])('hold each class alike: %d of them', (count) => {
    const images = many(150);
    const folds = assignFolds(images, count, 0);
    for (const label of [0, 1, 2]) {
      const held = sizes(images, folds, count, label);
      expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(1);
    }
  });
  it('keep a lot together, and a part where no lot is known', () => {
    const images = many(120, (place) => (place < 60 ? { lot: `L${place % 10}` } : { part: `P${place % 12}` }));
    const folds = assignFolds(images, 5, 0);
    const found = new Map<string, Set<number | undefined>>();
    images.forEach(({ lot, part }, place) => {
      const unit = lot ?? part ?? '';
      found.set(unit, (found.get(unit) ?? new Set()).add(folds[place]));
    });
    for (const held of found.values()) expect(held.size).toBe(1);
  });
  it('divide the only lot of a class: held out whole, nothing would have learnt it', () => {
    const images = many(60, (place) => (place % 3 === 0 ? { lot: 'only' } : {}));
    expect(new Set(assignFolds(images, 5, 0).filter((_, place) => place % 3 === 0)).size).toBe(5);
  });
  it('do not depend on the order of the images, and change with the seed', () => {
    const images = many(90);
    const backwards = images.toReversed();
    expect(Array.from(assignFolds(backwards, 5, 3)).toReversed()).toEqual(Array.from(assignFolds(images, 5, 3)));
    expect(Array.from(assignFolds(images, 5, 4))).not.toEqual(Array.from(assignFolds(images, 5, 3)));
  });
});

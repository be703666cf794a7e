// Slices: counted plainly, in a natural order, and only called weak where chance does not explain it.
import { describe, expect, it } from 'vitest';
import { type SlicedImage, slicesOf } from '../../../main/eval/index.ts';

function images(slice: string, { right, escapes = 0, overkills = 0 }: Record<string, number>): SlicedImage[] {
  const one = (isRight: boolean, isDefective: boolean, isTakenOut: boolean) => ({
    slice,
    isRight,
    isDefective,
    isTakenOut,
  });
  const times = (count: number, image: SlicedImage) => Array.from({ length: count }, () => image);
  const half = Math.floor((right ?? 0) / 2);
  return [
    ...times(half, one(true, true, true)),
    ...times((right ?? 0) - half, one(true, false, false)),
    ...times(escapes, one(false, true, false)),
    ...times(overkills, one(false, false, true)),
  ];
}

describe('slices', () => {
  it('hold their figures, numbers in their order, what is not known last', () => {
    const found = slicesOf([
      ...images('', { right: 6 }),
      ...images('L10', { right: 8, overkills: 2 }),
      ...images('L9', { right: 10, escapes: 5 }),
    ]);
    expect(found.map(({ name, images: size }) => [name, size])).toEqual([
      ['L9', 15],
      ['L10', 10],
      ['', 6],
    ]);
    expect(found[0]).toMatchObject({
      accuracy: { count: 10, total: 15 },
      escape: { count: 5, total: 10 },
      overkill: { count: 0, total: 5 },
    });
  });

  const cases: readonly (readonly [string, readonly SlicedImage[], readonly string[]])[] = [
    [
      'alike',
      [...images('a', { right: 40, escapes: 1 }), ...images('b', { right: 39, escapes: 2 })],
      ['alike', 'alike'],
    ],
    [
      'clearly weak',
      [...images('a', { right: 95, escapes: 1 }), ...images('b', { right: 20, escapes: 15 })],
      ['better', 'worse'],
    ],
    [
      'few images say nothing',
      [...images('a', { right: 60 }), ...images('b', { right: 0, escapes: 4 })],
      ['better', 'too-few'],
    ],
    ['one slice has nothing to be compared with', images('a', { right: 3, escapes: 9 }), ['alike']],
    [
      // Alone, p would be 0.03; asked of ten slices it is nothing.
      'one of many',
      [
        ...images('0', { right: 17, overkills: 3 }),
        ...Array.from({ length: 9 }, (_, index) =>
          images(String(index + 1), { right: 20, overkills: index % 2 }),
        ).flat(),
      ],
      Array.from({ length: 10 }, () => 'alike'),
    ],
    ['nothing', [], []],
  ];
  it.each(cases)('%s', (_, list, stands) => {
    expect(slicesOf(list).map((slice) => slice.stands)).toEqual(stands);
  });
});

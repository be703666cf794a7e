// Figures of pictures against pictures whose figures are known.
import { expect, it } from 'vitest';
import { imageStatistics } from '../../../main/eval/index.ts';
import { imageMeasures } from '../../../shared/domain/reference.ts';

const [width, height] = [6, 4];
const picture = (at: (x: number, y: number) => readonly number[]) =>
  Uint8Array.from(
    Array.from({ length: width * height }, (_, place) => at(place % width, Math.floor(place / width))).flat(),
  );

type Colour = readonly [red: number, green: number, blue: number];
type Case = readonly [string, (x: number, y: number) => Colour, ReturnType<typeof imageStatistics>];
const cases: readonly Case[] = [
  ['flat grey', () => [90, 90, 90], { brightness: 90, contrast: 0, sharpness: 0, colour: 0 }],
  ['red', () => [200, 0, 100], { brightness: 0.299 * 200 + 0.114 * 100, contrast: 0, sharpness: 0, colour: 100 }],
  ['a slope', (x) => [x * 10, x * 10, x * 10], { brightness: 25, contrast: 17.078, sharpness: 0, colour: 0 }],
  [
    'a board',
    (x, y) => ((x + y) % 2 ? [255, 255, 255] : [0, 0, 0]),
    { brightness: 127.5, contrast: 127.5, sharpness: 4 * 255, colour: 0 },
  ],
];
it.each(cases)('of %s', (_, at, expected) => {
  const found = imageStatistics(picture(at), width, height);
  for (const measure of imageMeasures) expect(found[measure]).toBeCloseTo(expected[measure], 2);
});

it('of the smallest picture has no sharpness', () => {
  expect(imageStatistics(Uint8Array.of(1, 2, 3), 1, 1).sharpness).toBe(0);
});

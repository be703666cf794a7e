// The golden samples: some of every class, from one end of its scores to the other.
import { expect, it } from 'vitest';
import { chooseSamples } from '../../../../main/export/package/choose-samples.ts';

const of = (classIndex: number, ...scores: readonly number[]) => scores.map((ngScore) => ({ classIndex, ngScore }));

it.each([
  ['both ends and between', of(0, 0.5, 0.1, 0.9, 0.3, 0.2, 0.8, 0.4), 1, [0, 1, 2, 3]],
  ['all of a class with few', [...of(0, 0.2, 0.1), ...of(1, 0.9)], 2, [0, 1, 2]],
  ['equal scores once each', of(0, 0.5, 0.5, 0.5, 0.5, 0.5), 1, [0, 1, 3, 4]],
  ['one', of(0, 0.5), 3, [0]],
  ['none', [], 3, []],
])('are %s', (_, candidates, classes, expected) => {
  expect(chooseSamples(candidates, classes)).toEqual(expected);
});

it('stay few with many classes, one of each at least', () => {
  const many = Array.from({ length: 100 }, (_, classIndex) => of(classIndex, 0.1, 0.2)).flat();
  expect(chooseSamples(many, 100)).toHaveLength(100);
});

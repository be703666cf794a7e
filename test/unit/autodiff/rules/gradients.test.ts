// Every rule against central differences. The cases are one table, a file per family in cases/.
//
// A case is a name, samples of the inputs to differentiate by, and a function that writes the forward graph:
//
//   { name: 'Mul, right side broadcast', inputs: [uniform([2, 3]), uniform([3])], build: op('Mul') }
//
// - `inputs` are what gradients are taken by (images and weights alike); anything else is a constant made in `build`.
// - Samples must stay away from kinks: `uniform(shape, low, high, kinks)`, or `distinct(shape)` where ties would be kinks.
// - Keep inputs under some 60 elements: every element costs four runs.
// - `build` may use several operators; a rule counts as tested when its operator occurs in some case's graph.
// - Values exactly at kinks (ties, limits) are checked in kinks.test.ts, which knows the expected gradient.
import { expect, test } from 'vitest';
import { portable } from '../../../../main/autodiff/rules/index.ts';
import { checkGradient, operatorsOf } from '../../../support/central-difference.ts';
import { gradientCases } from './cases/index.ts';

/** Differences of float32 outputs are good to about 2e-5; a wrong rule is off by far more. */
const TOLERANCE = 2e-4;

test.each(gradientCases.map((item) => [item.name, item] as const))('%s', async (_, gradientCase) => {
  const errors = await checkGradient(gradientCase, portable);
  expect(errors.gradient, 'against central differences').toBeLessThan(TOLERANCE);
  expect(errors.alone, 'gradient of one input alone').toBeLessThan(1e-6);
  expect(errors.forward, 'output of the training graph').toBeLessThan(1e-5);
});

test('every rule has a case', () => {
  const tested = new Set(gradientCases.flatMap(operatorsOf));
  expect(Object.keys(portable.rules).filter((operator) => !tested.has(operator))).toEqual([]);
});

test('case names are unique', () => {
  const names = gradientCases.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

// Gradient cases of softmax and its logarithm.
import { type GradientCase, uniform } from '../../../../support/central-difference.ts';
import { op } from './common.ts';

export const softmaxCases: readonly GradientCase[] = ['Softmax', 'LogSoftmax'].flatMap((operator): GradientCase[] => [
  { name: `${operator}, last axis by default`, inputs: [uniform([2, 3, 4])], build: op(operator) },
  { name: `${operator}, axis 1`, inputs: [uniform([2, 3, 4])], build: op(operator, { axis: 1 }) },
  { name: `${operator}, axis -3`, inputs: [uniform([3, 2, 2])], build: op(operator, { axis: -3 }) },
  { name: `${operator}, large values`, inputs: [uniform([2, 3], 40, 42)], build: op(operator) },
]);

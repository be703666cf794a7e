// Gradient cases of reductions over all, some, kept and dropped axes.
import type { AttributeInputs } from '../../../../../main/onnx/attribute.ts';
import { distinct, type GradientCase, type Sample, uniform } from '../../../../support/central-difference.ts';
import { op, squared } from './common.ts';

const samples: Readonly<Record<string, (shape: readonly number[]) => Sample>> = {
  ReduceMax: distinct,
  ReduceMin: distinct,
  ReduceL1: (shape) => uniform(shape, -1.5, 1.5, [0]),
};

const variants: readonly { label: string; axes: readonly number[] | undefined; keepdims: number }[] = [
  { label: 'all axes by default', axes: undefined, keepdims: 1 },
  { label: 'all axes, none kept', axes: undefined, keepdims: 0 },
  { label: 'negative axis, not kept', axes: [-2], keepdims: 0 },
  { label: 'two axes, kept', axes: [0, -1], keepdims: 1 },
  { label: 'leading and middle axis, not kept', axes: [0, 1], keepdims: 0 },
];

const operators = [
  'ReduceMean',
  'ReduceMax',
  'ReduceMin',
  'ReduceL1',
  'ReduceL2',
  'ReduceSumSquare',
  'ReduceLogSumExp',
];

export const reductionCases: readonly GradientCase[] = [
  ...operators.flatMap((operator) =>
    variants.map(({ label, axes, keepdims }): GradientCase => {
      const attributes: AttributeInputs = { axes, keepdims };
      return {
        name: `${operator}, ${label}`,
        inputs: [(samples[operator] ?? uniform)([2, 3, 4])],
        build: (builder, x) => squared(builder, builder.op(operator, [x], attributes)),
      };
    }),
  ),
  ...variants.map(
    ({ label, axes, keepdims }): GradientCase => ({
      name: `ReduceSum, ${label}`,
      inputs: [uniform([2, 3, 4])],
      build: (builder, x) => squared(builder, builder.op('ReduceSum', [x, axes && builder.ints(axes)], { keepdims })),
    }),
  ),
  {
    name: 'ReduceSum, no axes and nothing to do',
    inputs: [uniform([2, 3])],
    build: op('ReduceSum', { noop_with_empty_axes: 1 }),
  },
];

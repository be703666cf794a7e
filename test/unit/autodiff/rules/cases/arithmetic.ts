// Gradient cases of element-wise arithmetic with broadcasting on either side, selection and steps.
import { bool, float32, int64 } from '../../../../../main/onnx/tensor.ts';
import { distinct, type GradientCase, uniform } from '../../../../support/central-difference.ts';
import { op, squared } from './common.ts';

/** The same operator with equal shapes, either side broadcast, both sides broadcast, and a scalar. */
const binary = (operator: string, low?: number, high?: number): GradientCase[] =>
  [
    { label: 'equal shapes', a: [2, 3], b: [2, 3] },
    { label: 'right side broadcast', a: [2, 3, 2], b: [3, 1] },
    { label: 'left side broadcast', a: [3], b: [2, 4, 3] },
    { label: 'both sides broadcast', a: [2, 1, 3], b: [4, 1] },
    { label: 'scalar on the right', a: [2, 3], b: [] },
  ].map(({ label, a, b }) => ({
    name: `${operator}, ${label}`,
    inputs: [uniform(a, low, high), uniform(b, low, high)],
    build: op(operator),
  }));

const withExponent = (label: string, exponent: readonly number[], shape: readonly number[] = []): GradientCase => ({
  name: `Pow, constant exponent ${label}`,
  inputs: [uniform([2, 3], 0.7, 2)],
  build: (builder, x) => builder.op('Pow', [x, builder.constant(float32(shape, exponent))]),
});

const step = (operator: string, kinks: readonly number[]): GradientCase => ({
  name: `${operator} has no gradient of its own`,
  inputs: [uniform([2, 3], -1.4, 1.4, kinks)],
  build: (builder, x) => builder.op('Mul', [x, builder.op(operator, [x])]),
});

const comparison = (operator: string): GradientCase => ({
  name: `${operator} selects`,
  inputs: [distinct([2, 3]), distinct([2, 3], 0.1)],
  build: (builder, a, b) => builder.op('Where', [builder.op(operator, [a, b]), squared(builder, a), b]),
});

const logic = (operator: string): GradientCase => ({
  name: `${operator} of conditions`,
  inputs: [uniform([2, 4], -1, 1, [0, 0.5])],
  build: (builder, x) => {
    const conditions = [builder.op('Greater', [x, builder.scalar(0)]), builder.op('Less', [x, builder.scalar(0.5)])];
    const condition = builder.op(operator, conditions.slice(0, operator === 'Not' ? 1 : 2));
    return builder.op('Where', [condition, squared(builder, x), x]);
  },
});

export const arithmeticCases: readonly GradientCase[] = [
  ...binary('Add'),
  ...binary('Sub'),
  ...binary('Mul'),
  ...binary('Div', 0.8, 2),
  ...binary('Pow', 0.7, 1.7),
  { name: 'Mul by itself', inputs: [uniform([2, 3])], build: (builder, x) => builder.op('Mul', [x, x]) },
  withExponent('2', [2]),
  withExponent('3', [3]),
  withExponent('0.5', [0.5]),
  withExponent('-1', [-1]),
  withExponent('0', [0]),
  withExponent('for every column', [0, 1, 2.5], [3]),
  {
    name: 'Pow, negative base, whole exponent of integers',
    inputs: [uniform([2, 3], -1.5, -0.5)],
    build: (builder, x) => builder.op('Pow', [x, builder.constant(int64([], [3]))]),
  },
  ...['Min', 'Max'].flatMap((operator): GradientCase[] => [
    { name: `${operator} of two`, inputs: [distinct([2, 3]), distinct([2, 3], 0.1)], build: op(operator) },
    {
      name: `${operator} of three, broadcast`,
      inputs: [distinct([2, 3]), distinct([3], 0.1), distinct([2, 1], 0.2)],
      build: op(operator),
    },
    { name: `${operator} of one`, inputs: [distinct([2, 3])], build: op(operator) },
    {
      name: `${operator} with a constant`,
      inputs: [uniform([2, 3], -1, 1, [0.25])],
      build: (builder, x) => builder.op(operator, [x, builder.scalar(0.25)]),
    },
  ]),
  ...['Sum', 'Mean'].flatMap((operator): GradientCase[] => [
    { name: `${operator} of one`, inputs: [uniform([2, 3])], build: op(operator) },
    {
      name: `${operator} of three, broadcast`,
      inputs: [uniform([2, 3]), uniform([3]), uniform([2, 1])],
      build: op(operator),
    },
  ]),
  ...['where true', 'where false'].map(
    (label, index): GradientCase => ({
      name: `Where, broadcast, scalar ${label}`,
      inputs: [uniform([2, 1, 3]), uniform([])],
      build: (builder, a, b) => {
        const condition = builder.constant(bool([2, 1], [index === 0, index === 1]));
        return builder.op('Where', index === 0 ? [condition, a, b] : [condition, b, a]);
      },
    }),
  ),
  {
    name: 'Cast to half and back',
    // A straight-through gradient: half precision would drown differences, so its values are exact halves.
    inputs: [{ shape: [4], draw: () => [0.5, -1, 1.5, 0.25] }],
    build: (builder, x) => builder.op('Cast', [builder.op('Cast', [x], { to: 10 })], { to: 1 }),
  },
  {
    name: 'Cast of a condition',
    inputs: [uniform([2, 3], -1, 1, [0])],
    build: (builder, x) =>
      builder.op('Mul', [builder.op('Cast', [builder.op('Greater', [x, builder.scalar(0)])], { to: 1 }), x]),
  },
  { name: 'Neg', inputs: [uniform([2, 3])], build: op('Neg') },
  { name: 'Abs', inputs: [uniform([2, 3], -1.5, 1.5, [0])], build: op('Abs') },
  { name: 'Sqrt', inputs: [uniform([2, 3], 0.7, 3)], build: op('Sqrt') },
  { name: 'Exp', inputs: [uniform([2, 3])], build: op('Exp') },
  { name: 'Log', inputs: [uniform([2, 3], 0.7, 3)], build: op('Log') },
  { name: 'Reciprocal', inputs: [uniform([2, 3], 0.7, 3)], build: op('Reciprocal') },
  { name: 'Sin', inputs: [uniform([2, 3])], build: op('Sin') },
  { name: 'Cos', inputs: [uniform([2, 3])], build: op('Cos') },
  { name: 'Erf', inputs: [uniform([2, 3])], build: op('Erf') },
  step('Floor', [-1, 0, 1]),
  step('Ceil', [-1, 0, 1]),
  step('Round', [-0.5, 0.5]),
  step('Sign', [0]),
  ...['Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual', 'Equal'].map(comparison),
  ...['Not', 'And', 'Or', 'Xor'].map(logic),
  ...['IsNaN', 'IsInf'].map(
    (operator): GradientCase => ({
      name: `${operator} selects`,
      inputs: [uniform([2, 3])],
      build: (builder, x) => builder.op('Where', [builder.op(operator, [x]), builder.scalar(0), squared(builder, x)]),
    }),
  ),
];

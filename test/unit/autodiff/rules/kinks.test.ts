// Gradients where differences cannot tell: at kinks and ties, as PyTorch chooses them, and far out, where they must stay finite.
import { expect, test } from 'vitest';
import { cpuFast } from '../../../../main/autodiff/cpu-fast/index.ts';
import { portable } from '../../../../main/autodiff/rules/index.ts';
import { float } from '../../../../main/onnx/attribute.ts';
import { type GradientCase, gradientsOfSum, type Sample } from '../../../support/central-difference.ts';
import { op } from './cases/common.ts';

const at = (...values: readonly number[]): Sample => ({ shape: [values.length], draw: () => [...values] });
const image = (...values: readonly number[]): Sample => ({ shape: [1, 1, 1, values.length], draw: () => [...values] });

const clip: GradientCase['build'] = (builder, x) => builder.op('Clip', [x, builder.scalar(0), builder.scalar(6)]);
const oddClip: GradientCase['build'] = (builder, x) =>
  builder.op('Clip', [x, builder.scalar(-0.3), builder.scalar(0.7)]);
const power =
  (exponent: number): GradientCase['build'] =>
  (builder, x) =>
    builder.op('Pow', [x, builder.scalar(exponent)]);

const kinks: readonly (GradientCase & { readonly expected: readonly (readonly number[])[] })[] = [
  { name: 'Relu at 0', inputs: [at(0, -0)], build: op('Relu'), expected: [[0, 0]] },
  { name: 'LeakyRelu at 0', inputs: [at(0)], build: op('LeakyRelu', { alpha: float(0.25) }), expected: [[0.25]] },
  { name: 'PRelu at 0', inputs: [at(0), at(0.25)], build: op('PRelu'), expected: [[0.25], [0]] },
  { name: 'Elu at 0', inputs: [at(0)], build: op('Elu', { alpha: float(1.5) }), expected: [[1.5]] },
  { name: 'ReLU6 at both limits', inputs: [at(0, 6)], build: clip, expected: [[0, 0]] },
  {
    name: 'Clip between odd limits',
    inputs: [at(-0.3, -0.2999999, 0.1, 0.7)],
    build: oddClip,
    expected: [[0, 1, 1, 0]],
  },
  { name: 'HardSigmoid at both limits', inputs: [at(-2.5, 2.5)], build: op('HardSigmoid'), expected: [[0, 0]] },
  { name: 'Abs at 0', inputs: [at(0)], build: op('Abs'), expected: [[0]] },
  { name: 'Pow, square at 0', inputs: [at(0)], build: power(2), expected: [[0]] },
  { name: 'Pow, exponent 0 at 0', inputs: [at(0)], build: power(0), expected: [[0]] },
  { name: 'Pow, by the exponent at base 0', inputs: [at(0), at(2)], build: op('Pow'), expected: [[0], [0]] },
  {
    name: 'Max shares a tie',
    inputs: [at(1, 2), at(1, 1)],
    build: op('Max'),
    expected: [
      [0.5, 1],
      [0.5, 0],
    ],
  },
  {
    name: 'Min shares a tie',
    inputs: [at(1, 2), at(1, 1)],
    build: op('Min'),
    expected: [
      [0.5, 0],
      [0.5, 1],
    ],
  },
  { name: 'ReduceMax shares a tie', inputs: [at(3, 1, 3)], build: op('ReduceMax'), expected: [[0.5, 0, 0.5]] },
  { name: 'ReduceL2 of zeros', inputs: [at(0, 0)], build: op('ReduceL2'), expected: [[0, 0]] },
  {
    name: 'MaxPool gives a tie to the first',
    inputs: [image(1, 2, 2, 2)],
    build: op('MaxPool', { kernel_shape: [1, 2], strides: [1, 2] }),
    expected: [[0, 1, 1, 0]],
  },
];

const inBoth = kinks.flatMap((kink) =>
  [portable, cpuFast(16)].map((lowering) => ({ ...kink, lowering, by: lowering.name })),
);

test.each(inBoth)('$name, $by', async ({ lowering, ...kink }) => {
  const gradients = await gradientsOfSum(kink, lowering);
  expect(gradients.map((gradient) => gradient.map((value) => value + 0))).toEqual(kink.expected);
});

const activations = 'Relu LeakyRelu Sigmoid HardSigmoid HardSwish Tanh Softplus Softsign Elu Selu Celu Erf';
const overLines = 'Softmax LogSoftmax ReduceLogSumExp ReduceL2';

test.each(`${activations} ${overLines}`.split(' '))('%s stays finite far out', async (operator) => {
  const far = { name: operator, inputs: [at(-1e4, -100, 0, 100, 1e4)], build: op(operator) };
  const [gradient = []] = await gradientsOfSum(far, portable);
  expect(gradient.filter((value) => !Number.isFinite(value))).toEqual([]);
});

test('constant input to a normalisation has a finite gradient', async () => {
  const flat: GradientCase = {
    name: 'flat',
    inputs: [{ shape: [1, 1, 2, 2], draw: () => [3, 3, 3, 3] }, at(1), at(0)],
    build: op('InstanceNormalization'),
  };
  expect(await gradientsOfSum(flat, portable)).toEqual([[0, 0, 0, 0], [0], [4]]);
});

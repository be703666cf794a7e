// Gradient cases of normalisation within an image.
import { float } from '../../../../../main/onnx/attribute.ts';
import { float32 } from '../../../../../main/onnx/tensor.ts';
import { type GradientCase, uniform } from '../../../../support/central-difference.ts';
import { op } from './common.ts';

const layerNorm = (
  label: string,
  axis: number | undefined,
  shape: readonly number[],
  parameters: readonly number[],
): GradientCase => ({
  name: `LayerNormalization, ${label}`,
  inputs: [uniform(shape), uniform(parameters, 0.5, 1.5), uniform(parameters)],
  build: op('LayerNormalization', { axis }),
});

export const normalisationCases: readonly GradientCase[] = [
  {
    name: 'InstanceNormalization of images',
    inputs: [uniform([2, 3, 2, 4]), uniform([3], 0.5, 1.5), uniform([3])],
    build: op('InstanceNormalization'),
  },
  {
    name: 'InstanceNormalization of signals, epsilon 0.1',
    inputs: [uniform([2, 2, 6]), uniform([2], 0.5, 1.5), uniform([2])],
    build: op('InstanceNormalization', { epsilon: float(0.1) }),
  },
  {
    name: 'InstanceNormalization as the middle of GroupNorm',
    inputs: [uniform([2, 4, 2, 3]), uniform([4, 1, 1]), uniform([4, 1, 1])],
    build: (builder, x, scale, bias) => {
      const grouped = builder.op('Reshape', [x, builder.ints([0, 2, -1])]);
      const [ones, zeros] = [builder.constant(float32([2], [1, 1])), builder.constant(float32([2], [0, 0]))];
      const normal = builder.op('InstanceNormalization', [grouped, ones, zeros]);
      const restored = builder.op('Reshape', [normal, builder.ints([2, 4, 2, 3])]);
      return builder.op('Add', [builder.op('Mul', [restored, scale]), bias]);
    },
  },
  layerNorm('last axis by default', undefined, [2, 3, 5], [5]),
  layerNorm('two axes', -2, [2, 3, 4], [3, 4]),
  layerNorm('positive axis, scale broadcast', 1, [2, 3, 4], [4]),
  { name: 'LpNormalization, last axis by default', inputs: [uniform([3, 4])], build: op('LpNormalization') },
  { name: 'LpNormalization, axis 1', inputs: [uniform([2, 3, 2])], build: op('LpNormalization', { axis: 1 }) },
  {
    name: 'LayerNormalization without bias, epsilon 0.1',
    inputs: [uniform([3, 6]), uniform([6])],
    build: op('LayerNormalization', { epsilon: float(0.1) }),
  },
];

// Gradient cases of Dropout, off and with fixed multipliers.
import { float32 } from '../../../../../main/onnx/tensor.ts';
import { type GradientCase, uniform } from '../../../../support/central-difference.ts';
import { op } from './common.ts';

export const dropoutCases: readonly GradientCase[] = [
  { name: 'Dropout, off', inputs: [uniform([3, 4])], build: op('Dropout') },
  {
    name: 'Dropout, ratio by default',
    inputs: [uniform([3, 4])],
    build: op('Dropout'),
    mode: { dropout: true },
    differsFromForward: true,
  },
  ...[0, 0.25].map(
    (ratio): GradientCase => ({
      name: `Dropout, ratio ${ratio}`,
      inputs: [uniform([3, 4])],
      build: (builder, x) => builder.op('Dropout', [x, builder.constant(float32([], [ratio]))]),
      mode: { dropout: true },
      differsFromForward: true,
    }),
  ),
];

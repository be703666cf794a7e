// Gradient cases of BatchNormalization by running and by batch statistics.
import { float } from '../../../../../main/onnx/attribute.ts';
import { type GradientCase, randomConstant, uniform } from '../../../../support/central-difference.ts';

const batchNorm = (label: string, shape: readonly number[], batchStatistics: boolean, epsilon = 1e-5): GradientCase => {
  const channels = [shape[1] ?? 1];
  return {
    name: `BatchNormalization, ${label}`,
    inputs: [uniform(shape), uniform(channels, 0.5, 1.5), uniform(channels)],
    build: (builder, x, scale, bias) =>
      builder.op(
        'BatchNormalization',
        [x, scale, bias, randomConstant(builder, channels), randomConstant(builder, channels, 0.5, 1.5)],
        { epsilon: float(epsilon) },
      ),
    mode: { batchNorm: batchStatistics ? 'batch' : 'frozen', updatesStatistics: true },
    differsFromForward: batchStatistics,
  };
};

export const batchNormCases: readonly GradientCase[] = [
  batchNorm('running statistics, images', [2, 3, 2, 2], false),
  batchNorm('running statistics, features, epsilon 0.1', [4, 3], false, 0.1),
  batchNorm('batch statistics, images', [2, 3, 2, 3], true),
  batchNorm('batch statistics, features, epsilon 0.1', [5, 3], true, 0.1),
];

// Gradient cases of activations, on both sides of every kink.
import { type AttributeInputs, float } from '../../../../../main/onnx/attribute.ts';
import { type GradientCase, uniform } from '../../../../support/central-difference.ts';
import { op } from './common.ts';

const activation = (
  name: string,
  kinks: readonly number[],
  attributes: AttributeInputs = {},
  reach = 2.5,
): GradientCase => ({
  name,
  inputs: [uniform([3, 4], -reach, reach, kinks)],
  build: op(name.split(',')[0] ?? name, attributes),
});

const clip = (label: string, low: number | undefined, high: number | undefined): GradientCase => ({
  name: `Clip, ${label}`,
  inputs: [uniform([3, 4], -2, 2, [low ?? 9, high ?? 9])],
  build: (builder, x) =>
    builder.op('Clip', [x, ...[low, high].map((limit) => (limit === undefined ? undefined : builder.scalar(limit)))]),
});

const prelu = (label: string, slope: readonly number[]): GradientCase => ({
  name: `PRelu, ${label}`,
  inputs: [uniform([2, 3, 2], -1.5, 1.5, [0]), uniform(slope)],
  build: op('PRelu'),
});

export const activationCases: readonly GradientCase[] = [
  activation('Relu', [0]),
  activation('LeakyRelu', [0]),
  activation('LeakyRelu, alpha 0.3', [0], { alpha: float(0.3) }),
  activation('LeakyRelu, negative alpha', [0], { alpha: float(-0.5) }),
  activation('LeakyRelu, alpha 2', [0], { alpha: float(2) }),
  prelu('slope per channel', [3, 1]),
  prelu('one slope', [1]),
  prelu('slope per element', [2, 3, 2]),
  activation('ThresholdedRelu', [1]),
  activation('ThresholdedRelu, alpha -0.5', [-0.5], { alpha: float(-0.5) }),
  clip('both limits', -1, 0.5),
  clip('only a minimum', 0, undefined),
  clip('only a maximum', undefined, 1),
  clip('no limits', undefined, undefined),
  activation('Sigmoid', []),
  activation('HardSigmoid', [-2.5, 2.5], {}, 4),
  activation('HardSigmoid, alpha and beta', [-2, 0.5], { alpha: float(0.4), beta: float(0.8) }),
  activation('HardSwish', [-3, 3], {}, 4.5),
  activation('Tanh', []),
  activation('Softplus', []),
  activation('Softsign', [0]),
  activation('Elu', [0]),
  activation('Elu, alpha 0.4', [0], { alpha: float(0.4) }),
  activation('Elu, alpha 1.7', [0], { alpha: float(1.7) }),
  activation('Selu', [0]),
  activation('Selu, alpha and gamma', [0], { alpha: float(0.8), gamma: float(1.3) }),
  activation('Celu', [0]),
  activation('Celu, alpha 0.7', [0], { alpha: float(0.7) }),
];

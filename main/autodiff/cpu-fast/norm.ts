// BatchNormalization of a blocked value, in as few passes over it as its statistics allow.
import { readFloat } from '../../onnx/attribute.ts';
import type { Value } from '../../onnx/builder.ts';
import { elementCount } from '../../onnx/tensor.ts';
import type { RuleContext } from '../rule.ts';
import { runningAverage } from '../rules/batch-norm.ts';
import { type Arithmetic, arithmetic } from '../rules/common.ts';
import type { Blocked, ConvolutionOptions } from './blocked.ts';

export interface NormInputs {
  readonly scale: Value;
  readonly bias: Value;
  readonly mean: Value;
  readonly variance: Value;
}

export interface Normalised {
  readonly y: Value;
  /** Takes the gradient in front of `y`'s activation. */
  readonly backward: (dy: Value) => { readonly x: Value; readonly scale: Value; readonly bias: Value };
}

/**
 * Ioffe & Szegedy 2015, algorithm 1. `x` comes less the running mean: the mean of its square less the square of its mean is
 * then a variance without cancellation, and the shift is undone by the normalisation itself.
 */
export function normalise(
  blocked: Blocked,
  context: RuleContext,
  x: Value,
  inputs: NormInputs,
  options: Pick<ConvolutionOptions, 'sum' | 'activation'>,
): Normalised {
  const math = arithmetic(blocked.builder);
  const samples = elementCount(x.shape) / (x.shape[1] ?? 1);
  const epsilon = readFloat(context.node, 'epsilon', 1e-5);
  const deviationOf = (variance: Value) => math.reciprocal(math.sqrt(math.add(variance, epsilon)));
  if (context.mode.batchNorm === 'frozen') {
    const deviation = deviationOf(inputs.variance);
    const gain = math.mul(inputs.scale, deviation);
    return {
      y: blocked.affine(x, gain, { ...options, bias: inputs.bias }),
      backward: (dy) => ({
        x: blocked.affine(dy, gain),
        scale: math.mul(blocked.channelDot(dy, x), deviation),
        bias: math.mul(blocked.channelMean(dy), samples),
      }),
    };
  }
  const mean = blocked.channelMean(x);
  const meanSquare = math.mul(blocked.channelDot(x, x), 1 / samples);
  const variance = math.max(math.sub(meanSquare, math.mul(mean, mean)), 0);
  const deviation = deviationOf(variance);
  const gain = math.mul(inputs.scale, deviation);
  if (context.mode.updatesStatistics) updateStatistics(context, math, inputs, mean, variance, samples);
  return {
    y: blocked.affine(x, gain, { ...options, bias: math.sub(inputs.bias, math.mul(mean, gain)) }),
    backward: (dy) => {
      const biasMean = blocked.channelMean(dy);
      const dotMean = math.mul(blocked.channelDot(dy, x), 1 / samples);
      const scaleMean = math.mul(math.sub(dotMean, math.mul(mean, biasMean)), deviation);
      // dx = gain·(dy − mean(dy) − x̂·mean(dy·x̂)), written as gain·dy + (slope·x + offset).
      const slope = math.neg(math.mul(math.mul(gain, deviation), scaleMean));
      const offset = math.neg(math.add(math.mul(gain, biasMean), math.mul(slope, mean)));
      return {
        x: blocked.affine(dy, gain, { sum: blocked.affine(x, slope, { bias: offset }) }),
        scale: math.mul(scaleMean, samples),
        bias: math.mul(biasMean, samples),
      };
    },
  };
}

/** `mean` is that of x less the running mean. */
function updateStatistics(
  context: RuleContext,
  math: Arithmetic,
  running: NormInputs,
  mean: Value,
  variance: Value,
  samples: number,
): void {
  // ONNX's momentum is the share that is kept.
  const momentum = 1 - readFloat(context.node, 'momentum', 0.9);
  const unbiased = math.mul(variance, samples / Math.max(1, samples - 1));
  context.effects.updateBuffer(running.mean, math.add(running.mean, math.mul(mean, momentum)));
  context.effects.updateBuffer(running.variance, runningAverage(context.builder, running.variance, unbiased, momentum));
}

// BatchNormalization, composed: ONNX Runtime's own training mode overwrites inputs that alias its running outputs.
import { readFloat } from '../../onnx/attribute.ts';
import type { GraphBuilder, Value } from '../../onnx/builder.ts';
import { elementCount } from '../../onnx/tensor.ts';
import type { Emission, Rule, RuleContext, RuleTable } from '../rule.ts';
import { reshape } from './common.ts';

const batchNorm: Rule = (context) => (context.mode.batchNorm === 'batch' ? batchStatistics(context) : frozen(context));

/** Axes of `[N,C,…]` that statistics run over, and the shape that broadcasts `[C]` along them. */
function channelAxes(x: Value): { axes: readonly number[]; broadcastShape: readonly number[]; samples: number } {
  const channels = x.shape[1] ?? 1;
  return {
    axes: x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis])),
    broadcastShape: [channels, ...x.shape.slice(2).map(() => 1)],
    samples: elementCount(x.shape) / channels,
  };
}

/** New running statistic: `(1-momentum)·running + momentum·batch`. */
export function runningAverage(builder: GraphBuilder, running: Value, batch: Value, momentum: number): Value {
  return builder.op('Add', [
    builder.op('Mul', [running, builder.scalar(1 - momentum)]),
    builder.op('Mul', [batch, builder.scalar(momentum)]),
  ]);
}

/** Ioffe & Szegedy 2015, algorithm 1, in two passes over x for precision; running variance unbiased as in PyTorch. */
function batchStatistics(context: RuleContext): Emission {
  const { builder, mode } = context;
  const [x, scale, bias] = [context.input(0), context.input(1), context.input(2)];
  const { axes, broadcastShape, samples } = channelAxes(x);
  const spread = (value: Value) => reshape(builder, value, broadcastShape);
  const sum = (value: Value) => builder.op('ReduceSum', [value, builder.ints(axes)], { keepdims: 0 });
  const mean = builder.op('ReduceMean', [x], { axes, keepdims: 0 });
  const centred = builder.op('Sub', [x, spread(mean)]);
  const variance = builder.op('ReduceMean', [builder.op('Mul', [centred, centred])], { axes, keepdims: 0 });
  const epsilon = builder.scalar(readFloat(context.node, 'epsilon', 1e-5));
  const deviation = builder.op('Reciprocal', [builder.op('Sqrt', [builder.op('Add', [variance, epsilon])])]);
  const gain = builder.op('Mul', [scale, deviation]);
  const y = builder.op('Add', [builder.op('Mul', [centred, spread(gain)]), spread(bias)]);
  if (mode.updatesStatistics) {
    // ONNX's momentum is the share that is kept.
    const momentum = 1 - readFloat(context.node, 'momentum', 0.9);
    const unbiased = builder.op('Mul', [variance, builder.scalar(samples / Math.max(1, samples - 1))]);
    context.effects.updateBuffer(context.input(3), runningAverage(builder, context.input(3), mean, momentum));
    context.effects.updateBuffer(context.input(4), runningAverage(builder, context.input(4), unbiased, momentum));
  }
  return {
    outputs: [y],
    backward: ([dy], [wantX]) => {
      if (!dy) return [];
      const biasGradient = sum(dy);
      const scaleGradient = builder.op('Mul', [sum(builder.op('Mul', [dy, centred])), deviation]);
      if (!wantX) return [undefined, scaleGradient, biasGradient];
      // dx = gain·(dy − mean(dy) − x̂·mean(dy·x̂)), written as dy·gain + (centred·slope + offset).
      const share = builder.op('Mul', [gain, builder.scalar(-1 / samples)]);
      const slope = builder.op('Mul', [share, builder.op('Mul', [deviation, scaleGradient])]);
      const offset = builder.op('Mul', [share, biasGradient]);
      const affine = builder.op('Add', [builder.op('Mul', [centred, spread(slope)]), spread(offset)]);
      return [builder.op('Add', [builder.op('Mul', [dy, spread(gain)]), affine]), scaleGradient, biasGradient];
    },
  };
}

/** Running statistics, as at inference: an affine map per channel. */
function frozen(context: RuleContext): Emission {
  const { builder } = context;
  const [x, scale, , mean, variance] = [0, 1, 2, 3, 4].map((index) => context.input(index));
  if (!x || !scale || !mean || !variance) return context.fail('it needs five inputs');
  return {
    outputs: context.emit(),
    backward: ([dy], [wantX, wantScale, wantBias]) => {
      if (!dy) return [];
      const { axes, broadcastShape } = channelAxes(x);
      const spread = (value: Value) => reshape(builder, value, broadcastShape);
      const sum = (value: Value) => builder.op('ReduceSum', [value, builder.ints(axes)], { keepdims: 0 });
      const epsilon = builder.scalar(readFloat(context.node, 'epsilon', 1e-5));
      const deviation = builder.op('Reciprocal', [builder.op('Sqrt', [builder.op('Add', [variance, epsilon])])]);
      const scaleGradient = () => {
        const centred = builder.op('Sub', [x, spread(mean)]);
        return builder.op('Mul', [sum(builder.op('Mul', [dy, centred])), deviation]);
      };
      return [
        wantX ? builder.op('Mul', [dy, spread(builder.op('Mul', [scale, deviation]))]) : undefined,
        wantScale ? scaleGradient() : undefined,
        wantBias ? sum(dy) : undefined,
      ];
    },
  };
}

export const batchNormRules: RuleTable = { BatchNormalization: batchNorm };

// Rules of convolution on blocked values: by itself, and as one with the normalisation, addition and ReLU behind it.
import { readInt } from '../../onnx/attribute.ts';
import type { StaticNode, Value } from '../../onnx/builder.ts';
import { readWindow } from '../../onnx/infer/spatial.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { arithmetic } from '../rules/common.ts';
import { type Convolution, inputGradient } from '../rules/convolution.ts';
import { fusedSlope } from './activation.ts';
import { Blocked } from './blocked.ts';
import { backwardFilter, depthwiseFilter, forwardFilter } from './filters.ts';
import { blockedInputGradient, hasBlockedInputGradient } from './input-gradient.ts';
import { normalise } from './norm.ts';
import { blockedWeightGradient, depthwiseWeightGradient } from './weight-gradient.ts';

const isDepthwise = ({ w, group }: Convolution) => group > 1 && w.shape[0] === group && w.shape[1] === 1;

function geometryOf(node: StaticNode, x: Value, w: Value): Convolution {
  const window = readWindow(node, x.shape, w.shape.slice(2));
  return { x, w, window, output: node.outputs[0]?.shape.slice(2) ?? [], group: readInt(node, 'group', 1) };
}

/** Whether a Conv can be computed on blocks of `block` channels: 2-D, whole blocks (or an image's few channels), one group or depthwise. */
export function fitsBlocks(node: StaticNode, block: number): boolean {
  const [x, w] = node.inputs;
  if (node.operator !== 'Conv' || node.domain !== '' || x?.shape.length !== 4 || !w) return false;
  const [channels = 1, outputs = 1] = [x.shape[1], w.shape[0]];
  const geometry = geometryOf(node, x, w);
  if (outputs % block !== 0) return false;
  if (geometry.group === 1 && channels < block) return true;
  const grouping = geometry.group === 1 || isDepthwise(geometry);
  return grouping && channels % block === 0 && hasBlockedInputGradient(geometry);
}

/** A convolution written forwards, and its two gradients. */
function blockedConvolution(blocked: Blocked, context: RuleContext, bias: Value | undefined) {
  const geometry = geometryOf(context.node, context.input(0), context.input(1));
  const { x, w, window, group } = geometry;
  const depthwise = isDepthwise(geometry);
  const every = (length: number) => Array.from({ length }, (_, index) => index);
  const [height = 1, width = 1] = window.kernel;
  const filter = depthwise ? depthwiseFilter(blocked, w, [every(height), every(width)]) : forwardFilter(blocked, w);
  return {
    y: blocked.convolve(x, filter, { window, group, bias }),
    xGradient: (dy: Value) =>
      (x.shape[1] ?? 1) < blocked.block
        ? inputGradient(blocked.builder, geometry, blocked.toPlain(dy))
        : blockedInputGradient(blocked, geometry, dy, (taps) =>
            depthwise ? depthwiseFilter(blocked, w, taps) : backwardFilter(blocked, w, taps),
          ),
    wGradient: (dy: Value) =>
      depthwise ? depthwiseWeightGradient(blocked, geometry, dy) : blockedWeightGradient(blocked, geometry, dy),
  };
}

const channelSum = (blocked: Blocked, dy: Value) => {
  const [batch = 1, , height = 1, width = 1] = dy.shape;
  return arithmetic(blocked.builder).mul(blocked.channelMean(dy), batch * height * width);
};

export const convolutionRule =
  (block: number): Rule =>
  (context) => {
    const blocked = new Blocked(context.builder, block);
    const { y, xGradient, wGradient } = blockedConvolution(blocked, context, context.inputs[2]);
    return {
      outputs: [y],
      backward: ([dy], [wantX, wantW, wantBias]) =>
        dy
          ? [
              wantX ? xGradient(dy) : undefined,
              wantW ? wGradient(dy) : undefined,
              wantBias ? channelSum(blocked, dy) : undefined,
            ]
          : [],
    };
  };

/** Inputs: x, weight, bias, then BatchNormalization's scale, bias, mean and variance, then what is added. */
export const convolutionNormRule =
  (block: number): Rule =>
  (context) => {
    const { builder, inputs, node } = context;
    const blocked = new Blocked(builder, block);
    const math = arithmetic(builder);
    const [, , bias, , , , , residual] = inputs;
    const norm = {
      scale: context.input(3),
      bias: context.input(4),
      mean: context.input(5),
      variance: context.input(6),
    };
    const shift = bias ? math.sub(bias, norm.mean) : math.neg(norm.mean);
    const { y: x, xGradient, wGradient } = blockedConvolution(blocked, context, shift);
    const { activation, activation_params } = node.attributes;
    const ending = activation && { activation, ...(activation_params ? { activation_params } : {}) };
    const { y, backward } = normalise(blocked, context, x, norm, { sum: residual, activation: ending });
    return {
      outputs: [y],
      backward: ([dy], [wantX, wantW, wantBias]) => {
        if (!dy) return [];
        const slope = fusedSlope(builder, node, y);
        const added = slope ? math.mul(dy, slope) : dy;
        const { x: dx, scale: dScale, bias: dBias } = backward(added);
        return [
          wantX ? xGradient(dx) : undefined,
          wantW ? wGradient(dx) : undefined,
          wantBias ? channelSum(blocked, dx) : undefined,
          dScale,
          dBias,
          undefined,
          undefined,
          residual && added,
        ];
      },
    };
  };

/** A normalisation that does not follow a convolution. */
export const batchNormRule =
  (block: number): Rule =>
  (context) => {
    const blocked = new Blocked(context.builder, block);
    const math = arithmetic(context.builder);
    const [x, scale, bias, mean, variance] = [0, 1, 2, 3, 4].map((index) => context.input(index));
    if (!x || !scale || !bias || !mean || !variance) return context.fail('it needs five inputs');
    const ones = math.add(math.mul(mean, 0), 1);
    const shifted = blocked.affine(x, ones, { bias: math.neg(mean) });
    const { y, backward } = normalise(blocked, context, shifted, { scale, bias, mean, variance }, {});
    return {
      outputs: [y],
      backward: ([dy]) => {
        if (!dy) return [];
        const gradients = backward(dy);
        return [gradients.x, gradients.scale, gradients.bias];
      },
    };
  };

// Layer and instance normalisation, composed: two-pass variance (ONNX Runtime's own kernels subtract squares), and the way
// back uses the centred values and the inverse deviation of the way forth.
import { readFloat, readInt } from '../../onnx/attribute.ts';
import type { GraphBuilder, Value } from '../../onnx/builder.ts';
import { elementCount, toNumbers } from '../../onnx/tensor.ts';
import type { Rule, RuleTable } from '../rule.ts';
import { arithmetic, meanOver, reshape, resolveAxis, sumOver } from './common.ts';

/** `centred` = x − mean and `inverse` = 1/√(variance + epsilon), which has size 1 along the normalised axes. */
function standardise(builder: GraphBuilder, x: Value, axes: readonly number[], epsilon: number) {
  const { add, sub, mul, sqrt, reciprocal } = arithmetic(builder);
  const centred = sub(x, meanOver(builder, x, axes));
  const variance = meanOver(builder, mul(centred, centred), axes);
  return { centred, inverse: reciprocal(sqrt(add(variance, epsilon))) };
}

/** x `[N,C,spatial…]`, scale and bias `[C]`; each image and channel is normalised by itself. */
const instanceNormRule: Rule = (context) => {
  const { builder, node } = context;
  const { add, sub, mul } = arithmetic(builder);
  const [x, scale, bias] = [context.input(0), context.input(1), context.input(2)];
  const axes = x.shape.flatMap((_, axis) => (axis < 2 ? [] : [axis]));
  const perChannel = (value: Value) => reshape(builder, value, [...value.shape, ...axes.map(() => 1)]);
  const { centred, inverse } = standardise(builder, x, axes, readFloat(node, 'epsilon', 1e-5));
  const gain = mul(inverse, perChannel(scale));
  const scaled = mul(centred, gain);
  // Exported GroupNorm wraps an InstanceNormalization without bias.
  const y = isZero(builder, bias) ? scaled : add(scaled, perChannel(bias));
  // dx = gain·(dy − mean dy − centred·inverse²·mean(dy·centred)): one factor per instance and term.
  const throughX = (dy: Value, projection: Value) =>
    sub(
      mul(sub(dy, meanOver(builder, dy, axes)), gain),
      mul(centred, mul(mul(mul(inverse, inverse), gain), projection)),
    );
  return {
    outputs: [y],
    backward: ([dy], [wantedX, wantedScale, wantedBias]) => {
      if (!dy) return [];
      const elements = elementCount(x.shape.slice(2));
      const perInput = (value: Value) => reshape(builder, sumOver(builder, value, [0]), scale.shape);
      const projection = meanOver(builder, mul(dy, centred), axes);
      return [
        wantedX ? throughX(dy, projection) : undefined,
        wantedScale ? perInput(mul(mul(projection, inverse), elements)) : undefined,
        wantedBias ? perInput(sumOver(builder, dy, axes)) : undefined,
      ];
    },
  };
};

/** x normalised over its axes from `axis` on; scale and bias broadcast over those. */
const layerNormRule: Rule = (context) => {
  const { builder, node } = context;
  const { add, sub, mul } = arithmetic(builder);
  const [x, scale, bias] = [context.input(0), context.input(1), context.inputs[2]];
  const first = resolveAxis(readInt(node, 'axis', -1), x.shape.length);
  const axes = x.shape.flatMap((_, axis) => (axis < first ? [] : [axis]));
  const { centred, inverse } = standardise(builder, x, axes, readFloat(node, 'epsilon', 1e-5));
  const normal = mul(centred, inverse);
  const scaled = mul(normal, scale);
  // dx = inverse·(g − mean g − normal·mean(g·normal)), g = dy·scale.
  const throughX = (dy: Value) => {
    const gradient = mul(dy, scale);
    const projection = meanOver(builder, mul(gradient, normal), axes);
    return mul(sub(sub(gradient, meanOver(builder, gradient, axes)), mul(normal, projection)), inverse);
  };
  return {
    outputs: [bias ? add(scaled, bias) : scaled],
    backward: ([dy], [wantedX, wantedScale]) =>
      dy ? [wantedX ? throughX(dy) : undefined, wantedScale ? mul(dy, normal) : undefined, dy] : [],
  };
};

/** x over its Euclidean length along one axis; a length of 0 leaves zeros. */
const lpNormRule: Rule = (context) => {
  const { builder, node } = context;
  const { sub, mul, div, max } = arithmetic(builder);
  const x = context.input(0);
  if (readInt(node, 'p', 2) !== 2) context.fail('only p = 2 has a gradient');
  const axes = [resolveAxis(readInt(node, 'axis', -1), x.shape.length)];
  const length = max(builder.op('ReduceL2', [x], { axes, keepdims: 1 }), SMALLEST_LENGTH);
  const y = div(x, length);
  return {
    outputs: [y],
    backward: ([dy]) => (dy ? [div(sub(dy, mul(y, sumOver(builder, mul(dy, y), axes))), length)] : []),
  };
};

/** Below this a vector counts as zero. */
const SMALLEST_LENGTH = 1e-30;

function isZero(builder: GraphBuilder, value: Value): boolean {
  const tensor = builder.isWeight(value) ? undefined : builder.constantOf(value);
  return tensor !== undefined && toNumbers(tensor).every((number) => number === 0);
}

export const normalisationRules: RuleTable = {
  InstanceNormalization: instanceNormRule,
  LayerNormalization: layerNormRule,
  LpNormalization: lpNormRule,
};

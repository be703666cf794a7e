// Layer and instance normalisation, composed: two-pass variance (ONNX Runtime's own kernels subtract squares), and the way
// back uses the centred values and the inverse deviation of the way forth.
import { readFloat, readInt } from '../../onnx/attribute.ts';
import type { GraphBuilder, Value } from '../../onnx/builder.ts';
import { elementCount, toNumbers } from '../../onnx/tensor.ts';
import type { Rule, RuleTable } from '../rule.ts';
import { arithmetic, meanOver, reshape, resolveAxis, sumOver } from './common.ts';

interface Standardised {
  /** x − mean. */
  readonly centred: Value;
  /** 1/√(variance + epsilon), size 1 along the normalised axes. */
  readonly inverse: Value;
  readonly axes: readonly number[];
}

function standardise(builder: GraphBuilder, x: Value, axes: readonly number[], epsilon: number): Standardised {
  const { add, sub, mul, sqrt, reciprocal } = arithmetic(builder);
  const centred = sub(x, meanOver(builder, x, axes));
  const variance = meanOver(builder, mul(centred, centred), axes);
  return { centred, inverse: reciprocal(sqrt(add(variance, epsilon))), axes };
}

/**
 * Gradient of x, given that of `factor·centred·inverse` (factor constant along the normalised axes):
 * `a·(g − mean g − centred·inverse²·mean(g·centred))`, `a = factor·inverse`.
 * @param projection `mean(g·centred)` over the normalised axes
 */
function throughStandardise(
  builder: GraphBuilder,
  { centred, inverse, axes }: Standardised,
  gradient: Value,
  projection: Value,
  factor: Value | undefined,
): Value {
  const { sub, mul } = arithmetic(builder);
  const scale = factor ? mul(inverse, factor) : inverse;
  const mean = meanOver(builder, gradient, axes);
  const along = mul(mul(mul(inverse, inverse), scale), projection);
  return sub(mul(sub(gradient, mean), scale), mul(centred, along));
}

/** x `[N,C,spatial…]`, scale and bias `[C]`; each image and channel is normalised by itself. */
const instanceNormRule: Rule = (context) => {
  const { builder, node } = context;
  const { add, mul } = arithmetic(builder);
  const [x, scale, bias] = [context.input(0), context.input(1), context.input(2)];
  const axes = x.shape.flatMap((_, axis) => (axis < 2 ? [] : [axis]));
  const perChannel = (value: Value) => reshape(builder, value, [...value.shape, ...axes.map(() => 1)]);
  const parts = standardise(builder, x, axes, readFloat(node, 'epsilon', 1e-5));
  const { centred, inverse } = parts;
  const scaled = mul(centred, mul(inverse, perChannel(scale)));
  // Exported GroupNorm wraps an InstanceNormalization without bias.
  const biased = isZero(builder, bias) ? scaled : add(scaled, perChannel(bias));
  return {
    outputs: [biased],
    backward: ([dy], [wantedX, wantedScale, wantedBias]) => {
      if (!dy) return [];
      const elements = elementCount(x.shape.slice(2));
      const projection = wantedX || wantedScale ? meanOver(builder, mul(dy, centred), axes) : undefined;
      const perInstance = wantedScale && projection ? mul(mul(projection, inverse), elements) : undefined;
      const flat = (value: Value) => reshape(builder, sumOver(builder, value, [0]), scale.shape);
      return [
        wantedX && projection ? throughStandardise(builder, parts, dy, projection, perChannel(scale)) : undefined,
        perInstance && flat(perInstance),
        wantedBias ? flat(sumOver(builder, dy, axes)) : undefined,
      ];
    },
  };
};

/** x normalised over its axes from `axis` on; scale and bias broadcast over those. */
const layerNormRule: Rule = (context) => {
  const { builder, node } = context;
  const { add, mul } = arithmetic(builder);
  const [x, scale, bias] = [context.input(0), context.input(1), context.inputs[2]];
  const first = resolveAxis(readInt(node, 'axis', -1), x.shape.length);
  const axes = x.shape.flatMap((_, axis) => (axis < first ? [] : [axis]));
  const parts = standardise(builder, x, axes, readFloat(node, 'epsilon', 1e-5));
  const normal = mul(parts.centred, parts.inverse);
  const scaled = mul(normal, scale);
  return {
    outputs: [bias ? add(scaled, bias) : scaled],
    backward: ([dy], [wantedX, wantedScale]) => {
      if (!dy) return [];
      const gradient = mul(dy, scale);
      const projection = () => meanOver(builder, mul(gradient, parts.centred), axes);
      return [
        wantedX ? throughStandardise(builder, parts, gradient, projection(), undefined) : undefined,
        wantedScale ? mul(dy, normal) : undefined,
        dy,
      ];
    },
  };
};

function isZero(builder: GraphBuilder, value: Value): boolean {
  const tensor = builder.isWeight(value) ? undefined : builder.constantOf(value);
  return tensor !== undefined && toNumbers(tensor).every((number) => number === 0);
}

export const normalisationRules: RuleTable = {
  InstanceNormalization: instanceNormRule,
  LayerNormalization: layerNormRule,
};

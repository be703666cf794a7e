// ReLU and Clip: how they are fused into an operator, and their slopes in float kernels instead of comparisons and casts.
import { type Attributes, float, readString } from '../../onnx/attribute.ts';
import type { GraphBuilder, StaticNode, Value } from '../../onnx/builder.ts';
import { type Tensor, toNumbers } from '../../onnx/tensor.ts';
import { type Rule, simpleRule } from '../rule.ts';
import { activationRules } from '../rules/activation.ts';

type ConstantOf = (value: Value) => Tensor | undefined;

/** Attributes that make ONNX Runtime's blocked Conv end in this node's activation; undefined where it cannot. */
export function fusedActivation(node: StaticNode | undefined, constantOf: ConstantOf): Attributes | undefined {
  if (node?.operator === 'Relu') return { activation: { kind: 'string', value: 'Relu' } };
  const limits = node?.operator === 'Clip' ? limitsOf(node.inputs, constantOf) : undefined;
  return (
    limits && { activation: { kind: 'string', value: 'Clip' }, activation_params: { kind: 'floats', value: limits } }
  );
}

/** The slope at `y` of the activation that a fused node ends in; undefined where it has none. */
export function fusedSlope(builder: GraphBuilder, node: StaticNode, y: Value): Value | undefined {
  const name = readString(node, 'activation', '');
  const limits = node.attributes.activation_params;
  if (name === '') return undefined;
  return limits?.kind === 'floats' ? slopeOfClip(builder, y, limits.value) : slopeOfRelu(builder, y);
}

function limitsOf(inputs: StaticNode['inputs'], constantOf: ConstantOf): readonly number[] | undefined {
  const limits = inputs.slice(1, 3).flatMap((input) => {
    const tensor = input && constantOf(input);
    return tensor ? toNumbers(tensor) : [];
  });
  return limits.length === 2 ? limits : undefined;
}

/** 1 where y > 0, else 0: a sigmoid so steep that no number falls between. */
function slopeOfRelu(builder: GraphBuilder, y: Value): Value {
  return builder.op('HardSigmoid', [y], { alpha: float(3e38), beta: float(0) });
}

/** 1 where low < y < high, else 0. The steepness is a power of two, so that the limits themselves give exactly 0. */
function slopeOfClip(builder: GraphBuilder, y: Value, [low = 0, high = 0]: readonly number[]): Value {
  const steep = 2 ** 100;
  const above = (alpha: number, beta: number) =>
    builder.op('HardSigmoid', [y], { alpha: float(alpha), beta: float(beta) });
  const overLow = low === 0 ? slopeOfRelu(builder, y) : above(steep, -low * steep);
  return builder.op('Mul', [overLow, above(-steep, high * steep)]);
}

export const reluRule = simpleRule(({ builder }, dy, y) => [builder.op('Mul', [dy, slopeOfRelu(builder, y)])]);

/** Limits that are not both constant numbers take the portable rule. */
export const clipRule: Rule = (context) => {
  const { builder, inputs } = context;
  const limits = limitsOf(inputs, (value) => builder.constantOf(value));
  const portableClip = activationRules.Clip;
  if (!limits) return portableClip ? portableClip(context) : context.fail('its limits must be constant');
  return simpleRule((_, dy, y) => [builder.op('Mul', [dy, slopeOfClip(builder, y, limits)])])(context);
};

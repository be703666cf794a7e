// Activations. Slopes come from the output where possible, so that the input need not be kept.
// Gelu and Mish are not here: normalisation writes them with older operators.
// At a kink the slope is the one on the left, as in PyTorch's ReLU, ReLU6, Hardsigmoid and PReLU.
import { float, readFloat } from '../../onnx/attribute.ts';
import type { Value } from '../../onnx/builder.ts';
import { type Rule, type RuleTable, simpleRule } from '../rule.ts';
import { type Arithmetic, arithmetic, type Unary, unaryRule } from './common.ts';

/** `low` where the mask is 0, `high` where it is 1. */
function choose({ add, mul, max }: Arithmetic, mask: Value, low: number, high: number): Value {
  return high === 1 && low >= 0 && low <= 1 ? max(mask, low) : add(mul(mask, high - low), low);
}

/** Exponential units: slope `scale·y + low` below zero, where the curve is an exponential, and `high` above. */
function exponentialUnit(parameters: (node: Unary['node']) => { scale: number; low: number; high: number }): Rule {
  return unaryRule((math, { dy, y, node }) => {
    const { add, mul, min, greater } = math;
    const { scale, low, high } = parameters(node);
    const below = mul(min(y, 0), scale);
    return mul(dy, add(below, low === high ? low : choose(math, greater(y, 0), low, high)));
  });
}

const clipRule: Rule = simpleRule(({ builder, inputs: [, low, high] }, dy, y) => {
  const { mul, between, greater, less } = arithmetic(builder);
  if (low && high) return [mul(dy, between(y, low, high))];
  if (low) return [mul(dy, greater(y, low))];
  return [high ? mul(dy, less(y, high)) : dy];
});

const preluRule: Rule = simpleRule((context, dy, _, [wantedX, wantedSlope]) => {
  const { add, sub, mul, min, greater } = arithmetic(context.builder);
  const [x, slope] = [context.input(0), context.input(1)];
  return [
    wantedX ? mul(dy, add(mul(greater(x, 0), sub(1, slope)), slope)) : undefined,
    wantedSlope ? mul(dy, min(x, 0)) : undefined,
  ];
});

/** `x·HardSigmoid(x)`, emitted as such: that is how ONNX Runtime runs it, and the sigmoid serves the way back too. */
const hardSwishRule: Rule = (context) => {
  const { builder } = context;
  const { add, mul, between } = arithmetic(builder);
  const x = context.input(0);
  const gate = builder.op('HardSigmoid', [x], {
    alpha: float(1 / 6),
    beta: float(0.5),
  });
  return {
    outputs: [mul(x, gate)],
    backward: ([dy]) => (dy ? [mul(dy, add(gate, mul(mul(x, between(gate, 0, 1)), 1 / 6)))] : []),
  };
};

export const activationRules: RuleTable = {
  Relu: unaryRule(({ mul, greater }, { dy, y }) => mul(dy, greater(y, 0))),
  LeakyRelu: unaryRule((math, { dy, x, node }) =>
    math.mul(dy, choose(math, math.greater(x, 0), readFloat(node, 'alpha', 0.01), 1)),
  ),
  PRelu: preluRule,
  ThresholdedRelu: unaryRule(({ mul, greater }, { dy, x, node }) => mul(dy, greater(x, readFloat(node, 'alpha', 1)))),
  Clip: clipRule,
  Sigmoid: unaryRule(({ mul, sub }, { dy, y }) => mul(mul(dy, y), sub(1, y))),
  HardSigmoid: unaryRule(({ mul, between }, { dy, y, node }) =>
    mul(mul(dy, between(y, 0, 1)), readFloat(node, 'alpha', 0.2)),
  ),
  HardSwish: hardSwishRule,
  Tanh: unaryRule(({ mul, sub }, { dy, y }) => mul(dy, sub(1, mul(y, y)))),
  Softplus: unaryRule(({ mul, sigmoid }, { dy, x }) => mul(dy, sigmoid(x))),
  Softsign: unaryRule(({ mul, sub, abs }, { dy, y }) => {
    const rest = sub(1, abs(y));
    return mul(dy, mul(rest, rest));
  }),
  Elu: exponentialUnit((node) => ({ scale: 1, low: readFloat(node, 'alpha', 1), high: 1 })),
  Selu: exponentialUnit((node) => {
    const gamma = readFloat(node, 'gamma', 1.0507009873554805);
    return { scale: 1, low: gamma * readFloat(node, 'alpha', 1.6732632423543772), high: gamma };
  }),
  Celu: exponentialUnit((node) => ({ scale: 1 / readFloat(node, 'alpha', 1), low: 1, high: 1 })),
};

// Element-wise arithmetic. Gradients may keep broadcast axes: the walk sums them away.
import type { Value } from '../../onnx/builder.ts';
import { fromNumbers, toNumbers } from '../../onnx/tensor.ts';
import { dataTypeCode } from '../../onnx/write.ts';
import { type Rule, type RuleContext, type RuleTable, simpleRule } from '../rule.ts';
import { sumToShape } from '../walk.ts';
import { type Arithmetic, arithmetic, stepRule, toFloat, unaryRule } from './common.ts';

type BinaryGradient = (
  math: Arithmetic,
  values: {
    readonly a: Value;
    readonly b: Value;
    readonly y: Value;
    readonly dy: Value;
    /** Sums to the shape of `b`, which is often much smaller: worth doing before anything else. */
    readonly sumToB: (value: Value) => Value;
  },
) => Value;

/** A rule for `y = f(a, b)` with broadcasting. */
function binaryRule(gradientA: BinaryGradient, gradientB: BinaryGradient): Rule {
  return simpleRule((context, dy, y, [wantedA, wantedB]) => {
    const { builder } = context;
    const math = arithmetic(builder);
    const [a, b] = [context.input(0), context.input(1)];
    const values = { a, b, y, dy, sumToB: (value: Value) => sumToShape(builder, value, b.shape) };
    return [wantedA ? gradientA(math, values) : undefined, wantedB ? gradientB(math, values) : undefined];
  });
}

/** Minimum or maximum of any number of values. Where several are extreme they share the gradient evenly, as in PyTorch. */
const extremeRule: Rule = simpleRule(({ builder, inputs }, dy, y, wanted) => {
  const { add, mul, div, equal } = arithmetic(builder);
  if (inputs.length === 1) return [dy];
  const masks = inputs.map((input) => (input ? equal(input, y) : undefined));
  const count = masks.reduce((sum, mask) => (sum && mask ? add(sum, mask) : (sum ?? mask)));
  const share = count ? div(dy, count) : dy;
  return masks.map((mask, index) => (mask && wanted[index] ? mul(share, mask) : undefined));
});

/** Sum and Mean of any number of values, as additions: neither operator exists on WebGPU. */
const totalRule =
  (factor: (count: number) => number): Rule =>
  ({ builder, inputs, input }) => {
    const { add, mul } = arithmetic(builder);
    const scale = factor(inputs.length);
    const total = inputs.slice(1).reduce<Value>((sum, value) => (value ? add(sum, value) : sum), inputs[0] ?? input(0));
    return {
      outputs: [mul(total, scale)],
      backward: ([dy]) => {
        const share = dy && mul(dy, scale);
        return inputs.map(() => share);
      },
    };
  };

/** dy/dbase of a power, `exponent·base^(exponent−1)`. */
function powerSlope({ builder }: RuleContext, base: Value, exponent: Value, y: Value): Value {
  const { add, mul, div } = arithmetic(builder);
  const constant = builder.isWeight(exponent) ? undefined : builder.constantOf(exponent);
  if (!constant) return mul(exponent, builder.op('Pow', [base, add(exponent, -1)]));
  const exponents = toNumbers(constant);
  if (exponents.length === 1 && exponents[0] === 2) return mul(base, 2);
  if (exponents.length === 1 && exponents[0] === 0.5) return div(0.5, y);
  const tensor = (numbers: readonly number[]) => builder.constant(fromNumbers('float32', constant.shape, numbers));
  // x⁰ has slope 0 everywhere, at 0 too, where 0·0⁻¹ would be no number.
  const lower = exponents.map((number) => (number === 0 ? 0 : number - 1));
  return mul(builder.op('Pow', [base, tensor(lower)]), tensor(exponents));
}

/** Smallest base whose logarithm the exponent's gradient takes; a base of 0 gives y = 0 and so the gradient 0 of PyTorch. */
const SMALLEST_BASE = 1e-30;

const powRule: Rule = simpleRule((context, dy, y, [wantedBase, wantedExponent]) => {
  const { mul, log, max } = arithmetic(context.builder);
  const [base, exponent] = [context.input(0), context.input(1)];
  return [
    wantedBase ? mul(dy, powerSlope(context, base, exponent, y)) : undefined,
    wantedExponent ? mul(mul(dy, y), log(max(base, SMALLEST_BASE))) : undefined,
  ];
});

const whereRule: Rule = simpleRule((context, dy, _, [, wantedA, wantedB]) => {
  const { builder } = context;
  const { mul, sub } = arithmetic(builder);
  const condition = context.input(0);
  const gradientA = wantedA ? mul(dy, toFloat(builder, condition)) : undefined;
  if (!wantedB) return [undefined, gradientA];
  return [
    undefined,
    gradientA,
    gradientA ? sub(dy, gradientA) : mul(dy, toFloat(builder, builder.op('Not', [condition]))),
  ];
});

const castRule: Rule = simpleRule((context, dy, y) => {
  const { type } = context.input(0);
  if (!type.startsWith('float') || !y.type.startsWith('float')) return [];
  return [type === dy.type ? dy : context.builder.op('Cast', [dy], { to: dataTypeCode(type) })];
});

const steps = 'Floor Ceil Round Sign Not And Or Xor Equal Greater GreaterOrEqual Less LessOrEqual IsNaN IsInf';

export const arithmeticRules: RuleTable = {
  Add: binaryRule(
    (_, { dy }) => dy,
    (_, { dy }) => dy,
  ),
  Sub: binaryRule(
    (_, { dy }) => dy,
    ({ neg }, { dy, sumToB }) => neg(sumToB(dy)),
  ),
  Mul: binaryRule(
    ({ mul }, { dy, b }) => mul(dy, b),
    ({ mul }, { dy, a }) => mul(dy, a),
  ),
  Div: binaryRule(
    ({ div }, { dy, b }) => div(dy, b),
    ({ div, mul, neg }, { dy, y, b, sumToB }) => neg(div(sumToB(mul(dy, y)), b)),
  ),
  Pow: powRule,
  Min: extremeRule,
  Max: extremeRule,
  Sum: totalRule(() => 1),
  Mean: totalRule((count) => 1 / count),
  Where: whereRule,
  Cast: castRule,
  Neg: unaryRule(({ neg }, { dy }) => neg(dy)),
  Abs: unaryRule(({ mul, sign }, { dy, x }) => mul(dy, sign(x))),
  Sqrt: unaryRule(({ mul, div }, { dy, y }) => div(mul(dy, 0.5), y)),
  Exp: unaryRule(({ mul }, { dy, y }) => mul(dy, y)),
  Log: unaryRule(({ div }, { dy, x }) => div(dy, x)),
  Reciprocal: unaryRule(({ mul, neg }, { dy, y }) => neg(mul(mul(dy, y), y))),
  Sin: unaryRule(({ mul, cos }, { dy, x }) => mul(dy, cos(x))),
  Cos: unaryRule(({ mul, neg, sin }, { dy, x }) => neg(mul(dy, sin(x)))),
  Erf: unaryRule(({ mul, neg, exp }, { dy, x }) => mul(dy, mul(exp(neg(mul(x, x))), 2 / Math.sqrt(Math.PI)))),
  ...Object.fromEntries(steps.split(' ').map((operator) => [operator, stepRule])),
};

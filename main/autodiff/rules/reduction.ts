// Reductions. Axes come as an attribute or, for ReduceSum, as a constant input.
import { readInt, readInts } from '../../onnx/attribute.ts';
import type { Value } from '../../onnx/builder.ts';
import { elementCount, toNumbers } from '../../onnx/tensor.ts';
import { type Rule, type RuleContext, type RuleTable, simpleRule } from '../rule.ts';
import { type Arithmetic, arithmetic, expand, reshape, resolveAxis, sumOver } from './common.ts';

interface Reduction {
  readonly x: Value;
  /** Output and its gradient, with size 1 along the reduced axes. */
  readonly y: Value;
  readonly dy: Value;
  /** Elements per sum. */
  readonly count: number;
  readonly sum: (value: Value) => Value;
  /** Repeats along the reduced axes. */
  readonly spread: (value: Value) => Value;
}

function axesOf(context: RuleContext): readonly number[] {
  const { node, inputs } = context;
  const { shape } = context.input(0);
  const listed = readInts(node, 'axes', undefined) ?? (inputs[1] ? toNumbers(context.constant(1)) : []);
  if (listed.length > 0) return listed.map((axis) => resolveAxis(axis, shape.length));
  return readInt(node, 'noop_with_empty_axes', 0) === 1 ? [] : shape.map((_, axis) => axis);
}

function reductionRule(gradient: (math: Arithmetic, reduction: Reduction) => Value): Rule {
  return simpleRule((context, dy, y) => {
    const { builder } = context;
    const x = context.input(0);
    const axes = axesOf(context);
    const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    return [
      gradient(arithmetic(builder), {
        x,
        y: reshape(builder, y, kept),
        dy: reshape(builder, dy, kept),
        count: elementCount(x.shape) / elementCount(kept),
        sum: (value) => (axes.length > 0 ? sumOver(builder, value, axes) : value),
        spread: (value) => expand(builder, value, x.shape),
      }),
    ];
  });
}

/** Elements equal to the extreme share its gradient evenly, as in PyTorch's amax and amin. */
const extremeRule = reductionRule(({ mul, div, equal }, { x, y, dy, sum }) => {
  const mask = equal(x, y);
  return mul(mask, div(dy, sum(mask)));
});

export const reductionRules: RuleTable = {
  ReduceSum: reductionRule((_, { dy, spread }) => spread(dy)),
  ReduceMean: reductionRule(({ mul }, { dy, count, spread }) => spread(mul(dy, 1 / count))),
  ReduceMax: extremeRule,
  ReduceMin: extremeRule,
  ReduceL1: reductionRule(({ mul, sign }, { x, dy }) => mul(sign(x), dy)),
  // A norm of 0 has gradient 0, as in PyTorch.
  ReduceL2: reductionRule(({ mul, div, max }, { x, y, dy }) => mul(x, div(dy, max(y, 1e-30)))),
  ReduceSumSquare: reductionRule(({ mul }, { x, dy }) => mul(x, mul(dy, 2))),
  ReduceLogSumExp: reductionRule(({ mul, sub, exp }, { x, y, dy }) => mul(exp(sub(x, y)), dy)),
};

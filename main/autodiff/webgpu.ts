// The training graph for WebGPU: the portable rules, written without the operators that ONNX Runtime 1.30 lacks there and
// without the forms of others that it computes wrong (found by the agreement of all rules: test/bench/README.md).
import { float, readFloat, readInt } from '../onnx/attribute.ts';
import type { Dialect, GraphBuilder, Rewriting, Value } from '../onnx/builder.ts';
import { fromNumbers, toNumbers } from '../onnx/tensor.ts';
import type { Lowering } from './rule.ts';
import { arithmetic, reshape, resolveAxis } from './rules/common.ts';
import { portableRules } from './rules/index.ts';

type Math = ReturnType<typeof arithmetic>;
type Node = Parameters<Rewriting>[2];

/** An operator of one value. */
const unary =
  (write: (math: Math, x: Value, node: Node, builder: GraphBuilder) => Value): Rewriting =>
  (builder, [x], node) =>
    x && write(arithmetic(builder), x, node, builder);

/** An operator of two truths. */
const logical =
  (write: (builder: GraphBuilder, a: Value, b: Value) => Value): Rewriting =>
  (builder, [a, b]) =>
    a && b && write(builder, a, b);

const either = (builder: GraphBuilder, a: Value, b: Value): Value =>
  builder.op('Not', [builder.op('And', [builder.op('Not', [a]), builder.op('Not', [b])])]);

/** Halves go to the even neighbour. */
const round = unary((math, x, _, builder) => {
  const floor = (value: Value) => builder.op('Floor', [value]);
  const up = floor(math.add(x, 0.5));
  const isHalf = math.equal(math.sub(x, floor(x)), 0.5);
  const odd = math.sub(up, math.mul(floor(math.mul(up, 0.5)), 2));
  return math.sub(up, math.mul(isHalf, odd));
});

/** The largest float32: only infinities lie beyond. */
const LARGEST = 3.4028234663852886e38;

const isInfinite = unary((math, x, node, builder) => {
  const beyond = (value: Value) => builder.op('Greater', [value, builder.scalar(LARGEST)]);
  const [negative, positive] = [readInt(node, 'detect_negative', 1) === 1, readInt(node, 'detect_positive', 1) === 1];
  if (negative && positive) return beyond(math.abs(x));
  return beyond(negative ? math.neg(x) : positive ? x : math.mul(math.abs(x), 0));
});

/** Its kernel takes no exponents of whole numbers. */
const power: Rewriting = (builder, [base, exponent]) => {
  const constant = exponent && builder.constantOf(exponent);
  if (!base || !constant || constant.type === base.type || base.type !== 'float32') return undefined;
  return builder.op('Pow', [base, builder.constant(fromNumbers('float32', constant.shape, toNumbers(constant)))]);
};

/** Going backwards it begins at the last element, whatever it was told: what lies behind the first one is cut off before. */
const slice: Rewriting = (builder, inputs) => {
  const [x, ...lists] = inputs;
  const [starts, , axes, steps] = lists.map((list) => {
    const constant = list && builder.constantOf(list);
    return constant && toNumbers(constant);
  });
  if (!x || !starts || !steps) return undefined;
  const cuts = starts.flatMap((start, index) => {
    const axis = resolveAxis(axes?.[index] ?? index, x.shape.length);
    const length = x.shape[axis] ?? 1;
    const first = start < 0 ? start + length : start;
    return (steps[index] ?? 1) < 0 && first < length - 1 ? [{ index, axis, end: first + 1 }] : [];
  });
  if (cuts.length === 0) return undefined;
  const cut = cuts.reduce(
    (value, { axis, end }) =>
      builder.op('Slice', [value, builder.ints([0]), builder.ints([end]), builder.ints([axis])]),
    x,
  );
  const begins = starts.map((start, index) => (cuts.some((one) => one.index === index) ? -1 : start));
  return builder.op('Slice', [cut, builder.ints(begins), ...lists.slice(1)]);
};

/** Groups with several inputs and one output each are wrong: every group by itself. w `[C,1,k…]`. */
const transposedConvolution: Rewriting = (builder, [x, w, bias], node) => {
  const group = readInt(node, 'group', 1);
  if (!x || !w || group === 1 || w.shape[1] !== 1 || w.shape[0] === group) return undefined;
  const attributes = { ...node.attributes, group: 1 };
  const lengths = Array<number>(group).fill((w.shape[0] ?? group) / group);
  const [images, weights] = [
    builder.multi('Split', [x, builder.ints(lengths)], { axis: 1 }, group),
    builder.multi('Split', [w, builder.ints(lengths)], { axis: 0 }, group),
  ];
  const parts = images.map((image, index) => builder.op('ConvTranspose', [image, weights[index]], attributes));
  const whole = builder.op('Concat', parts, { axis: 1 });
  if (!bias) return whole;
  return builder.op('Add', [whole, reshape(builder, bias, [...bias.shape, ...x.shape.slice(2).map(() => 1)])]);
};

const dialect: Dialect = {
  Softsign: unary(({ div, add, abs }, x) => div(x, add(abs(x), 1))),
  Selu: unary(({ mul }, x, node, builder) => {
    const alpha = readFloat(node, 'alpha', 1.6732632423543772);
    const curve = builder.op('Elu', [x], { alpha: float(alpha) });
    return mul(curve, readFloat(node, 'gamma', 1.0507009873554805));
  }),
  Celu: unary(({ mul }, x, node, builder) => {
    const alpha = readFloat(node, 'alpha', 1);
    return mul(builder.op('Elu', [mul(x, 1 / alpha)]), alpha);
  }),
  Round: round,
  Sign: unary(({ sign }, x) => sign(x)),
  Or: logical(either),
  Xor: logical((builder, a, b) =>
    builder.op('And', [either(builder, a, b), builder.op('Not', [builder.op('And', [a, b])])]),
  ),
  IsInf: isInfinite,
  Pow: power,
  Slice: slice,
  ConvTranspose: transposedConvolution,
};

export const webgpu: Lowering = { name: 'webgpu', rules: portableRules, prepare: (graph) => graph, dialect };

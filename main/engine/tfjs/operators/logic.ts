// Comparisons, logic, selection and casts. Truth values are tfjs's bool.
import type { Tensor, Tf } from '../api.ts';
import { binary, keptType, type Operator, type OperatorContext, type OperatorTable, unary } from '../operator.ts';

const compare = (compute: (tf: Tf, a: Tensor, b: Tensor) => Tensor): Operator =>
  binary(
    ({ tf }) =>
      (a, b) =>
        compute(tf, a, b),
  );

const where: Operator = {
  operands: [0, 1, 2],
  required: 3,
  prepare: (context) => (operands) => {
    const [condition, a, b] = operands;
    return condition && a && b ? [context.tf.where(condition, a, b)] : context.fail('an operand is missing');
  },
};

/** Whole numbers a type holds, as far as int32 carries them. */
const ranges: Readonly<Record<string, readonly [low: number, high: number]>> = {
  uint8: [0, 255],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [-(2 ** 31), 2 ** 31 - 1],
};

/** Floats become whole numbers by dropping the fraction; one that does not fit stops the run instead of wrapping round. */
function toWhole(context: OperatorContext, [low, high]: readonly [number, number]): (x: Tensor) => Tensor {
  const { tf } = context;
  return (x) => {
    const values = x.dataSync();
    const wrong = values.find((value) => !(Math.trunc(value) >= low && Math.trunc(value) <= high));
    if (wrong !== undefined) context.fail(`${wrong} does not fit ${context.node.outputs[0]?.type}`);
    return tf.cast(x, 'int32');
  };
}

const cast: Operator = unary((context) => {
  const { tf, node } = context;
  const to = node.outputs[0]?.type ?? 'float32';
  const from = context.input(0).type;
  const kept = keptType(to) ?? context.fail(`it casts to ${to}`);
  const range = ranges[to];
  if (!range || from === 'bool' || from === to) return (x) => tf.cast(x, kept);
  return toWhole(context, range);
});

export const logicOperators: OperatorTable = {
  Equal: compare((tf, a, b) => tf.equal(a, b)),
  Greater: compare((tf, a, b) => tf.greater(a, b)),
  GreaterOrEqual: compare((tf, a, b) => tf.greaterEqual(a, b)),
  Less: compare((tf, a, b) => tf.less(a, b)),
  LessOrEqual: compare((tf, a, b) => tf.lessEqual(a, b)),
  And: compare((tf, a, b) => tf.logicalAnd(a, b)),
  Or: compare((tf, a, b) => tf.logicalOr(a, b)),
  Xor: compare((tf, a, b) => tf.notEqual(tf.cast(a, 'int32'), tf.cast(b, 'int32'))),
  Not: unary(
    ({ tf }) =>
      (x) =>
        tf.logicalNot(x),
  ),
  IsNaN: unary(
    ({ tf }) =>
      (x) =>
        tf.isNaN(x),
  ),
  IsInf: unary(
    ({ tf }) =>
      (x) =>
        tf.isInf(x),
  ),
  Where: where,
  Cast: cast,
};

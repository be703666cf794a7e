// Element-wise arithmetic in float32, broadcasting as ONNX and tfjs both do.
import type { Tensor, Tf } from '../api.ts';
import { binary, type Operator, type OperatorTable, unary, variadic } from '../operator.ts';

const map = (compute: (tf: Tf, x: Tensor) => Tensor): Operator =>
  unary((context) => {
    context.needsFloats();
    return (x) => compute(context.tf, x);
  });

const combine = (compute: (tf: Tf, a: Tensor, b: Tensor) => Tensor): Operator =>
  binary((context) => {
    context.needsFloats();
    return (a, b) => compute(context.tf, a, b);
  });

/** The exponent may be of another type. */
const power: Operator = binary((context) => {
  const { tf } = context;
  if (context.input(0).type !== 'float32') context.fail('it computes in float32 only');
  return (base, exponent) => tf.pow(base, tf.cast(exponent, 'float32'));
});

/** Combines any number of operands from left to right. */
const chain = (
  compute: (tf: Tf, a: Tensor, b: Tensor) => Tensor,
  finish = (_: Tf, x: Tensor, __: number) => x,
): Operator =>
  variadic((context) => {
    context.needsFloats();
    const { tf } = context;
    return (operands) =>
      finish(
        tf,
        operands.reduce((a, b) => compute(tf, a, b)),
        operands.length,
      );
  });

export const arithmeticOperators: OperatorTable = {
  Add: combine((tf, a, b) => tf.add(a, b)),
  Sub: combine((tf, a, b) => tf.sub(a, b)),
  Mul: combine((tf, a, b) => tf.mul(a, b)),
  Div: combine((tf, a, b) => tf.div(a, b)),
  Pow: power,
  Min: chain((tf, a, b) => tf.minimum(a, b)),
  Max: chain((tf, a, b) => tf.maximum(a, b)),
  Sum: chain((tf, a, b) => tf.add(a, b)),
  Mean: chain(
    (tf, a, b) => tf.add(a, b),
    (tf, x, count) => tf.div(x, count),
  ),
  Neg: map((tf, x) => tf.neg(x)),
  Abs: map((tf, x) => tf.abs(x)),
  Sign: map((tf, x) => tf.sign(x)),
  Sqrt: map((tf, x) => tf.sqrt(x)),
  Exp: map((tf, x) => tf.exp(x)),
  Log: map((tf, x) => tf.log(x)),
  Reciprocal: map((tf, x) => tf.reciprocal(x)),
  Floor: map((tf, x) => tf.floor(x)),
  Ceil: map((tf, x) => tf.ceil(x)),
  Round: map((tf, x) => tf.round(x)),
  Sin: map((tf, x) => tf.sin(x)),
  Cos: map((tf, x) => tf.cos(x)),
  Erf: map((tf, x) => tf.erf(x)),
};

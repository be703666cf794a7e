// Small graph idioms that several rules share.
import type { Attributes } from '../../onnx/attribute.ts';
import type { GraphBuilder, Value } from '../../onnx/builder.ts';
import { elementCount, float32 } from '../../onnx/tensor.ts';
import { dataTypeCode } from '../../onnx/write.ts';
import { type Rule, simpleRule } from '../rule.ts';

/** 1 where the comparison holds, else 0, as float32: multiplying by it is twice as fast as Where on CPU kernels. */
export function maskWhere(
  builder: GraphBuilder,
  comparison: 'Greater' | 'Less' | 'Equal' | 'GreaterOrEqual' | 'LessOrEqual',
  a: Value,
  b: Value,
): Value {
  return toFloat(builder, builder.op(comparison, [a, b]));
}

export function toFloat(builder: GraphBuilder, value: Value): Value {
  return builder.op('Cast', [value], { to: dataTypeCode('float32') });
}

/** Reshapes to fixed sizes; returns the value itself when they already fit. */
export function reshape(builder: GraphBuilder, value: Value, shape: readonly number[]): Value {
  const same = shape.length === value.shape.length && shape.every((length, axis) => length === value.shape[axis]);
  return same ? value : builder.op('Reshape', [value, builder.ints(shape)]);
}

/** A float value, or a number that becomes a shared scalar. */
export type Operand = Value | number;

/** Element-wise arithmetic in short names. Multiplying by the number 1 and adding the number 0 cost nothing. */
export function arithmetic(builder: GraphBuilder) {
  const value = (operand: Operand) => (typeof operand === 'number' ? builder.scalar(operand) : operand);
  const unary = (operator: string) => (a: Value) => builder.op(operator, [a]);
  const binary = (operator: string, neutral?: number) => (a: Operand, b: Operand) =>
    b === neutral ? value(a) : builder.op(operator, [value(a), value(b)]);
  const mask = (comparison: Parameters<typeof maskWhere>[1]) => (a: Operand, b: Operand) =>
    maskWhere(builder, comparison, value(a), value(b));
  return {
    add: binary('Add', 0),
    sub: binary('Sub', 0),
    mul: binary('Mul', 1),
    div: binary('Div', 1),
    pow: binary('Pow', 1),
    min: binary('Min'),
    max: binary('Max'),
    neg: unary('Neg'),
    abs: unary('Abs'),
    exp: unary('Exp'),
    log: unary('Log'),
    sqrt: unary('Sqrt'),
    reciprocal: unary('Reciprocal'),
    sigmoid: unary('Sigmoid'),
    sin: unary('Sin'),
    cos: unary('Cos'),
    greater: mask('Greater'),
    less: mask('Less'),
    equal: mask('Equal'),
    /** 1 where `low < a < high`, else 0; the comparisons stay one byte wide. */
    between: (a: Value, low: Operand, high: Operand) =>
      toFloat(
        builder,
        builder.op('And', [builder.op('Greater', [a, value(low)]), builder.op('Less', [a, value(high)])]),
      ),
    /** -1, 0 or 1. (Sign is missing on WebGPU.) */
    sign: (a: Value) =>
      builder.op('Sub', [
        maskWhere(builder, 'Greater', a, builder.scalar(0)),
        maskWhere(builder, 'Less', a, builder.scalar(0)),
      ]),
  };
}

export type Arithmetic = ReturnType<typeof arithmetic>;

/** What the gradient of a function of one variable may use: the input, the output, its gradient and the attributes. */
export interface Unary {
  readonly x: Value;
  readonly y: Value;
  readonly dy: Value;
  readonly node: { readonly operator: string; readonly name: string; readonly attributes: Attributes };
}

/** A rule for `y = f(x)`, element by element. */
export function unaryRule(gradient: (math: Arithmetic, values: Unary) => Value): Rule {
  return simpleRule((context, dy, y) => [
    gradient(arithmetic(context.builder), { x: context.input(0), y, dy, node: context.node }),
  ]);
}

/** A rule for steps and comparisons: emitted as it is, its gradient is zero wherever it exists. */
export const stepRule: Rule = (context) => ({ outputs: context.emit(), backward: () => [] });

/** Resolves a possibly negative axis. */
export const resolveAxis = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** Sum over `axes`, which keep size 1. */
export function sumOver(builder: GraphBuilder, value: Value, axes: readonly number[]): Value {
  return builder.op('ReduceSum', [value, builder.ints(axes)], { keepdims: 1 });
}

/** Mean over `axes`, which keep size 1. */
export function meanOver(builder: GraphBuilder, value: Value, axes: readonly number[]): Value {
  return builder.op('ReduceMean', [value], { axes, keepdims: 1 });
}

export function expand(builder: GraphBuilder, value: Value, shape: readonly number[]): Value {
  return elementCount(value.shape) === elementCount(shape)
    ? reshape(builder, value, shape)
    : builder.op('Expand', [value, builder.ints(shape)]);
}

/** Zeros around a value, or, where a pad is negative, that many elements less. `pads`: all begins, then all ends. */
export function pad(builder: GraphBuilder, value: Value, pads: readonly number[]): Value {
  return pads.every((length) => length === 0) ? value : builder.op('Pad', [value, builder.ints(pads)]);
}

/** Zeros (or, negative, cuts) before and after one axis. */
export function padAxis(builder: GraphBuilder, value: Value, axis: number, before: number, after: number): Value {
  const zeros = value.shape.map(() => 0);
  return pad(builder, value, [...zeros.with(axis, before), ...zeros.with(axis, after)]);
}

/**
 * Applies a linear map along one axis: `result[…,i,…] = Σⱼ matrix[i,j]·value[…,j,…]`.
 * @param matrix `[rows, length of the axis]`, or its transpose where asked for
 */
export function applyAlong(
  builder: GraphBuilder,
  matrix: (transposed: boolean) => Value,
  value: Value,
  axis: number,
): Value {
  const { shape } = value;
  if (axis === shape.length - 1 && axis > 0) return builder.op('MatMul', [value, matrix(true)]);
  const folded = [elementCount(shape.slice(0, axis)), shape[axis] ?? 1, elementCount(shape.slice(axis + 1))];
  const product = builder.op('MatMul', [matrix(false), reshape(builder, value, folded)]);
  return reshape(builder, product, shape.with(axis, product.shape[1] ?? 1));
}

/**
 * The transpose of picking `indices` along `axis` of a value with `length` elements there: adds each element of `dy` where
 * it came from. Indices may repeat. Cheapest form first: Pad for a run, Gather for a permutation, else a product.
 */
export function scatterAlong(
  builder: GraphBuilder,
  dy: Value,
  indices: readonly number[],
  length: number,
  axis: number,
): Value {
  const [first = 0] = indices;
  if (indices.every((index, position) => index === first + position)) {
    return padAxis(builder, dy, axis, first, length - first - indices.length);
  }
  if (indices.length === length && new Set(indices).size === length) {
    const inverse = indices.map((_, target) => indices.indexOf(target));
    return builder.op('Gather', [dy, builder.ints(inverse)], { axis });
  }
  const positions = Array.from({ length }, (_, position) => position);
  // Floats, because WebGPU compares no int64; the graph builds the one-hot matrix, so the file does not carry it.
  const targets = (shape: readonly number[]) => builder.constant(float32(shape, positions));
  const sources = (shape: readonly number[]) => builder.constant(float32(shape, indices));
  return applyAlong(
    builder,
    (transposed) =>
      transposed
        ? maskWhere(builder, 'Equal', sources([indices.length, 1]), targets([1, length]))
        : maskWhere(builder, 'Equal', targets([length, 1]), sources([1, indices.length])),
    dy,
    axis,
  );
}

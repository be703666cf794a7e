// Matrix products: Gemm and MatMul (batched and broadcast).
import { readFloat, readInt } from '../../onnx/attribute.ts';
import type { GraphBuilder, Value } from '../../onnx/builder.ts';
import { elementCount } from '../../onnx/tensor.ts';
import { type RuleContext, type RuleTable, simpleRule } from '../rule.ts';
import { reshape } from './common.ts';

interface Operand {
  readonly value: Value;
  readonly transposed: boolean;
}

const plain = (value: Value): Operand => ({ value, transposed: false });
const transposed = (value: Value): Operand => ({ value, transposed: true });

/** Product of matrices `[…,m,k]·[…,k,n]`, either side given transposed. Two matrices take one Gemm. */
export function multiply(builder: GraphBuilder, a: Operand, b: Operand): Value {
  if (a.value.shape.length === 2 && b.value.shape.length === 2) {
    if (!a.transposed && !b.transposed) return builder.op('MatMul', [a.value, b.value]);
    return builder.op('Gemm', [a.value, b.value], { transA: Number(a.transposed), transB: Number(b.transposed) });
  }
  return builder.op('MatMul', [swapLast(builder, a), swapLast(builder, b)]);
}

function swapLast(builder: GraphBuilder, { value, transposed: swap }: Operand): Value {
  if (!swap) return value;
  const order = value.shape.map((_, axis) => axis);
  return builder.op('Transpose', [value], { perm: [...order.slice(0, -2), ...order.slice(-2).reverse()] });
}

const gemm = simpleRule((context, dy, _, [wantA, wantB, wantC]) => {
  const { builder, node } = context;
  const [a, b] = [context.input(0), context.input(1)];
  const [transA, transB] = [readInt(node, 'transA', 0) === 1, readInt(node, 'transB', 0) === 1];
  const scaled = (factor: number) => (factor === 1 ? dy : builder.op('Mul', [dy, builder.scalar(factor)]));
  const d = wantA || wantB ? scaled(readFloat(node, 'alpha', 1)) : dy;
  // y = A'·B' with A' = Aᵀ where transA: dA' = dy·B'ᵀ, dB' = A'ᵀ·dy.
  const dA = () =>
    transA
      ? multiply(builder, { value: b, transposed: transB }, transposed(d))
      : multiply(builder, plain(d), { value: b, transposed: !transB });
  const dB = () =>
    transB
      ? multiply(builder, transposed(d), { value: a, transposed: transA })
      : multiply(builder, { value: a, transposed: !transA }, plain(d));
  return [wantA ? dA() : undefined, wantB ? dB() : undefined, wantC ? scaled(readFloat(node, 'beta', 1)) : undefined];
});

const matMul = simpleRule((context, dy, _, [wantA, wantB]) => {
  const [a, b] = [context.input(0), context.input(1)];
  if (a.shape.length === 1 || b.shape.length === 1) return vectorProduct(context, a, b, dy);
  if (b.shape.length === 2) return sharedRight(context, a, b, dy, wantA, wantB);
  const { builder } = context;
  return [
    wantA ? multiply(builder, plain(dy), transposed(b)) : undefined,
    wantB ? multiply(builder, transposed(a), plain(dy)) : undefined,
  ];
});

/** `[…,m,k]·[k,n]`: all rows of the batch in one product. */
function sharedRight(context: RuleContext, a: Value, b: Value, dy: Value, wantA = false, wantB = false) {
  const { builder } = context;
  const [inner = 1, columns = 1] = b.shape;
  const rows = elementCount(a.shape) / inner;
  const flatDy = reshape(builder, dy, [rows, columns]);
  return [
    wantA ? reshape(builder, multiply(builder, plain(flatDy), transposed(b)), a.shape) : undefined,
    wantB ? multiply(builder, transposed(reshape(builder, a, [rows, inner])), plain(flatDy)) : undefined,
  ];
}

/** A one-dimensional side counts as a row on the left, a column on the right. */
function vectorProduct({ builder }: RuleContext, a: Value, b: Value, dy: Value) {
  const rowA = a.shape.length === 1 ? reshape(builder, a, [1, ...a.shape]) : a;
  const columnB = b.shape.length === 1 ? reshape(builder, b, [...b.shape, 1]) : b;
  const batch = dy.shape.slice(0, dy.shape.length - Number(a.shape.length > 1) - Number(b.shape.length > 1));
  const d = reshape(builder, dy, [...batch, rowA.shape.at(-2) ?? 1, columnB.shape.at(-1) ?? 1]);
  const dA = multiply(builder, plain(d), transposed(columnB));
  const dB = multiply(builder, transposed(rowA), plain(d));
  return [a.shape.length === 1 ? sumBatch(builder, dA, a) : dA, b.shape.length === 1 ? sumBatch(builder, dB, b) : dB];
}

function sumBatch(builder: GraphBuilder, gradient: Value, vector: Value): Value {
  const axes = gradient.shape.slice(0, -2).map((_, axis) => axis);
  const summed = axes.length ? builder.op('ReduceSum', [gradient, builder.ints(axes)], { keepdims: 0 }) : gradient;
  return reshape(builder, summed, vector.shape);
}

export const linearRules: RuleTable = { Gemm: gemm, MatMul: matMul };

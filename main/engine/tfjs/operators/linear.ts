// Matrix products in float32: Gemm, and MatMul with broadcast batches and one-dimensional sides.
import { readFloat, readInt } from '../../../onnx/attribute.ts';
import { broadcast } from '../../../onnx/infer/inference.ts';
import { elementCount } from '../../../onnx/tensor.ts';
import type { Tensor } from '../api.ts';
import { binary, type Operator, type OperatorTable, ternary } from '../operator.ts';

/** The batch of both sides laid out the same, in one axis: what every tfjs backend multiplies. */
const matMul: Operator = binary((context) => {
  context.needsFloats();
  const { tf, outputShape } = context;
  const [left, right] = [context.input(0).shape, context.input(1).shape];
  const a = left.length === 1 ? [1, ...left] : [...left];
  const b = right.length === 1 ? [...right, 1] : [...right];
  const batch = broadcast(a.slice(0, -2), b.slice(0, -2)) ?? context.fail('the batches do not broadcast');
  const isShared = b.length === 2;
  const flatten = (x: Tensor, own: readonly number[]) => {
    const whole = tf.reshape(x, [...own]);
    const full = [...batch, ...own.slice(-2)];
    const spread = elementCount(full) === elementCount(own) ? whole : tf.broadcastTo(whole, full);
    return tf.reshape(spread, [elementCount(batch), ...own.slice(-2)]);
  };
  if (isShared) {
    const inner = b[0] ?? 1;
    const rows = elementCount(a) / inner;
    return (x, y) => tf.reshape(tf.matMul(tf.reshape(x, [rows, inner]), tf.reshape(y, b)), outputShape);
  }
  return (x, y) => tf.reshape(tf.matMul(flatten(x, a), flatten(y, b)), outputShape);
});

const gemm: Operator = ternary((context) => {
  context.needsFloats();
  const { tf, node } = context;
  const [transA, transB] = [readInt(node, 'transA', 0) === 1, readInt(node, 'transB', 0) === 1];
  const [alpha, beta] = [readFloat(node, 'alpha', 1), readFloat(node, 'beta', 1)];
  const scaled = (x: Tensor, factor: number) => (factor === 1 ? x : tf.mul(x, factor));
  return (a, b, c) => {
    const product = scaled(tf.matMul(a, b, transA, transB), alpha);
    return c ? tf.add(product, scaled(c, beta)) : product;
  };
});

export const linearOperators: OperatorTable = { MatMul: matMul, Gemm: gemm };

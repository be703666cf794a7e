// Operators that pick or write elements by index. Indices are int64 in ONNX and int32 here.
import { readInt, readString } from '../../../onnx/attribute.ts';
import { size } from '../../../onnx/infer/inference.ts';
import type { Tensor, Tf } from '../api.ts';
import { binary, type Operator, type OperatorTable } from '../operator.ts';

/** Negative indices count from the end. */
const wrapped = (tf: Tf, indices: Tensor, length: number): Tensor =>
  tf.add(indices, tf.mul(tf.cast(tf.less(indices, tf.scalar(0, 'int32')), 'int32'), tf.scalar(length, 'int32')));

const gather: Operator = binary((context) => {
  const { tf, node, outputShape } = context;
  const axis = context.axis(readInt(node, 'axis', 0));
  const length = size(context.input(0).shape, axis);
  return (x, indices) => {
    const flat = wrapped(tf, tf.reshape(indices, [-1]), length);
    return tf.reshape(tf.gather(x, flat, axis), outputShape);
  };
});

const scatterND: Operator = {
  operands: [0, 1, 2],
  required: 3,
  prepare: (context) => {
    const { tf, node } = context;
    if (readString(node, 'reduction', 'none') !== 'add') context.fail('only reduction add is supported');
    context.input(0).type === 'float32' || context.fail('it computes in float32 only');
    const { shape } = context.input(0);
    const depth = size(context.input(1).shape, -1);
    const lengths = context.hold(() => tf.tensor1d(shape.slice(0, depth), 'int32'));
    return ([x, indices, updates]) => {
      if (!x || !indices || !updates) return context.fail('an operand is missing');
      const negative = tf.cast(tf.less(indices, tf.scalar(0, 'int32')), 'int32');
      const places = tf.add(indices, tf.mul(negative, lengths));
      return [tf.add(x, tf.scatterND(places, updates, [...shape]))];
    };
  },
};

export const indexingOperators: OperatorTable = { Gather: gather, ScatterND: scatterND };

// Normalisation with given statistics, and softmax over one axis (opset 13 semantics).
import { readFloat, readInt } from '../../../onnx/attribute.ts';
import type { Tensor } from '../api.ts';
import { type Operator, type OperatorTable, unary } from '../operator.ts';

/** x `[N,C,…]` with running statistics `[C]`. */
const batchNormalization: Operator = {
  operands: [0, 1, 2, 3, 4],
  required: 5,
  prepare: (context) => {
    context.needsFloats();
    const { tf, node } = context;
    if (readInt(node, 'training_mode', 0) === 1) context.fail('training mode is not supported');
    const epsilon = readFloat(node, 'epsilon', 1e-5);
    const spatial = context.input(0).shape.slice(2);
    const perChannel = (value: Tensor) => tf.reshape(value, [-1, ...spatial.map(() => 1)]);
    return ([x, scale, bias, mean, variance]) => {
      if (!x || !scale || !bias || !mean || !variance) return context.fail('it needs five inputs');
      const gain = tf.div(scale, tf.sqrt(tf.add(variance, epsilon)));
      return [tf.add(tf.mul(tf.sub(x, perChannel(mean)), perChannel(gain)), perChannel(bias))];
    };
  },
};

const softmax: Operator = unary((context) => {
  context.needsFloats();
  const { tf, node } = context;
  const axis = context.axis(readInt(node, 'axis', -1));
  return (x) => {
    const powers = tf.exp(tf.sub(x, tf.max(x, axis, true)));
    return tf.div(powers, tf.sum(powers, axis, true));
  };
});

const logSoftmax: Operator = unary((context) => {
  context.needsFloats();
  const { tf, node } = context;
  const axis = context.axis(readInt(node, 'axis', -1));
  return (x) => {
    const shifted = tf.sub(x, tf.max(x, axis, true));
    return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), axis, true)));
  };
});

export const normalisationOperators: OperatorTable = {
  BatchNormalization: batchNormalization,
  Softmax: softmax,
  LogSoftmax: logSoftmax,
};

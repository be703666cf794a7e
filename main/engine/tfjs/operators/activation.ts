// Activations in float32, with ONNX's default parameters.
import { readFloat } from '../../../onnx/attribute.ts';
import type { Tensor, Tf } from '../api.ts';
import { binary, type Operator, type OperatorContext, type OperatorTable, unary } from '../operator.ts';

const activation = (prepare: (context: OperatorContext, tf: Tf) => (x: Tensor) => Tensor): Operator =>
  unary((context) => {
    context.needsFloats();
    return prepare(context, context.tf);
  });

/** `positive·x` above zero and `low·(exp(x·inner) − 1)` below. */
const exponentialUnit = (tf: Tf, x: Tensor, low: number, positive = 1, inner = 1): Tensor =>
  tf.add(tf.mul(tf.maximum(x, 0), positive), tf.mul(tf.expm1(tf.mul(tf.minimum(x, 0), inner)), low));

const hardSigmoid = (tf: Tf, x: Tensor, alpha: number, beta: number): Tensor =>
  tf.clipByValue(tf.add(tf.mul(x, alpha), beta), 0, 1);

/** Limits may be left out, and may be computed. */
const clip: Operator = {
  operands: [0, 1, 2],
  required: 1,
  prepare: (context) => {
    context.needsFloats();
    const { tf } = context;
    return ([x, low, high]) => {
      if (!x) return context.fail('its operand is missing');
      const raised = low ? tf.maximum(x, low) : x;
      return [high ? tf.minimum(raised, high) : raised];
    };
  },
};

export const activationOperators: OperatorTable = {
  Relu: activation((_, tf) => (x) => tf.relu(x)),
  LeakyRelu: activation((context, tf) => {
    const alpha = readFloat(context.node, 'alpha', 0.01);
    return (x) => tf.add(tf.maximum(x, 0), tf.mul(tf.minimum(x, 0), alpha));
  }),
  PRelu: binary((context) => {
    context.needsFloats();
    const { tf } = context;
    return (x, slope) => tf.add(tf.maximum(x, 0), tf.mul(tf.minimum(x, 0), slope));
  }),
  ThresholdedRelu: activation((context, tf) => {
    const alpha = readFloat(context.node, 'alpha', 1);
    return (x) => tf.mul(x, tf.cast(tf.greater(x, alpha), 'float32'));
  }),
  Clip: clip,
  Sigmoid: activation((_, tf) => (x) => tf.sigmoid(x)),
  HardSigmoid: activation((context, tf) => {
    const [alpha, beta] = [readFloat(context.node, 'alpha', 0.2), readFloat(context.node, 'beta', 0.5)];
    return (x) => hardSigmoid(tf, x, alpha, beta);
  }),
  HardSwish: activation((_, tf) => (x) => tf.mul(x, hardSigmoid(tf, x, 1 / 6, 0.5))),
  Tanh: activation((_, tf) => (x) => tf.tanh(x)),
  Softplus: activation((_, tf) => (x) => tf.softplus(x)),
  Softsign: activation((_, tf) => (x) => tf.div(x, tf.add(tf.abs(x), 1))),
  Elu: activation((context, tf) => {
    const alpha = readFloat(context.node, 'alpha', 1);
    return (x) => exponentialUnit(tf, x, alpha);
  }),
  Selu: activation((context, tf) => {
    const gamma = readFloat(context.node, 'gamma', 1.0507009873554805);
    const alpha = readFloat(context.node, 'alpha', 1.6732632423543772);
    return (x) => exponentialUnit(tf, x, gamma * alpha, gamma);
  }),
  Celu: activation((context, tf) => {
    const alpha = readFloat(context.node, 'alpha', 1);
    return (x) => exponentialUnit(tf, x, alpha, 1, 1 / alpha);
  }),
};

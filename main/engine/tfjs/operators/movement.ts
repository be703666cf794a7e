// Operators that change the shape, order or number of copies of elements.
import { readInt, readInts, readString } from '../../../onnx/attribute.ts';
import { type Operator, type OperatorTable, unary } from '../operator.ts';

/** All sizes are known when the graph is loaded. */
const reshaping: Operator = unary(
  ({ tf, outputShape }) =>
    (x) =>
      tf.reshape(x, outputShape),
);

const transpose: Operator = unary((context) => {
  const { tf, node } = context;
  const { shape } = context.input(0);
  const order = readInts(node, 'perm', undefined) ?? shape.map((_, axis) => shape.length - 1 - axis);
  return (x) => tf.transpose(x, [...order]);
});

/** Broadcasts both ways, so the result may be larger than the wanted shape says. */
const expand: Operator = unary(
  ({ tf, outputShape }) =>
    (x) =>
      tf.broadcastTo(x, outputShape),
);

const tile: Operator = unary((context) => {
  const repeats = [...(context.numbers(1) ?? context.fail('input 1 is missing'))];
  return (x) => context.tf.tile(x, repeats);
});

/** `[N,C·b²,H,W]` → `[N,C,H·b,W·b]`. */
const depthToSpace: Operator = unary((context) => {
  const { tf, node, outputShape } = context;
  const [batch = 1, channels = 1, height = 1, width = 1] = context.input(0).shape;
  const block = readInt(node, 'blocksize', 1);
  const depth = channels / block ** 2;
  const isBlockFirst = readString(node, 'mode', 'DCR') === 'DCR';
  const split = isBlockFirst
    ? [batch, block, block, depth, height, width]
    : [batch, depth, block, block, height, width];
  const order = isBlockFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3];
  return (x) => tf.reshape(tf.transpose(tf.reshape(x, split), order), outputShape);
});

/** `[N,C,H,W]` → `[N,C·b²,H/b,W/b]`. */
const spaceToDepth: Operator = unary((context) => {
  const { tf, node, outputShape } = context;
  const [batch = 1, channels = 1, height = 1, width = 1] = context.input(0).shape;
  const block = readInt(node, 'blocksize', 1);
  const split = [batch, channels, height / block, block, width / block, block];
  return (x) => tf.reshape(tf.transpose(tf.reshape(x, split), [0, 3, 5, 1, 2, 4]), outputShape);
});

export const movementOperators: OperatorTable = {
  Identity: unary(
    ({ tf }) =>
      (x) =>
        tf.clone(x),
  ),
  Reshape: reshaping,
  Flatten: reshaping,
  Squeeze: reshaping,
  Unsqueeze: reshaping,
  Transpose: transpose,
  Expand: expand,
  Tile: tile,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
};

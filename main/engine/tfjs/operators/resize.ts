// Resize, nearest and linear, axis by axis: tfjs's own resizing knows other coordinate rules than ONNX.
import { readInt, readString } from '../../../onnx/attribute.ts';
import { size } from '../../../onnx/infer/inference.ts';
import { nearestIndex, type ResizedAxis, sourcePosition, withinAxis } from '../../../onnx/resize-positions.ts';
import type { Tensor } from '../api.ts';
import { type Operator, type OperatorContext, type OperatorTable, unary } from '../operator.ts';

interface AxisSize extends ResizedAxis {
  readonly axis: number;
}

const { fround } = Math;

function positionOf(context: OperatorContext, position: number, resized: AxisSize): number {
  const mode = readString(context.node, 'coordinate_transformation_mode', 'half_pixel');
  const found = sourcePosition(mode, position, resized);
  return found ?? context.fail(`coordinate_transformation_mode ${mode} is not supported`);
}

/** Picks the nearest element of each output position. */
function picking(context: OperatorContext, resized: AxisSize): (x: Tensor) => Tensor {
  const { tf } = context;
  const places = Array.from({ length: resized.output }, (_, index) =>
    withinAxis(
      nearestIndex(readString(context.node, 'nearest_mode', 'round_prefer_floor'), positionOf(context, index, resized)),
      resized.input,
    ),
  );
  const indices = context.hold(() => tf.tensor1d(places, 'int32'));
  return (x) => tf.gather(x, indices, resized.axis);
}

/** Mixes the two neighbours of each output position. */
function mixing(context: OperatorContext, resized: AxisSize): (x: Tensor) => Tensor {
  const { tf } = context;
  const { axis, input, output } = resized;
  const positions = Array.from({ length: output }, (_, index) =>
    Math.max(0, Math.min(input - 1, positionOf(context, index, resized))),
  );
  const rest = context.input(0).shape.map((_, at) => (at === axis ? output : 1));
  const lows = positions.map(Math.floor);
  const low = context.hold(() => tf.tensor1d(lows, 'int32'));
  const high = context.hold(() =>
    tf.tensor1d(
      lows.map((index) => withinAxis(index + 1, input)),
      'int32',
    ),
  );
  const share = context.hold(() =>
    tf.reshape(tf.tensor1d(positions.map((position, index) => position - size(lows, index))), rest),
  );
  return (x) => {
    const [before, after] = [tf.gather(x, low, axis), tf.gather(x, high, axis)];
    return tf.add(tf.mul(before, tf.sub(1, share)), tf.mul(after, share));
  };
}

const resize: Operator = unary((context) => {
  context.node.inputs[0]?.type === 'float32' || context.fail('it computes in float32 only');
  const { node, outputShape } = context;
  const mode = readString(node, 'mode', 'nearest');
  if (mode === 'cubic' || readInt(node, 'antialias', 0) === 1)
    context.fail('cubic or antialiased resizing is not supported');
  const scales = context.numbers(2) ?? [];
  const steps = context.input(0).shape.flatMap((input, axis) => {
    const output = size(outputShape, axis);
    const scale = scales[axis] ?? fround(output / input);
    if (scale === 1) return [];
    const resized = { axis, input, output, scale };
    return [mode === 'nearest' ? picking(context, resized) : mixing(context, resized)];
  });
  return (x) => steps.reduce((value, step) => step(value), x);
});

export const resizeOperators: OperatorTable = { Resize: resize };

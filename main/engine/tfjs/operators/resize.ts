// Resize, nearest and linear, axis by axis: tfjs's own resizing knows other coordinate rules than ONNX.
import { readInt, readString } from '../../../onnx/attribute.ts';
import { size } from '../../../onnx/infer/inference.ts';
import type { Tensor } from '../api.ts';
import { type Operator, type OperatorContext, type OperatorTable, unary } from '../operator.ts';

interface AxisSize {
  readonly axis: number;
  readonly input: number;
  readonly output: number;
  readonly scale: number;
}

const { fround } = Math;

/** Where in the input an output position lies, in float32 as the kernels compute it. */
function sourcePosition(context: OperatorContext, position: number, { input, output, scale }: AxisSize): number {
  const mode = readString(context.node, 'coordinate_transformation_mode', 'half_pixel');
  switch (mode) {
    case 'asymmetric':
      return fround(position / scale);
    case 'half_pixel':
      return fround(fround((position + 0.5) / scale) - 0.5);
    case 'pytorch_half_pixel':
      return output > 1 ? fround(fround((position + 0.5) / scale) - 0.5) : 0;
    case 'align_corners':
      return output > 1 ? fround((position * (input - 1)) / (output - 1)) : 0;
    default:
      return context.fail(`coordinate_transformation_mode ${mode} is not supported`);
  }
}

function nearest(context: OperatorContext, position: number): number {
  const mode = readString(context.node, 'nearest_mode', 'round_prefer_floor');
  const floor = Math.floor(position);
  const isHalf = position - floor === 0.5;
  if (mode === 'floor') return floor;
  if (mode === 'ceil') return Math.ceil(position);
  if (mode === 'round_prefer_ceil') return isHalf ? floor + 1 : Math.round(position);
  return isHalf ? floor : Math.round(position);
}

const within = (index: number, length: number) => Math.max(0, Math.min(length - 1, index));

/** Picks the nearest element of each output position. */
function picking(context: OperatorContext, resized: AxisSize): (x: Tensor) => Tensor {
  const { tf } = context;
  const places = Array.from({ length: resized.output }, (_, index) =>
    within(nearest(context, sourcePosition(context, index, resized)), resized.input),
  );
  const indices = context.hold(() => tf.tensor1d(places, 'int32'));
  return (x) => tf.gather(x, indices, resized.axis);
}

/** Mixes the two neighbours of each output position. */
function mixing(context: OperatorContext, resized: AxisSize): (x: Tensor) => Tensor {
  const { tf } = context;
  const { axis, input, output } = resized;
  const positions = Array.from({ length: output }, (_, index) =>
    Math.max(0, Math.min(input - 1, sourcePosition(context, index, resized))),
  );
  const rest = context.input(0).shape.map((_, at) => (at === axis ? output : 1));
  const lows = positions.map(Math.floor);
  const low = context.hold(() => tf.tensor1d(lows, 'int32'));
  const high = context.hold(() =>
    tf.tensor1d(
      lows.map((index) => within(index + 1, input)),
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

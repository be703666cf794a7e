// Pooling over one or two spatial axes, padded explicitly because tfjs and ONNX place and count pads differently.
import { readInt, readInts } from '../../../onnx/attribute.ts';
import { readWindow } from '../../../onnx/infer/spatial.ts';
import type { Tensor } from '../api.ts';
import { type Operator, type OperatorContext, type OperatorTable, unary } from '../operator.ts';
import { channelsFirst, channelsLast, fitWindows, type Plane, planeOf } from './plane.ts';

function poolPlane(context: OperatorContext): Plane {
  context.needsFloats();
  const { node, outputShape } = context;
  if (node.outputs.length > 1) context.fail('only its first output is supported');
  const { shape } = context.input(0);
  const kernel = readInts(node, 'kernel_shape', undefined) ?? context.fail('kernel_shape is missing');
  return planeOf(context, readWindow(node, shape, kernel), shape, outputShape);
}

const isDilated = ({ dilations }: Plane) => dilations[0] !== 1 || dilations[1] !== 1;

/** The largest of all taps, each a strided view: for the dilated windows tfjs has no kernel for. */
function maximumOfTaps({ tf }: OperatorContext, fitted: Tensor, plane: Plane): Tensor {
  const { kernel, dilations, strides, output } = plane;
  const [batch = 1, , , channels = 1] = fitted.shape;
  const taps = Array.from({ length: kernel[0] }, (_, row) =>
    Array.from({ length: kernel[1] }, (__, column) => {
      const [top, left] = [row * dilations[0], column * dilations[1]];
      const [bottom, right] = [top + (output[0] - 1) * strides[0] + 1, left + (output[1] - 1) * strides[1] + 1];
      return tf.stridedSlice(fitted, [0, top, left, 0], [batch, bottom, right, channels], [1, ...strides, 1]);
    }),
  );
  return taps.flat().reduce((a, b) => tf.maximum(a, b));
}

const maxPool: Operator = unary((context) => {
  const plane = poolPlane(context);
  const { tf, outputShape } = context;
  return (x) => {
    const fitted = fitWindows(tf, channelsLast(tf, x), plane, Number.NEGATIVE_INFINITY);
    const y = isDilated(plane)
      ? maximumOfTaps(context, fitted, plane)
      : tf.maxPool(fitted, plane.kernel, plane.strides, 'valid');
    return channelsFirst(tf, y, outputShape);
  };
});

/** How many of a window's places along one axis count, for each output position. */
function counted(plane: Plane, axis: 0 | 1, includesPads: boolean): readonly number[] {
  const { input, output, kernel, strides, begin, end } = plane;
  const [low, high] = includesPads ? [0 - begin[axis], input[axis] + end[axis]] : [0, input[axis]];
  return Array.from({ length: output[axis] }, (_, index) => {
    const start = index * strides[axis] - begin[axis];
    return Math.min(high, start + kernel[axis]) - Math.max(low, start);
  });
}

/** The mean over the whole window, divided by the share of it that counts. */
const averagePool: Operator = unary((context) => {
  const plane = poolPlane(context);
  if (isDilated(plane)) context.fail('dilated windows are not supported');
  const { tf, node, outputShape } = context;
  const includesPads = readInt(node, 'count_include_pad', 0) === 1;
  const [rows, columns] = [counted(plane, 0, includesPads), counted(plane, 1, includesPads)];
  const area = plane.kernel[0] * plane.kernel[1];
  const shares = context.hold(() =>
    tf.tensor(
      rows.flatMap((row) => columns.map((column) => (row * column) / area)),
      [1, ...plane.output, 1],
    ),
  );
  return (x) => {
    const fitted = fitWindows(tf, channelsLast(tf, x), plane);
    return channelsFirst(tf, tf.div(tf.avgPool(fitted, plane.kernel, plane.strides, 'valid'), shares), outputShape);
  };
});

/** One value per channel. */
const poolAll = (combine: 'mean' | 'max'): Operator =>
  unary((context) => {
    context.needsFloats();
    const { tf } = context;
    const axes = context.input(0).shape.flatMap((_, axis) => (axis < 2 ? [] : [axis]));
    return (x) => tf[combine](x, axes, true);
  });

export const poolOperators: OperatorTable = {
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalAveragePool: poolAll('mean'),
  GlobalMaxPool: poolAll('max'),
};

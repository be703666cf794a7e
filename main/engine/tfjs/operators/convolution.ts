// Conv and ConvTranspose over one or two spatial axes, with any strides, dilations and groups.
import { readInt, readInts, readString } from '../../../onnx/attribute.ts';
import { size } from '../../../onnx/infer/inference.ts';
import { readWindow } from '../../../onnx/infer/spatial.ts';
import type { Tensor, Tensor4D, Tf } from '../api.ts';
import { type Operator, type OperatorContext, type OperatorTable, ternary } from '../operator.ts';
import {
  channelsFirst,
  channelsLast,
  fitWindows,
  type Pair,
  type Plane,
  planar,
  planeOf,
  reachOf,
  spread,
} from './plane.ts';
import { frame } from './selection.ts';

interface Geometry extends Plane {
  readonly group: number;
  /** Input channels per group is one. */
  readonly isDepthwise: boolean;
}

const isOne = (pair: Pair) => pair[0] === 1 && pair[1] === 1;

function withBias(context: OperatorContext, y: Tensor, bias: Tensor | undefined): Tensor {
  if (!bias) return y;
  const spatial = y.shape.slice(2).map(() => 1);
  return context.tf.add(y, context.tf.reshape(bias, [-1, ...spatial]));
}

/** Runs `compute` on each group's channels (the last axis of x, the first of w) and joins the results. */
function byGroup(
  tf: Tf,
  group: number,
  x: Tensor4D,
  w: Tensor4D,
  compute: (x: Tensor4D, w: Tensor4D) => Tensor4D,
): Tensor4D {
  if (group === 1) return compute(x, w);
  const parts = tf.split<Tensor4D>(x, group, 3);
  const filters = tf.split<Tensor4D>(w, group, 0);
  return tf.concat(
    parts.flatMap((part, index) => {
      const filter = filters[index];
      return filter ? [compute(part, filter)] : [];
    }),
    3,
  );
}

/** x fitted `[N,H,W,C]`, w `[O,C/G,kh,kw]` → `[N,oh,ow,O]`. */
function correlate(tf: Tf, x: Tensor4D, w: Tensor4D, geometry: Geometry): Tensor4D {
  const { strides, dilations, group, isDepthwise, kernel } = geometry;
  // tfjs takes strides or dilations, not both: then the kernel is spread out instead.
  const isSpread = !isOne(strides) && !isOne(dilations);
  const taps = isSpread ? spreadKernel(tf, w, dilations) : w;
  const gaps: Pair = isSpread ? [1, 1] : dilations;
  if (!isDepthwise) {
    return byGroup(tf, group, x, taps, (part, filter) =>
      tf.conv2d(part, tf.transpose(filter, [2, 3, 1, 0]), strides, 'valid', 'NHWC', gaps),
    );
  }
  const [height, width] = isSpread ? dilatedSize(kernel, dilations) : kernel;
  const filter = tf.transpose(tf.reshape(taps, [group, size(w.shape, 0) / group, height, width]), [2, 3, 0, 1]);
  if (strides[0] === strides[1]) return tf.depthwiseConv2d(x, planar(tf, filter), strides, 'valid', 'NHWC', gaps);
  // TensorFlow's depthwise kernel wants equal strides: take every window and keep the wanted ones.
  const all = tf.depthwiseConv2d(x, planar(tf, filter), 1, 'valid', 'NHWC', gaps);
  return planar(tf, tf.stridedSlice(all, [0, 0, 0, 0], all.shape, [1, ...strides, 1]));
}

const dilatedSize = (kernel: Pair, dilations: Pair): Pair => [
  reachOf(kernel[0], dilations[0]),
  reachOf(kernel[1], dilations[1]),
];

/** Zeros between the taps of `[O,I,kh,kw]`. */
function spreadKernel(tf: Tf, w: Tensor4D, dilations: Pair): Tensor4D {
  if (isOne(dilations)) return w;
  const last = tf.transpose(w, [2, 3, 0, 1]);
  return tf.transpose(spread(tf, last, 0, dilations), [2, 3, 0, 1]);
}

const conv: Operator = ternary((context) => {
  context.needsFloats();
  const { tf, node, outputShape } = context;
  const [x, w] = [context.input(0), context.input(1)];
  const group = readInt(node, 'group', 1);
  const plane = planeOf(context, readWindow(node, x.shape, w.shape.slice(2)), x.shape, outputShape);
  const geometry = { ...plane, group, isDepthwise: group > 1 && w.shape[1] === 1 };
  return (image, weight, bias) => {
    const fitted = fitWindows(tf, channelsLast(tf, image), geometry);
    const y = correlate(tf, fitted, planar(tf, weight), geometry);
    return withBias(context, channelsFirst(tf, y, outputShape), bias);
  };
});

/** x `[N,H,W,C]`, w `[C,O/G,kh,kw]` → every place the kernel reaches, `[N,(H−1)·s+k,…,O]`. */
function spreadOut(tf: Tf, x: Tensor4D, w: Tensor4D, geometry: Geometry): Tensor4D {
  const { strides, dilations, group, isDepthwise, input } = geometry;
  const kernel = dilatedSize(geometry.kernel, dilations);
  const taps = spreadKernel(tf, w, dilations);
  const [batch = 1, , , channels = 1] = x.shape;
  const outputs = size(w.shape, 1);
  const height = (input[0] - 1) * strides[0] + kernel[0];
  const width = (input[1] - 1) * strides[1] + kernel[1];
  if (!isDepthwise) {
    return byGroup(tf, group, x, taps, (part, filter) =>
      tf.conv2dTranspose(part, tf.transpose(filter, [2, 3, 1, 0]), [batch, height, width, outputs], strides, 'valid'),
    );
  }
  // The same as a convolution of the spread input with the kernel turned round.
  const apart = spread(tf, x, 1, strides);
  const edges = [0, kernel[0] - 1, kernel[1] - 1, 0];
  const turned = tf.reverse(tf.transpose(tf.reshape(taps, [channels, outputs, ...kernel]), [2, 3, 0, 1]), [0, 1]);
  return tf.depthwiseConv2d(planar(tf, frame(tf, apart, edges, edges)), planar(tf, turned), 1, 'valid');
}

const convTranspose: Operator = ternary((context) => {
  context.needsFloats();
  const { tf, node, outputShape } = context;
  const [x, w] = [context.input(0), context.input(1)];
  if (readInts(node, 'output_shape', undefined)) context.fail('output_shape is not supported');
  if (readString(node, 'auto_pad', 'NOTSET') !== 'NOTSET') context.fail('auto_pad is not supported');
  const group = readInt(node, 'group', 1);
  const plane = planeOf(context, readWindow(node, x.shape, w.shape.slice(2)), x.shape, outputShape);
  const geometry = { ...plane, group, isDepthwise: group > 1 && x.shape[1] === group };
  const ends = ([0, 1] as const).map((axis) => {
    const { input, strides, kernel, dilations, output, begin } = plane;
    const full = (input[axis] - 1) * strides[axis] + reachOf(kernel[axis], dilations[axis]);
    return output[axis] + begin[axis] - full;
  });
  const begins = plane.begin.map((count) => 0 - count);
  return (image, weight, bias) => {
    const full = spreadOut(tf, channelsLast(tf, image), planar(tf, weight), geometry);
    const cut = frame(tf, full, [0, ...begins, 0], [0, ...ends, 0]);
    return withBias(context, channelsFirst(tf, cut, outputShape), bias);
  };
});

export const convolutionOperators: OperatorTable = { Conv: conv, ConvTranspose: convTranspose };

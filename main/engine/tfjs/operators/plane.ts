// ONNX keeps images as [N,C,H,W], tfjs as [N,H,W,C]; window operators over one axis run as images one pixel high.
import { size } from '../../../onnx/infer/inference.ts';
import type { Window } from '../../../onnx/infer/spatial.ts';
import type { Rank4, Tensor, Tensor4D, Tf } from '../api.ts';
import type { OperatorContext } from '../operator.ts';
import { frame } from './selection.ts';

export type Pair = [height: number, width: number];

/** A window operator's geometry over two axes. */
export interface Plane {
  readonly input: Pair;
  readonly output: Pair;
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  /** Pads before and after each axis. */
  readonly begin: Pair;
  readonly end: Pair;
}

function pair(context: OperatorContext, list: readonly number[], missing: number): Pair {
  const [first, second, third] = list;
  if (first === undefined || third !== undefined) return context.fail('it works on one or two spatial axes only');
  return second === undefined ? [missing, first] : [first, second];
}

export function planeOf(
  context: OperatorContext,
  window: Window,
  input: readonly number[],
  output: readonly number[],
): Plane {
  const rank = window.kernel.length;
  return {
    input: pair(context, input.slice(2), 1),
    output: pair(context, output.slice(2), 1),
    kernel: pair(context, window.kernel, 1),
    strides: pair(context, window.strides, 1),
    dilations: pair(context, window.dilations, 1),
    begin: pair(context, window.pads.slice(0, rank), 0),
    end: pair(context, window.pads.slice(rank), 0),
  };
}

/** `[N,C,H,W]` or `[N,C,L]` → `[N,H,W,C]`. */
export function channelsLast(tf: Tf, x: Tensor): Tensor4D {
  return tf.transpose(planar(tf, x), [0, 2, 3, 1]);
}

/** `[A,B,L]` → `[A,B,1,L]`; `[A,B,H,W]` stays. */
export function planar(tf: Tf, x: Tensor): Tensor4D {
  const [first = 1, second = 1, third = 1, fourth] = x.shape;
  return tf.reshape<Rank4>(x, fourth === undefined ? [first, second, 1, third] : [first, second, third, fourth]);
}

/** `[N,H,W,C]` → the ONNX shape `shape`. */
export function channelsFirst(tf: Tf, x: Tensor, shape: readonly number[]): Tensor {
  return tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [...shape]);
}

/** How far a dilated kernel reaches. */
export const reachOf = (kernel: number, dilation: number) => (kernel - 1) * dilation + 1;

/** Pads (or cuts) `[N,H,W,C]` so that the windows lie inside and end exactly where the last one does. */
export function fitWindows(tf: Tf, x: Tensor, plane: Plane, fill = 0): Tensor4D {
  const ends = ([0, 1] as const).map((axis) => {
    const reach = reachOf(plane.kernel[axis], plane.dilations[axis]);
    const needed = (plane.output[axis] - 1) * plane.strides[axis] + reach;
    return needed - plane.input[axis] - plane.begin[axis];
  });
  return planar(tf, frame(tf, x, [0, ...plane.begin, 0], [0, ...ends, 0], fill));
}

/** Puts `gaps − 1` zeros between the elements of axes `first` and `first + 1` of a tensor of rank 4. */
export function spread(tf: Tf, x: Tensor, first: 0 | 1, gaps: Pair): Tensor4D {
  return planar(
    tf,
    gaps.reduce((value, gap, offset) => {
      if (gap === 1) return value;
      const axis = first + offset;
      const { shape } = value;
      const apart = tf.reshape(value, [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)]);
      const none = apart.shape.map(() => 0);
      const padded = frame(tf, apart, none, none.with(axis + 1, gap - 1));
      const long = tf.reshape(padded, shape.with(axis, size(shape, axis) * gap));
      return frame(
        tf,
        long,
        shape.map(() => 0),
        shape.map((_, at) => (at === axis ? 1 - gap : 0)),
      );
    }, x),
  );
}

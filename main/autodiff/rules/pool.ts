// Pooling. Maximum: the first largest tap takes the gradient, as in PyTorch. Average: every tap takes its share.
import { readInt, readInts } from '../../onnx/attribute.ts';
import type { GraphBuilder, Value } from '../../onnx/builder.ts';
import { readWindow, type Window } from '../../onnx/infer/spatial.ts';
import { elementCount, float32 } from '../../onnx/tensor.ts';
import { type RuleContext, type RuleTable, simpleRule } from '../rule.ts';
import { maskWhere, reshape } from './common.ts';
import { kernelPositions, outputPadding, padForWindow, tap } from './window.ts';

/** Below any activation, yet finite: infinities would turn into NaN when multiplied by a zero mask. */
const LOWEST = -3e38;

function windowOf(context: RuleContext): Window {
  const kernel = readInts(context.node, 'kernel_shape', undefined) ?? context.fail('kernel_shape is missing');
  return readWindow(context.node, context.input(0).shape, kernel);
}

/** Adds `[M,taps,output…]` back at the places the taps came from: a transposed convolution with a one-hot kernel. */
function scatterTaps(builder: GraphBuilder, taps: Value, weight: Value, x: Value, window: Window): Value {
  const [batch = 1, channels = 1, ...spatial] = x.shape;
  const output = taps.shape.slice(2);
  const { kernel, strides, dilations, pads } = window;
  const extra = outputPadding(window, x.shape, output);
  // In ceil mode the last window hangs over the edge: give back more and crop.
  const room = extra.map((size) => Math.max(0, size));
  const over = extra.map((size) => Math.max(0, -size));
  const rank = kernel.length;
  const attributes = { kernel_shape: kernel, strides, dilations, pads, output_padding: room };
  const full = builder.op('ConvTranspose', [taps, weight], attributes);
  const cropped = over.some((size) => size > 0)
    ? builder.op('Pad', [
        full,
        builder.ints([0, 0, ...Array<number>(rank).fill(0), 0, 0, ...over.map((size) => -size)]),
      ])
    : full;
  return reshape(builder, cropped, [batch, channels, ...spatial]);
}

const maxPool = simpleRule((context, dy, y) => {
  const { builder } = context;
  const x = context.input(0);
  const window = windowOf(context);
  const output = y.shape.slice(2);
  const positions = kernelPositions(window.kernel);
  const padded = padForWindow(builder, x, window, output, LOWEST);
  let remaining = dy;
  const shares = positions.map((position, index) => {
    const mask = maskWhere(builder, 'Equal', tap(builder, padded, window, output, position), y);
    const share = builder.op('Mul', [mask, remaining]);
    if (index < positions.length - 1) remaining = builder.op('Sub', [remaining, share]);
    return reshape(builder, share, [elementCount(x.shape.slice(0, 2)), 1, ...output]);
  });
  const count = positions.length;
  const oneHot = Float32Array.from({ length: count * count }, (_, index) => (index % (count + 1) === 0 ? 1 : 0));
  const weight = builder.constant(float32([count, 1, ...window.kernel], oneHot));
  return [scatterTaps(builder, builder.op('Concat', shares, { axis: 1 }), weight, x, window)];
});

/** How many pixels each window averages, `[1,1,output…]`. */
function windowCounts(
  window: Window,
  x: readonly number[],
  output: readonly number[],
  includePad: boolean,
): Float32Array {
  const rank = window.kernel.length;
  const axisCounts = window.kernel.map((length, axis) => {
    const begin = window.pads[axis] ?? 0;
    const input = x[axis + 2] ?? 1;
    const limit = includePad ? input + (window.pads[axis + rank] ?? 0) : input;
    const dilation = window.dilations[axis] ?? 1;
    return Array.from({ length: output[axis] ?? 1 }, (_, index) => {
      const start = index * (window.strides[axis] ?? 1) - begin;
      const inside = (place: number) => place < limit && place >= (includePad ? -begin : 0);
      return Array.from({ length }, (__, step) => start + step * dilation).filter(inside).length;
    });
  });
  return Float32Array.from(kernelPositions(output), (position) =>
    position.reduce((product, index, axis) => product * (axisCounts[axis]?.[index] ?? 1), 1),
  );
}

const averagePool = simpleRule((context, dy, y) => {
  const { builder, node } = context;
  const x = context.input(0);
  const window = windowOf(context);
  const output = y.shape.slice(2);
  const counts = windowCounts(window, x.shape, output, readInt(node, 'count_include_pad', 0) === 1);
  const shares = builder.op('Mul', [
    dy,
    builder.constant(
      float32(
        [1, 1, ...output],
        counts.map((count) => 1 / count),
      ),
    ),
  ]);
  const flat = reshape(builder, shares, [elementCount(x.shape.slice(0, 2)), 1, ...output]);
  const ones = float32([1, 1, ...window.kernel], new Float32Array(elementCount(window.kernel)).fill(1));
  return [scatterTaps(builder, flat, builder.constant(ones), x, window)];
});

const globalAveragePool = simpleRule((context, dy) => {
  const { builder } = context;
  const x = context.input(0);
  const share = builder.op('Mul', [dy, builder.scalar(1 / elementCount(x.shape.slice(2)))]);
  return [builder.op('Expand', [share, builder.ints(x.shape)])];
});

/** Equal maxima share the gradient evenly. */
const globalMaxPool = simpleRule((context, dy, y) => {
  const { builder } = context;
  const x = context.input(0);
  const mask = maskWhere(builder, 'Equal', x, y);
  const axes = x.shape.flatMap((_, axis) => (axis < 2 ? [] : [axis]));
  const ties = builder.op('ReduceSum', [mask, builder.ints(axes)], { keepdims: 1 });
  return [builder.op('Mul', [mask, builder.op('Div', [dy, ties])])];
});

export const poolRules: RuleTable = {
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPool,
};

// Conv and ConvTranspose in operators every execution provider has.
import { readInt, readInts } from '../../onnx/attribute.ts';
import type { GraphBuilder, Value } from '../../onnx/builder.ts';
import { readWindow, type Window } from '../../onnx/infer/spatial.ts';
import { elementCount } from '../../onnx/tensor.ts';
import type { Rule, RuleContext, RuleTable } from '../rule.ts';
import { reshape } from './common.ts';
import { kernelPositions, outputPadding, padForWindow, tap } from './window.ts';

/** A convolution's geometry: x `[N,C,…]`, w `[O,C/G,k…]`, y `[N,O,…]`. */
export interface Convolution {
  readonly x: Value;
  readonly w: Value;
  readonly output: readonly number[];
  readonly window: Window;
  readonly group: number;
}

export function readConvolution(context: RuleContext, y: Value): Convolution {
  const [x, w] = [context.input(0), context.input(1)];
  const window = readWindow(context.node, x.shape, w.shape.slice(2));
  return { x, w, output: y.shape.slice(2), window, group: readInt(context.node, 'group', 1) };
}

/** Gradient of the bias: dy `[N,O,…]` summed to `[O]`. */
export function biasGradient(builder: GraphBuilder, dy: Value): Value {
  const axes = dy.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  return builder.op('ReduceSum', [dy, builder.ints(axes)], { keepdims: 0 });
}

/** Gradient of the input: dy `[N,O,…]` convolved back to `[N,C,…]`. */
export function inputGradient(builder: GraphBuilder, { x, w, output, window, group }: Convolution, dy: Value): Value {
  const { strides, dilations, pads, kernel } = window;
  const attributes = { kernel_shape: kernel, strides, dilations, pads, group };
  const extra = outputPadding(window, x.shape, output);
  if (extra.every((size, axis) => size < Math.max(strides[axis] ?? 1, dilations[axis] ?? 1))) {
    return builder.op('ConvTranspose', [dy, w], { ...attributes, output_padding: extra });
  }
  // The windows stop short of the image's edge by more than a transposed convolution can say: pad the rest with zeros.
  const inner = builder.op('ConvTranspose', [dy, w], attributes);
  return builder.op('Pad', [inner, builder.ints([0, 0, ...extra.map(() => 0), 0, 0, ...extra])]);
}

/** Gradient of the weight `[O,C/G,k…]`: every tap of x against dy in one matrix product over all images. */
export function weightGradient(builder: GraphBuilder, convolution: Convolution, dy: Value): Value {
  const { x, w, output, window, group } = convolution;
  const [outputs = 1, channels = 1] = w.shape;
  const positions = kernelPositions(window.kernel);
  const padded = padForWindow(builder, x, window, output);
  const channelFirst = (value: Value) =>
    builder.op('Transpose', [value], { perm: value.shape.map((_, axis) => [1, 0][axis] ?? axis) });
  const pixels = (x.shape[0] ?? 1) * elementCount(output);
  if (channels === 1 && outputs === group) return depthwiseWeightGradient(builder, convolution, padded, dy);
  const moved = channelFirst(padded);
  const taps = positions.map((position) =>
    reshape(builder, tap(builder, moved, window, output, position), [group, channels, pixels]),
  );
  const columns = taps.length === 1 && taps[0] ? taps[0] : builder.op('Concat', taps, { axis: 1 });
  const rows = reshape(builder, channelFirst(dy), [group, outputs / group, pixels]);
  const product =
    group === 1
      ? builder.op(
          'Gemm',
          [reshape(builder, rows, rows.shape.slice(1)), reshape(builder, columns, columns.shape.slice(1))],
          { transB: 1 },
        )
      : builder.op('MatMul', [rows, builder.op('Transpose', [columns], { perm: [0, 2, 1] })]);
  if (positions.length === 1) return reshape(builder, product, w.shape);
  const byTap = reshape(builder, product, [outputs, positions.length, channels]);
  return reshape(builder, builder.op('Transpose', [byTap], { perm: [0, 2, 1] }), w.shape);
}

function depthwiseWeightGradient(
  builder: GraphBuilder,
  { x, w, output, window }: Convolution,
  padded: Value,
  dy: Value,
): Value {
  const [batch = 1, channels = 1] = x.shape;
  const sums = kernelPositions(window.kernel).map((position) => {
    const product = builder.op('Mul', [tap(builder, padded, window, output, position), dy]);
    const flat = reshape(builder, product, [batch, channels, elementCount(output)]);
    return reshape(builder, builder.op('ReduceSum', [flat, builder.ints([0, 2])], { keepdims: 0 }), [channels, 1]);
  });
  return reshape(builder, builder.op('Concat', sums, { axis: 1 }), w.shape);
}

const convolution: Rule = (context) => {
  const outputs = context.emit();
  const [y] = outputs;
  return {
    outputs,
    backward: ([dy], [wantX, wantW, wantB]) => {
      if (!y || !dy) return [];
      const { builder } = context;
      const geometry = readConvolution(context, y);
      return [
        wantX ? inputGradient(builder, geometry, dy) : undefined,
        wantW ? weightGradient(builder, geometry, dy) : undefined,
        wantB ? biasGradient(builder, dy) : undefined,
      ];
    },
  };
};

/** y = ConvTranspose(x, w) is a Conv's input gradient: its own gradients are that Conv and its weight gradient. */
const transposedConvolution: Rule = (context) => {
  const outputs = context.emit();
  return {
    outputs,
    backward: ([dy], [wantX, wantW, wantB]) => {
      if (!dy) return [];
      const { builder, node } = context;
      const [x, w] = [context.input(0), context.input(1)];
      if (readInts(node, 'output_shape', undefined)) context.fail('output_shape is not supported here');
      const window = readWindow(node, x.shape, w.shape.slice(2));
      const group = readInt(node, 'group', 1);
      const { kernel, strides, dilations, pads } = window;
      const attributes = { kernel_shape: kernel, strides, dilations, pads, group };
      const mirrored: Convolution = { x: dy, w, output: x.shape.slice(2), window, group };
      const full = wantX ? builder.op('Conv', [dy, w], attributes) : undefined;
      return [
        full && cropTo(builder, full, x.shape),
        wantW ? weightGradient(builder, mirrored, x) : undefined,
        wantB ? biasGradient(builder, dy) : undefined,
      ];
    },
  };
};

/** output_padding can give the mirrored convolution one window more than there were pixels. */
function cropTo(builder: GraphBuilder, value: Value, shape: readonly number[]): Value {
  if (value.shape.every((length, axis) => length === shape[axis])) return value;
  const axes = shape.map((_, axis) => axis);
  return builder.op('Slice', [value, builder.ints(axes.map(() => 0)), builder.ints(shape), builder.ints(axes)]);
}

export const convolutionRules: RuleTable = { Conv: convolution, ConvTranspose: transposedConvolution };

// Inference of convolution, pooling and resizing over [N,C,spatial…] values, and of ONNX Runtime's blocked layout.
import { readInt, readInts, readString } from '../attribute.ts';
import { type Inference, type InferRule, size } from './inference.ts';

/** Strides, dilations, pads and kernel of a window operator, with ONNX's defaults and auto_pad resolved. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Begin pads of each axis, then end pads. */
  readonly pads: readonly number[];
}

type Described = Pick<Inference['node'], 'attributes' | 'operator' | 'name'>;

/** Reads a window operator's geometry for an input `[N,C,spatial…]`. */
export function readWindow(node: Described, inputShape: readonly number[], kernel: readonly number[]): Window {
  const ones = kernel.map(() => 1);
  const strides = readInts(node, 'strides', ones);
  const dilations = readInts(node, 'dilations', ones);
  const autoPad = readString(node, 'auto_pad', 'NOTSET');
  const zeros = [...ones, ...ones].map(() => 0);
  if (autoPad === 'NOTSET') return { kernel, strides, dilations, pads: readInts(node, 'pads', zeros) };
  if (autoPad === 'VALID') return { kernel, strides, dilations, pads: zeros };
  const totals = kernel.map((length, axis) => {
    const input = size(inputShape, axis + 2);
    const stride = size(strides, axis);
    const reach = (length - 1) * size(dilations, axis) + 1;
    return Math.max(0, (Math.ceil(input / stride) - 1) * stride + reach - input);
  });
  const small = totals.map((total) => Math.floor(total / 2));
  const large = totals.map((total) => Math.ceil(total / 2));
  return { kernel, strides, dilations, pads: autoPad === 'SAME_UPPER' ? [...small, ...large] : [...large, ...small] };
}

/** Output size of each spatial axis. */
export function windowOutput(inputShape: readonly number[], window: Window, roundUp = false): readonly number[] {
  const rank = window.kernel.length;
  return window.kernel.map((length, axis) => {
    const stride = size(window.strides, axis);
    const begin = size(window.pads, axis);
    const input = size(inputShape, axis + 2);
    const padded = input + begin + size(window.pads, axis + rank);
    const reach = (length - 1) * size(window.dilations, axis) + 1;
    const steps = (padded - reach) / stride;
    if (!roundUp) return Math.floor(steps) + 1;
    const count = Math.ceil(steps) + 1;
    // A window that would start in the end padding is dropped.
    return (count - 1) * stride >= input + begin ? count - 1 : count;
  });
}

const convolve: InferRule = (inference) => {
  const { type, shape } = inference.value(0);
  const weight = inference.value(1).shape;
  const group = readInt(inference.node, 'group', 1);
  if (size(weight, 1) * group !== size(shape, 1)) {
    inference.fail(`weight [${weight}] with ${group} groups does not fit input [${shape}]`);
  }
  const window = readWindow(inference.node, shape, weight.slice(2));
  return [{ type, shape: [size(shape, 0), size(weight, 0), ...windowOutput(shape, window)] }];
};

const pool: InferRule = (inference) => {
  if (inference.node.outputCount > 1) inference.fail('only its first output is supported');
  const { type, shape } = inference.value(0);
  const kernel = readInts(inference.node, 'kernel_shape', undefined) ?? inference.fail('kernel_shape is missing');
  const window = readWindow(inference.node, shape, kernel);
  const roundUp = readInt(inference.node, 'ceil_mode', 0) === 1;
  return [{ type, shape: [...shape.slice(0, 2), ...windowOutput(shape, window, roundUp)] }];
};

const poolAll: InferRule = (inference) => {
  const { type, shape } = inference.value(0);
  return [{ type, shape: shape.map((length, axis) => (axis < 2 ? length : 1)) }];
};

const transposedConvolution: InferRule = (inference) => {
  const { type, shape } = inference.value(0);
  const weight = inference.value(1).shape;
  const { node } = inference;
  const kernel = weight.slice(2);
  const zeros = kernel.map(() => 0);
  const ones = kernel.map(() => 1);
  const strides = readInts(node, 'strides', ones);
  const dilations = readInts(node, 'dilations', ones);
  const pads = readInts(node, 'pads', [...zeros, ...zeros]);
  const extra = readInts(node, 'output_padding', zeros);
  const same = readString(node, 'auto_pad', 'NOTSET').startsWith('SAME');
  const fixed = readInts(node, 'output_shape', undefined);
  const sizes = kernel.map((length, axis) => {
    if (same) return size(shape, axis + 2) * size(strides, axis);
    const cut = size(pads, axis) + size(pads, axis + kernel.length);
    const reach = (length - 1) * size(dilations, axis) + 1;
    return (size(shape, axis + 2) - 1) * size(strides, axis) + size(extra, axis) + reach - cut;
  });
  return [
    {
      type,
      shape: [size(shape, 0), size(weight, 1) * readInt(node, 'group', 1), ...(fixed?.slice(-kernel.length) ?? sizes)],
    },
  ];
};

const resize: InferRule = (inference) => {
  const { type, shape } = inference.value(0);
  const sizes = inference.optionalInts(3);
  if (sizes?.length) return [{ type, shape: sizes }];
  const scales = inference.ints(2);
  return [{ type, shape: shape.map((length, axis) => Math.floor(length * size(scales, axis))) }];
};

const sameShape: InferRule = (inference) => [{ type: inference.value(0).type, shape: inference.value(0).shape }];

export const spatialRules: Readonly<Record<string, InferRule>> = {
  Conv: convolve,
  ConvTranspose: transposedConvolution,
  MaxPool: pool,
  AveragePool: pool,
  LpPool: pool,
  GlobalAveragePool: poolAll,
  GlobalMaxPool: poolAll,
  Resize: resize,
  'com.microsoft.nchwc:Conv': convolve,
  'com.microsoft.nchwc:MaxPool': pool,
  'com.microsoft.nchwc:AveragePool': pool,
  'com.microsoft.nchwc:GlobalAveragePool': poolAll,
  'com.microsoft.nchwc:ReorderInput': sameShape,
  'com.microsoft.nchwc:ReorderOutput': (inference) => {
    const { type, shape } = inference.value(0);
    return [{ type, shape: shape.with(1, readInt(inference.node, 'channels', size(shape, 1))) }];
  },
};

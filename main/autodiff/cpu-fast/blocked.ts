// ONNX Runtime's blocked layout, NCHWc: a value declared `[N,C,H,W]` lies in memory as `[N,C/B,H,W,B]`, B being the block.
// Its operators are ONNX Runtime's own. A row, below, is the B channels of one pixel: what layouts are rearranged by.
import type { Attributes } from '../../onnx/attribute.ts';
import type { GraphBuilder, Value } from '../../onnx/builder.ts';
import type { Window } from '../../onnx/infer/spatial.ts';
import { elementCount, float32 } from '../../onnx/tensor.ts';
import { reshape } from '../rules/common.ts';

const domain = 'com.microsoft.nchwc';

export interface ConvolutionOptions {
  readonly window?: Partial<Window>;
  readonly group?: number;
  readonly bias?: Value | undefined;
  /** Added to the result, before the activation. */
  readonly sum?: Value | undefined;
  /** Attributes of the activation it ends in. */
  readonly activation?: Attributes | undefined;
}

/** Writes operators on blocked values. */
export class Blocked {
  readonly builder: GraphBuilder;
  /** Channels per block. */
  readonly block: number;

  constructor(builder: GraphBuilder, block: number) {
    this.builder = builder;
    this.block = block;
  }

  /** `[N,C,…]` from plain to blocked. */
  toBlocked(x: Value): Value {
    return this.builder.op('ReorderInput', [x], {}, { domain });
  }

  toPlain(x: Value): Value {
    return this.builder.op('ReorderOutput', [x], { channels: x.shape[1] ?? 1 }, { domain });
  }

  reshape(x: Value, shape: readonly number[]): Value {
    return reshape(this.builder, x, shape);
  }

  /** A convolution of a blocked value (or a plain one of less than a block of channels) with a packed filter. */
  convolve(x: Value, filter: Value, options: ConvolutionOptions = {}): Value {
    const { window = {}, group = 1, bias, sum, activation } = options;
    const kernel = filter.shape.slice(2);
    const attributes = { kernel_shape: kernel, strides: [1, 1], pads: [0, 0, 0, 0], ...window, kernel: undefined };
    const inputs = sum ? [x, filter, bias, sum] : bias ? [x, filter, bias] : [x, filter];
    return this.builder.op('Conv', inputs, { ...attributes, ...activation, group }, { domain });
  }

  /** `gain·x + offset + sum` with `[C]` factors, through the activation, in one pass: a 1×1 depthwise convolution. */
  affine(x: Value, gain: Value, options: Omit<ConvolutionOptions, 'window' | 'group'> = {}): Value {
    const [batch = 1, channels = 1, ...spatial] = x.shape;
    const flat = (value: Value) => this.reshape(value, [batch, channels, 1, elementCount(spatial)]);
    const filter = this.reshape(gain, [channels, 1, 1, 1]);
    const sum = options.sum && flat(options.sum);
    return this.reshape(this.convolve(flat(x), filter, { ...options, group: channels, sum }), x.shape);
  }

  /** `[C]`: mean of each channel. */
  channelMean(x: Value): Value {
    const pooled = this.reshape(this.globalAverage(x), x.shape.slice(0, 2));
    return this.builder.op('ReduceMean', [pooled], { axes: [0], keepdims: 0 });
  }

  /** `[C]`: sum of a·b over each channel. Each image and channel of `a` meets `b` as a filter of its own size. */
  channelDot(a: Value, b: Value): Value {
    const [batch = 1, channels = 1, ...spatial] = a.shape;
    const group = batch * channels;
    const image = this.reshape(a, [1, group, ...spatial]);
    const products = this.convolve(image, this.reshape(b, [group, 1, ...spatial]), { group });
    const perImage = this.reshape(products, [batch, channels]);
    return this.builder.op('ReduceSum', [perImage, this.builder.ints([0])], { keepdims: 0 });
  }

  /** `[N,C,1,1]`, where blocked and plain are the same. */
  globalAverage(x: Value): Value {
    return this.builder.op('GlobalAveragePool', [x], {}, { domain });
  }

  maxPool(x: Value, window: Window): Value {
    const { kernel, strides, dilations, pads } = window;
    return this.builder.op('MaxPool', [x], { kernel_shape: kernel, strides, dilations, pads }, { domain });
  }

  /**
   * Rearranges rows within each of `groups` parts of a value: element `index` of each part becomes the row `source(index)` of
   * that part, or one filled with `fill` where the source is undefined. Gives `[groups, …shape, width]`.
   * @param width floats per row; a block unless told
   */
  rows(
    value: Value,
    groups: number,
    shape: readonly number[],
    source: (...position: readonly number[]) => number | undefined,
    { width = this.block, fill = 0 }: { width?: number; fill?: number } = {},
  ): Value {
    const { builder } = this;
    const count = elementCount(value.shape) / groups / width;
    const { indices, padded, ordered } = rowIndices(shape, source, count);
    const parts = this.reshape(value, [groups, count, width]);
    if (ordered) return this.reshape(parts, [groups, ...shape, width]);
    const filler = () => float32([groups, 1, width], new Float32Array(groups * width).fill(fill));
    const rows = padded ? builder.op('Concat', [parts, shared(builder, 'fill', filler())], { axis: 1 }) : parts;
    return builder.op('Gather', [rows, shared(builder, 'rows', { type: 'int32', shape, data: indices })], { axis: 1 });
  }
}

type IndexTensor = { readonly type: 'int32'; readonly shape: readonly number[]; readonly data: Int32Array };

/** Row numbers in row-major order of `shape`; `count` stands for the fill. */
function rowIndices(
  shape: readonly number[],
  source: (...position: readonly number[]) => number | undefined,
  count: number,
): { indices: Int32Array; padded: boolean; ordered: boolean } {
  const indices = new Int32Array(elementCount(shape));
  const position = shape.map(() => 0);
  let padded = false;
  let ordered = indices.length === count;
  for (let at = 0; at < indices.length; at++) {
    const row = source(...position);
    indices[at] = row ?? count;
    padded ||= row === undefined;
    ordered &&= row === at;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (position[axis] ?? 0) + 1;
      position[axis] = next === shape[axis] ? 0 : next;
      if (next !== shape[axis]) break;
    }
  }
  return { indices, padded, ordered };
}

const sharedConstants = new WeakMap<GraphBuilder, Map<string, Value>>();

/** A constant that is the same node input wherever a graph needs the same content, however large. */
function shared(builder: GraphBuilder, kind: string, tensor: IndexTensor | ReturnType<typeof float32>): Value {
  const known = sharedConstants.get(builder) ?? new Map<string, Value>();
  sharedConstants.set(builder, known);
  const bytes = new Uint32Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.length);
  const key = `${kind}[${tensor.shape}]${bytes.reduce((hash, word) => Math.imul(hash ^ word, 0x01000193) >>> 0, 0x811c9dc5)}`;
  const found = known.get(key);
  const same = found && builder.constantOf(found)?.data;
  if (found && same?.every((element, index) => element === tensor.data[index])) return found;
  const value = builder.constant(tensor);
  known.set(key, value);
  return value;
}

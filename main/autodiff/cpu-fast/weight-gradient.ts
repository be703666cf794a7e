// Weight gradient of a blocked convolution: the sum over all positions (image and pixel) of x·dy, for every tap.
// It is written as a 1×1 convolution whose channels are the positions: one side are its pixels, the other its filters.
import type { Value } from '../../onnx/builder.ts';
import type { Window } from '../../onnx/infer/spatial.ts';
import { elementCount, float32 } from '../../onnx/tensor.ts';
import type { Convolution } from '../rules/convolution.ts';
import type { Blocked } from './blocked.ts';

/** Which pixel of an image, per axis, the output pixel meets; it may lie outside. */
type Meeting = readonly [row: (y: number) => number, column: (x: number) => number];

/** Up to this many weights, the positions are summed in two halves, one per thread. */
const HALVED_LIMIT = 150_000;

const integers = (length: number) => Array.from({ length }, (_, index) => index);

/** dW `[O,C,kh,kw]`. */
export function blockedWeightGradient(blocked: Blocked, convolution: Convolution, dy: Value): Value {
  const { x, w, output, window } = convolution;
  const { block } = blocked;
  const [outputs = 1, channels = 1, height = 1, width = 1] = w.shape;
  if (channels < block) return stemWeightGradient(blocked, convolution, dy);
  const [strideY = 1, strideX = 1] = window.strides;
  const [dilationY = 1, dilationX = 1] = window.dilations;
  const [padY = 0, padX = 0] = window.pads;
  const keepsSize = strideY === 1 && strideX === 1 && output.every((size, axis) => size === x.shape[axis + 2]);
  if (keepsSize && width > 1) {
    // Rows of taps shift x, columns shift dy the other way: kh + kw copies instead of kh·kw.
    const shifts = integers(height).map((row) => row * dilationY - padY);
    const meetings = integers(width).map((column): Meeting => [(at) => at, (at) => at - column * dilationX + padX]);
    const product = sumOverPositions(blocked, pixelSide(blocked, x, shifts), filterSide(blocked, dy, meetings, output));
    // [kw, O/B, kh, C, B of O] → [O/B, C, kh, kw, B of O] → [O, C, kh, kw]
    const outputBlocks = outputs / block;
    const order = (o: number, c: number, row: number, column: number) =>
      ((column * outputBlocks + o) * height + row) * channels + c;
    const ordered = blocked.rows(product, 1, [outputBlocks, channels, height, width], order);
    return blocked.reshape(
      blocked.toPlain(blocked.reshape(ordered, [1, outputs, channels * height * width, 1])),
      w.shape,
    );
  }
  const meetings = integers(height * width).map((tap): Meeting => {
    const [row, column] = [Math.floor(tap / width), tap % width];
    return [(at) => at * strideY + row * dilationY - padY, (at) => at * strideX + column * dilationX - padX];
  });
  const product = sumOverPositions(blocked, pixelSide(blocked, dy, [0]), filterSide(blocked, x, meetings, output));
  // [taps, C/B, O, B of C] → [O, C/B, taps, B of C] → [O, C, taps]
  const [taps, inputBlocks] = [height * width, channels / block];
  const order = (o: number, c: number, tap: number) => (tap * inputBlocks + c) * outputs + o;
  const ordered = blocked.rows(product, 1, [outputs, inputBlocks, taps], order);
  const plain = taps === 1 ? ordered : blocked.toPlain(blocked.reshape(ordered, [outputs, channels, taps, 1]));
  return blocked.reshape(plain, w.shape);
}

/** Less than a block of channels: convolving with one-hot filters lays every tap out as a channel of its own. */
function stemWeightGradient(blocked: Blocked, convolution: Convolution, dy: Value): Value {
  const { x, w, window } = convolution;
  const { block, builder } = blocked;
  const [outputs = 1, channels = 1, ...kernel] = w.shape;
  const used = channels * elementCount(kernel);
  const padded = Math.ceil(used / block) * block;
  const oneHot = new Float32Array(padded * used);
  // Memory [padded/B, C·taps, B].
  for (let tap = 0; tap < used; tap++) oneHot[(Math.floor(tap / block) * used + tap) * block + (tap % block)] = 1;
  const filter = builder.constant(float32([padded, channels, ...kernel], oneHot));
  const patches = blocked.convolve(x, filter, { window });
  const ones: Window = { kernel: [1, 1], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] };
  const pointwise = { ...convolution, x: patches, w: { ...w, shape: [outputs, padded, 1, 1] }, window: ones };
  const gradient = blocked.reshape(blockedWeightGradient(blocked, pointwise, dy), [outputs, padded]);
  const ints = (value: number) => builder.ints([value]);
  return blocked.reshape(builder.op('Slice', [gradient, ints(0), ints(used), ints(1)]), w.shape);
}

/** dW `[C,1,kh,kw]` of a depthwise convolution: x convolved with dy as its filter, per image and channel. */
export function depthwiseWeightGradient(blocked: Blocked, { x, w, output, window }: Convolution, dy: Value): Value {
  const { builder, block } = blocked;
  const [batch = 1, channels = 1, ...spatial] = x.shape;
  const group = batch * channels;
  const reach = (axis: number) => ((output[axis] ?? 1) - 1) * (window.strides[axis] ?? 1) + 1;
  // The result has as many pixels as the kernel taps, `dilation` apart; surplus ones are cut.
  const extent = window.kernel.map((size, axis) => (size - 1) * (window.dilations[axis] ?? 1));
  const ends = extent.map((size, axis) =>
    Math.max(0, reach(axis) + size - (spatial[axis] ?? 1) - (window.pads[axis] ?? 0)),
  );
  const pads = [...window.pads.slice(0, 2), ...ends];
  const filter = blocked.reshape(dy, [group, 1, ...output]);
  const options = { group, window: { dilations: window.strides, strides: window.dilations, pads } };
  const perImage = blocked.convolve(blocked.reshape(x, [1, group, ...spatial]), filter, options);
  const [rows = 1, columns = 1] = perImage.shape.slice(2);
  const flat = blocked.reshape(perImage, [batch, (channels / block) * rows * columns * block]);
  const sum = builder.op('ReduceSum', [flat, builder.ints([0])], { keepdims: 0 });
  const [height = 1, width = 1] = window.kernel;
  const cut = blocked.rows(sum, channels / block, [height, width], (row, column) => row * columns + column);
  return blocked.reshape(blocked.toPlain(blocked.reshape(cut, [1, channels, height, width])), w.shape);
}

interface PixelSide {
  /** `[1, positions, pixels]` blocked by positions. */
  readonly value: Value;
  readonly positions: number;
}

interface FilterSide {
  readonly filters: number;
  /** The filters, over each half of the positions (or over all of them in one) by itself. */
  readonly pack: (positions: number, halves: number) => Value;
}

/** Blocks of positions, for every row shift and channel of `value`: memory `[positions/B, shifts, C, B of positions]`. */
function pixelSide(blocked: Blocked, value: Value, shifts: readonly number[]): PixelSide {
  const { block } = blocked;
  const [batch = 1, channels = 1, height = 1, width = 1] = value.shape;
  const pixels = height * width;
  const positions = Math.ceil((batch * pixels) / block) * block;
  const shape = [1, positions, shifts.length, channels];
  const run = greatestCommonDivisor(shifts.length > 1 ? width : pixels, block);
  if (run >= 4 && pixels % block === 0) {
    // Runs of pixels that stay together, out of the plain layout.
    const order = (at: number, shift: number, c: number, part: number) => {
      const pixel = at * block + part * run + (shifts[shift] ?? 0) * width;
      return pixel >= 0 && pixel < pixels ? (c * pixels + pixel) / run : undefined;
    };
    const runs = [pixels / block, shifts.length, channels, block / run];
    const gathered = blocked.rows(blocked.toPlain(value), batch, runs, order, { width: run });
    return { value: blocked.reshape(gathered, shape), positions };
  }
  // Channels last, then positions into blocks.
  const blocks = channels / block;
  const rows = blocked.rows(value, 1, [positions, shifts.length, blocks], (position, shift, c) => {
    const [image, pixel] = [Math.floor(position / pixels), (position % pixels) + (shifts[shift] ?? 0) * width];
    return image < batch && pixel >= 0 && pixel < pixels ? (image * blocks + c) * pixels + pixel : undefined;
  });
  const channelsLast = blocked.reshape(rows, [1, positions, shifts.length * channels, 1]);
  return { value: blocked.reshape(blocked.toBlocked(channelsLast), shape), positions };
}

/** A filter over positions for every meeting and channel of `value`: memory `[meetings, C/B, positions, B of C]`. */
function filterSide(
  blocked: Blocked,
  value: Value,
  meetings: readonly Meeting[],
  [outHeight = 1, outWidth = 1]: readonly number[],
): FilterSide {
  const [batch = 1, channels = 1, height = 1, width = 1] = value.shape;
  const blocks = channels / blocked.block;
  const pixels = outHeight * outWidth;
  return {
    filters: meetings.length * channels,
    pack: (positions, halves) => {
      const count = positions / halves;
      const shape = [halves, meetings.length, blocks, count];
      const rows = blocked.rows(value, 1, shape, (half, meeting, c, index) => {
        const position = half * count + index;
        const image = Math.floor(position / pixels);
        const [row, column] = meetings[meeting] ?? [];
        const y = row?.(Math.floor((position % pixels) / outWidth)) ?? -1;
        const x = column?.(position % outWidth) ?? -1;
        const inside = image < batch && y >= 0 && y < height && x >= 0 && x < width;
        return inside ? ((image * blocks + c) * height + y) * width + x : undefined;
      });
      return blocked.reshape(rows, [halves * meetings.length * channels, count, 1, 1]);
    },
  };
}

/** Memory `[filters/B, pixels, B of filters]`. */
function sumOverPositions(blocked: Blocked, { value, positions }: PixelSide, { filters, pack }: FilterSide): Value {
  const { builder } = blocked;
  const pixels = elementCount(value.shape.slice(2));
  const small = filters * pixels <= HALVED_LIMIT;
  const halves = small && positions % (2 * blocked.block) === 0 ? 2 : 1;
  const lines = [8, 4, 2].find((count) => pixels % count === 0) ?? 1;
  const image = blocked.reshape(value, [1, positions, lines, pixels / lines]);
  const sums = blocked.convolve(image, pack(positions, halves), { group: halves });
  if (halves === 1) return sums;
  const parts = builder.multi('Split', [blocked.reshape(sums, [2, elementCount(sums.shape) / 2])], { axis: 0 }, 2);
  return builder.op('Add', parts);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

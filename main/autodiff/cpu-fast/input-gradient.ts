// Input gradient of a blocked convolution. With stride s, the pixels of dx whose row and column leave the same remainders
// (a phase) meet the same taps: each phase is an ordinary convolution of dy, and the phases are interleaved.
import type { Value } from '../../onnx/builder.ts';
import type { Convolution } from '../rules/convolution.ts';
import type { Blocked, ConvolutionOptions } from './blocked.ts';
import type { Taps } from './filters.ts';

interface Phase {
  /** Kernel positions, in the order of the pixels of dy they meet. */
  readonly taps: readonly number[];
  /** Padding of dy before and after. */
  readonly begin: number;
  readonly end: number;
  /** Pixels of dx. */
  readonly length: number;
}

/** Pixel h of dx meets tap k through pixel (h + pad − dilation·k) / stride of dy, where that is whole. */
function phasesOf({ x, output, window }: Convolution, axis: number): readonly Phase[] {
  const [kernel = 1, stride = 1] = [window.kernel[axis], window.strides[axis]];
  const [dilation = 1, pad = 0] = [window.dilations[axis], window.pads[axis]];
  const [inputs = 1, outputs = 1] = [x.shape[axis + 2], output[axis]];
  return Array.from({ length: Math.min(stride, inputs) }, (_, remainder) => {
    const first = (remainder + pad) % stride;
    const count = Math.max(0, Math.ceil((kernel - first) / stride));
    const taps = Array.from({ length: count }, (__, index) => first + stride * (count - 1 - index));
    const offset = (remainder + pad - first) / stride;
    const length = Math.ceil((inputs - remainder) / stride);
    return { taps, length, begin: dilation * (count - 1) - offset, end: length + offset - outputs };
  });
}

/** Whether the gradient can be written so: dilated or strided, not both, and nowhere padded by more than the kernel reaches. */
export function hasBlockedInputGradient(convolution: Convolution): boolean {
  return [0, 1].every((axis) => {
    const { strides, dilations } = convolution.window;
    if (strides[axis] !== 1 && dilations[axis] !== 1) return false;
    return phasesOf(convolution, axis).every(({ taps, begin, end }) => taps.length === 0 || (begin >= 0 && end >= 0));
  });
}

/** dy `[N,O,…]` to dx `[N,C,…]`. `filter` packs the weight's taps. */
export function blockedInputGradient(
  blocked: Blocked,
  convolution: Convolution,
  dy: Value,
  filter: (taps: Taps) => Value,
): Value {
  const { x, window, group } = convolution;
  const [batch = 1, channels = 1, height = 1, width = 1] = x.shape;
  const [rows, columns] = [phasesOf(convolution, 0), phasesOf(convolution, 1)];
  const convolve = (row: Phase, column: Phase): Value => {
    const pads = [row.begin, column.begin, row.end, column.end];
    const options: ConvolutionOptions = { group, window: { pads, dilations: window.dilations } };
    return blocked.convolve(dy, filter([row.taps, column.taps]), options);
  };
  const [onlyRow, onlyColumn] = [rows[0], columns[0]];
  if (rows.length === 1 && columns.length === 1 && onlyRow && onlyColumn) return convolve(onlyRow, onlyColumn);
  const planes = (batch * channels) / blocked.block;
  const parts: Value[] = [];
  let pixels = 0;
  const phases = rows.map((row) =>
    columns.map((column) => {
      if (row.taps.length === 0 || column.taps.length === 0) return undefined;
      const start = pixels;
      pixels += row.length * column.length;
      parts.push(blocked.reshape(convolve(row, column), [planes, row.length * column.length, blocked.block]));
      return { start, width: column.length };
    }),
  );
  const [first] = parts;
  const joined = parts.length === 1 && first ? first : blocked.builder.op('Concat', parts, { axis: 1 });
  const interleaved = blocked.rows(joined, planes, [height, width], (h, w) => {
    const phase = phases[h % rows.length]?.[w % columns.length];
    return phase && phase.start + Math.floor(h / rows.length) * phase.width + Math.floor(w / columns.length);
  });
  return blocked.reshape(interleaved, x.shape);
}

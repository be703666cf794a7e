// Convolution weights `[O,C/G,kh,kw]` packed into filters of the blocked layout, forwards and backwards.
import type { Value } from '../../onnx/builder.ts';
import type { Blocked } from './blocked.ts';

/** Kernel positions of each axis that a filter takes, in the filter's order. */
export type Taps = readonly [rows: readonly number[], columns: readonly number[]];

/** For x → y: memory `[O/B,C/B,kh,kw,B of C,B of O]`; less than a block of C stays as it is. */
export function forwardFilter(blocked: Blocked, w: Value): Value {
  const { block } = blocked;
  const [outputs = 1, channels = 1, ...kernel] = w.shape;
  const taps = (kernel[0] ?? 1) * (kernel[1] ?? 1);
  // Rows of outputs: [O/B, C, taps].
  const rows = blocked.toBlocked(blocked.reshape(w, [1, outputs, channels, taps]));
  if (channels < block) return blocked.reshape(rows, w.shape);
  const shape = [outputs / block, channels / block, taps, block];
  const packed = blocked.rows(rows, 1, shape, (o, c, tap, inner) => (o * channels + c * block + inner) * taps + tap);
  return blocked.reshape(packed, w.shape);
}

/** For dy → dx through some of the taps: memory `[C/B,O/B,rows,columns,B of O,B of C]`. */
export function backwardFilter(blocked: Blocked, w: Value, [tapRows, tapColumns]: Taps): Value {
  const { block } = blocked;
  const [outputs = 1, channels = 1, height = 1, width = 1] = w.shape;
  const taps = height * width;
  // Rows of inputs: [O, C/B, taps].
  const rows = taps === 1 ? w : blocked.toBlocked(blocked.reshape(w, [outputs, channels, taps, 1]));
  const inputBlocks = channels / block;
  const shape = [inputBlocks, outputs / block, tapRows.length, tapColumns.length, block];
  const packed = blocked.rows(rows, 1, shape, (c, o, row, column, inner) => {
    const tap = (tapRows[row] ?? 0) * width + (tapColumns[column] ?? 0);
    return ((o * block + inner) * inputBlocks + c) * taps + tap;
  });
  return blocked.reshape(packed, [channels, outputs, tapRows.length, tapColumns.length]);
}

/** Of a depthwise convolution, in both directions: memory `[C/B,rows,columns,B]`. */
export function depthwiseFilter(blocked: Blocked, w: Value, [tapRows, tapColumns]: Taps): Value {
  const { block } = blocked;
  const [channels = 1, , height = 1, width = 1] = w.shape;
  const rows = blocked.toBlocked(blocked.reshape(w, [1, channels, height, width]));
  const shape = [channels / block, tapRows.length, tapColumns.length];
  const packed = blocked.rows(
    rows,
    1,
    shape,
    (c, row, column) => (c * height + (tapRows[row] ?? 0)) * width + (tapColumns[column] ?? 0),
  );
  return blocked.reshape(packed, [channels, 1, tapRows.length, tapColumns.length]);
}

// Shifted and strided views of an image: what convolution and pooling gradients are made of.
import type { GraphBuilder, Value } from '../../onnx/builder.ts';
import type { Window } from '../../onnx/infer/spatial.ts';

/** Every kernel position, row-major: `[[0,0],[0,1],…]`. */
export function kernelPositions(kernel: readonly number[]): readonly (readonly number[])[] {
  return kernel.reduce<readonly (readonly number[])[]>(
    (positions, length) => positions.flatMap((position) => Array.from({ length }, (_, index) => [...position, index])),
    [[]],
  );
}

/** Pads `[A,B,spatial…]` so that every window lies inside; sizes it cannot reach are left as they are. */
export function padForWindow(
  builder: GraphBuilder,
  x: Value,
  window: Window,
  output: readonly number[],
  fill = 0,
): Value {
  const rank = window.kernel.length;
  const begin = window.pads.slice(0, rank);
  const end = window.kernel.map((length, axis) => {
    const input = x.shape[axis + 2] ?? 1;
    const reach =
      ((output[axis] ?? 1) - 1) * (window.strides[axis] ?? 1) + (length - 1) * (window.dilations[axis] ?? 1) + 1;
    return Math.max(0, reach - input - (begin[axis] ?? 0));
  });
  if ([...begin, ...end].every((pad) => pad === 0)) return x;
  const pads = builder.ints([0, 0, ...begin, 0, 0, ...end]);
  return builder.op('Pad', fill === 0 ? [x, pads] : [x, pads, builder.scalar(fill)]);
}

/** The values that kernel position `position` meets: `[A,B,output…]` out of the padded `[A,B,spatial…]`. */
export function tap(
  builder: GraphBuilder,
  padded: Value,
  window: Window,
  output: readonly number[],
  position: readonly number[],
): Value {
  const starts = position.map((index, axis) => index * (window.dilations[axis] ?? 1));
  const steps = window.strides;
  const ends = starts.map((start, axis) => start + ((output[axis] ?? 1) - 1) * (steps[axis] ?? 1) + 1);
  const whole = starts.every(
    (start, axis) => start === 0 && steps[axis] === 1 && ends[axis] === padded.shape[axis + 2],
  );
  if (whole) return padded;
  const axes = starts.map((_, axis) => axis + 2);
  return builder.op('Slice', [
    padded,
    builder.ints(starts),
    builder.ints(ends),
    builder.ints(axes),
    builder.ints(steps),
  ]);
}

/** Extra size at the end of each axis that a transposed window operator needs to give back `inputShape`. */
export function outputPadding(
  window: Window,
  inputShape: readonly number[],
  output: readonly number[],
): readonly number[] {
  const rank = window.kernel.length;
  return window.kernel.map((length, axis) => {
    const reach = (length - 1) * (window.dilations[axis] ?? 1) + 1;
    const pads = (window.pads[axis] ?? 0) + (window.pads[axis + rank] ?? 0);
    return (inputShape[axis + 2] ?? 1) - (((output[axis] ?? 1) - 1) * (window.strides[axis] ?? 1) - pads + reach);
  });
}

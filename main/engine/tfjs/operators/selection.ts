// Operators that join, cut or frame elements.
import { readInt, readString } from '../../../onnx/attribute.ts';
import { size } from '../../../onnx/infer/inference.ts';
import { sliceRange } from '../../../onnx/infer/movement.ts';
import type { Tensor, Tf } from '../api.ts';
import { type Operator, type OperatorContext, type OperatorTable, unary, variadic } from '../operator.ts';

/** Adds `begin` and `end` elements of `fill` along each axis, or, where negative, takes that many away. */
export function frame(tf: Tf, x: Tensor, begin: readonly number[], end: readonly number[], fill = 0): Tensor {
  const cuts = [...begin, ...end].some((count) => count < 0);
  const from = begin.map((count) => Math.max(0, -count));
  const lengths = x.shape.map((length, axis) => length - size(from, axis) + Math.min(0, size(end, axis)));
  const inner = cuts ? tf.slice(x, from, lengths) : x;
  const pads = begin.map((count, axis): [number, number] => [Math.max(0, count), Math.max(0, size(end, axis))]);
  return pads.some(([before, after]) => before + after > 0) ? tf.pad(inner, pads, fill) : inner;
}

const concat: Operator = variadic((context) => {
  const axis = context.axis(readInt(context.node, 'axis', 0));
  return (operands) => context.tf.concat(operands, axis);
});

const split: Operator = {
  operands: [0],
  required: 1,
  prepare: (context) => {
    const { tf, node } = context;
    const axis = context.axis(readInt(node, 'axis', 0));
    const sizes = node.outputs.map((output) => size(output.shape, axis));
    return ([x]) => (x ? tf.split(x, sizes, axis) : context.fail('its operand is missing'));
  },
};

/** Reverses the axes that run backwards, then takes strides forwards. */
const slice: Operator = unary((context) => {
  const { tf } = context;
  const { shape } = context.input(0);
  const list = (index: number) => context.numbers(index);
  const [starts = [], ends = [], axes, steps] = [list(1), list(2), list(3), list(4)];
  const ranges = shape.map((length) => sliceRange(length, 0, length, 1));
  starts.forEach((start, index) => {
    const axis = context.axis(axes?.[index] ?? index);
    ranges[axis] = sliceRange(size(shape, axis), start, ends[index] ?? 0, steps?.[index] ?? 1);
  });
  const backwards = ranges.flatMap(({ step }, axis) => (step < 0 ? [axis] : []));
  const begins = ranges.map(({ first, step }, axis) => (step < 0 ? size(shape, axis) - 1 - first : first));
  const strides = ranges.map(({ step }) => Math.abs(step));
  const counts = ranges.map(({ count }) => count);
  const limits = ranges.map(({ count }, axis) => size(begins, axis) + (count - 1) * size(strides, axis) + 1);
  const isDense = strides.every((stride) => stride === 1) || counts.includes(0);
  return (x) => {
    const forwards = backwards.length > 0 ? tf.reverse(x, backwards) : x;
    return isDense ? tf.slice(forwards, begins, counts) : tf.stridedSlice(forwards, begins, limits, strides);
  };
});

/** Which element of an axis stands at `index`, inside or outside it. */
function sourceIndex(context: OperatorContext, mode: string, index: number, length: number): number {
  if (mode === 'edge') return Math.max(0, Math.min(length - 1, index));
  if (mode === 'wrap') return ((index % length) + length) % length;
  if (mode !== 'reflect') return context.fail(`mode ${mode} is not supported`);
  const period = Math.max(1, 2 * (length - 1));
  const folded = ((index % period) + period) % period;
  return folded < length ? folded : period - folded;
}

const pad: Operator = unary((context) => {
  const { tf, node } = context;
  const { shape } = context.input(0);
  if (context.node.inputs[3]) context.fail('a list of axes is not supported');
  const pads = context.numbers(1) ?? context.fail('input 1 is missing');
  const [begin, end] = [pads.slice(0, shape.length), pads.slice(shape.length)];
  const mode = readString(node, 'mode', 'constant');
  if (mode === 'constant') {
    const fill = context.numbers(2)?.[0] ?? 0;
    return (x) => frame(tf, x, begin, end, fill);
  }
  const pickings = shape.flatMap((length, axis) => {
    const [before, after] = [size(begin, axis), size(end, axis)];
    if (before === 0 && after === 0) return [];
    const indices = Array.from({ length: before + length + after }, (_, index) =>
      sourceIndex(context, mode, index - before, length),
    );
    return [{ axis, indices: context.hold(() => tf.tensor1d(indices, 'int32')) }];
  });
  return (x) => pickings.reduce((value, { axis, indices }) => tf.gather(value, indices, axis), x);
});

export const selectionOperators: OperatorTable = { Concat: concat, Split: split, Slice: slice, Pad: pad };

// Operators that join, cut, pick or frame elements; each one's gradient puts them back where they came from.
import { readInt, readString } from '../../onnx/attribute.ts';
import type { GraphBuilder, Value } from '../../onnx/builder.ts';
import { size } from '../../onnx/infer/inference.ts';
import { sliceRange } from '../../onnx/infer/movement.ts';
import { toNumbers } from '../../onnx/tensor.ts';
import { type Rule, type RuleContext, type RuleTable, simpleRule } from '../rule.ts';
import { expand, pad, padAxis, reshape, resolveAxis, scatterAlong } from './common.ts';

const concatRule: Rule = simpleRule((context, dy, _, wanted) => {
  const { builder } = context;
  const axis = resolveAxis(readInt(context.node, 'axis', 0), dy.shape.length);
  const lengths = context.inputs.map((_, index) => size(context.input(index).shape, axis));
  // Cutting out one part with Pad reads only that part; Split writes them all.
  if (wanted.filter(Boolean).length > 1) {
    return builder.multi('Split', [dy, builder.ints(lengths)], { axis }, lengths.length);
  }
  const total = size(dy.shape, axis);
  let start = 0;
  return lengths.map((length, index) => {
    const before = start;
    start += length;
    return wanted[index] ? padAxis(builder, dy, axis, -before, start - total) : undefined;
  });
});

const splitRule: Rule = (context) => {
  const { builder } = context;
  const outputs = context.emit();
  const { shape } = context.input(0);
  const axis = resolveAxis(readInt(context.node, 'axis', 0), shape.length);
  return {
    outputs,
    backward: (gradients) => {
      const present = gradients.filter((gradient) => gradient !== undefined);
      const [only] = present;
      if (only && present.length === 1) {
        const index = gradients.indexOf(only);
        const before = outputs.slice(0, index).reduce((sum, output) => sum + size(output.shape, axis), 0);
        return [padAxis(builder, only, axis, before, size(shape, axis) - before - size(only.shape, axis))];
      }
      const parts = outputs.map(
        (output, index) => gradients[index] ?? expand(builder, builder.scalar(0), output.shape),
      );
      return [builder.op('Concat', parts, { axis })];
    },
  };
};

const sliceRule: Rule = simpleRule((context, dy) => {
  const { builder } = context;
  const { shape } = context.input(0);
  const list = (index: number) => (context.inputs[index] ? toNumbers(context.constant(index)) : undefined);
  const [starts = [], ends = [], axes, steps] = [list(1), list(2), list(3), list(4)];
  const ranges = shape.map((length) => sliceRange(length, 0, length, 1));
  starts.forEach((start, index) => {
    const axis = resolveAxis(axes?.[index] ?? index, shape.length);
    ranges[axis] = sliceRange(size(shape, axis), start, ends[index] ?? 0, steps?.[index] ?? 1);
  });
  const forwards = flip(
    builder,
    dy,
    ranges.flatMap(({ step }, axis) => (step < 0 ? [axis] : [])),
  );
  const strides = ranges.map(({ step }) => Math.abs(step));
  const spaced = spaceOut(builder, forwards, strides);
  const begins = ranges.map(({ first, count, step }) => (step < 0 ? first + (count - 1) * step : first));
  const rests = begins.map((begin, axis) => size(shape, axis) - begin - size(spaced.shape, axis));
  return [pad(builder, spaced, [...begins, ...rests])];
});

/** Reverses the order along `axes`. */
function flip(builder: GraphBuilder, value: Value, axes: readonly number[]): Value {
  if (axes.length === 0) return value;
  const fill = (number: number) => builder.ints(axes.map(() => number));
  return builder.op('Slice', [value, fill(-1), fill(-Number.MAX_SAFE_INTEGER), builder.ints(axes), fill(-1)]);
}

/** Puts `stride − 1` zeros after every element along each axis. */
function spaceOut(builder: GraphBuilder, value: Value, strides: readonly number[]): Value {
  const divided = value.shape.flatMap((length, axis) => (strides[axis] === 1 ? [length] : [length, 1]));
  if (divided.length === value.shape.length) return value;
  const ends = strides.flatMap((stride) => (stride === 1 ? [0] : [0, stride - 1]));
  const padded = pad(builder, reshape(builder, value, divided), [...ends.map(() => 0), ...ends]);
  return reshape(
    builder,
    padded,
    value.shape.map((length, axis) => length * size(strides, axis)),
  );
}

const gatherRule: Rule = simpleRule((context, dy) => {
  const { shape } = context.input(0);
  const axis = resolveAxis(readInt(context.node, 'axis', 0), shape.length);
  const length = size(shape, axis);
  const indices = toNumbers(context.constant(1)).map((index) => (index < 0 ? index + length : index));
  const picked = reshape(context.builder, dy, shape.with(axis, indices.length));
  return [scatterAlong(context.builder, picked, indices, length, axis)];
});

const padRule: Rule = simpleRule((context, dy) => {
  const { builder, node } = context;
  const { shape } = context.input(0);
  const pads = toNumbers(context.constant(1));
  const mode = readString(node, 'mode', 'constant');
  if (mode === 'constant') {
    return [
      pad(
        builder,
        dy,
        pads.map((length) => 0 - length),
      ),
    ];
  }
  // The other modes copy elements of the input: along each padded axis they are a Gather.
  const gradient = shape.reduce((value, length, axis) => {
    const [before, after] = [size(pads, axis), size(pads, axis + shape.length)];
    if (before === 0 && after === 0) return value;
    const indices = Array.from({ length: before + length + after }, (_, index) =>
      sourceIndex(context, mode, index - before, length),
    );
    return scatterAlong(builder, value, indices, length, axis);
  }, dy);
  return [gradient];
});

function sourceIndex(context: RuleContext, mode: string, index: number, length: number): number {
  if (mode === 'edge') return Math.max(0, Math.min(length - 1, index));
  if (mode === 'wrap') return ((index % length) + length) % length;
  if (mode !== 'reflect') return context.fail(`mode ${mode} has no gradient`);
  const period = Math.max(1, 2 * (length - 1));
  const folded = ((index % period) + period) % period;
  return folded < length ? folded : period - folded;
}

export const selectionRules: RuleTable = {
  Concat: concatRule,
  Split: splitRule,
  Slice: sliceRule,
  Gather: gatherRule,
  Pad: padRule,
};

// Folding of operators that fill, reshape, cut, join or repeat elements.
import { readInt, readInts, readString, readTensor } from '../attribute.ts';
import { size } from '../infer/inference.ts';
import { sliceRange } from '../infer/movement.ts';
import { elementCount, toNumbers } from '../tensor.ts';
import { at, type Fold, type FoldTable, generate, wrap } from './operand.ts';

/** Reshape and its like: same elements, other shape. */
const same: Fold = (_, __, [input]) => input?.numbers;

const slice: Fold = (_, output, [input, starts, ends, axes, steps]) => {
  if (!input || !starts || !ends) return undefined;
  const ranges = input.shape.map((length) => sliceRange(length, 0, length, 1));
  starts.numbers.forEach((start, index) => {
    const axis = wrap(axes?.numbers[index] ?? index, input.shape.length);
    ranges[axis] = sliceRange(size(input.shape, axis), start, ends.numbers[index] ?? 0, steps?.numbers[index] ?? 1);
  });
  return generate(output.shape, (position) =>
    at(
      input,
      position.map((index, axis) => (ranges[axis]?.first ?? 0) + index * (ranges[axis]?.step ?? 1)),
    ),
  );
};

const concat: Fold = (node, output, operands) => {
  const axis = wrap(readInt(node, 'axis', 0), output.shape.length);
  return generate(output.shape, (position) => {
    let index = size(position, axis);
    for (const operand of operands) {
      if (!operand) continue;
      const length = size(operand.shape, axis);
      if (index < length) return at(operand, position.with(axis, index));
      index -= length;
    }
    return 0;
  });
};

const pad: Fold = (node, output, [input, pads, value]) => {
  if (!input || !pads || readString(node, 'mode', 'constant') !== 'constant') return undefined;
  return generate(output.shape, (position) => {
    const source = position.map((index, axis) => index - size(pads.numbers, axis));
    const inside = source.every((index, axis) => index >= 0 && index < size(input.shape, axis));
    return inside ? at(input, source) : (value?.numbers[0] ?? 0);
  });
};

export const movementFolds: FoldTable = {
  Reshape: same,
  Flatten: same,
  Squeeze: same,
  Unsqueeze: same,
  Expand: (_, output, [input]) => input && generate(output.shape, (position) => at(input, position)),
  Tile: (_, output, [input]) =>
    input &&
    generate(output.shape, (position) =>
      at(
        input,
        position.map((index, axis) => index % size(input.shape, axis)),
      ),
    ),
  Concat: concat,
  Slice: slice,
  Pad: pad,
  ConstantOfShape: (node, output) => {
    const value = readTensor(node, 'value', undefined);
    const fill = value ? size(toNumbers(value), 0) : 0;
    return Array.from({ length: elementCount(output.shape) }, () => fill);
  },
  Range: (_, output, [start, , delta]) =>
    generate(output.shape, ([index = 0]) => (start?.numbers[0] ?? 0) + index * (delta?.numbers[0] ?? 1)),
  Transpose: (node, output, [input]) => {
    if (!input) return undefined;
    const order = readInts(node, 'perm', undefined) ?? input.shape.map((_, axis) => input.shape.length - 1 - axis);
    return generate(output.shape, (position) =>
      at(
        input,
        input.shape.map((_, axis) => size(position, order.indexOf(axis))),
      ),
    );
  },
};

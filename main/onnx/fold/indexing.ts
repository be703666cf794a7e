// Folding of operators that pick or write elements by index.
import { readInt, readString } from '../attribute.ts';
import { size } from '../infer/inference.ts';
import { elementCount } from '../tensor.ts';
import { at, type Fold, type FoldTable, generate, strides, wrap } from './operand.ts';

const gather: Fold = (node, output, [data, indices]) => {
  if (!data || !indices) return undefined;
  const axis = wrap(readInt(node, 'axis', 0), data.shape.length);
  const rank = indices.shape.length;
  return generate(output.shape, (position) => {
    const index = wrap(at(indices, position.slice(axis, axis + rank)), size(data.shape, axis));
    return at(data, [...position.slice(0, axis), index, ...position.slice(axis + rank)]);
  });
};

const gatherElements: Fold = (node, output, [data, indices]) => {
  if (!data || !indices) return undefined;
  const axis = wrap(readInt(node, 'axis', 0), data.shape.length);
  return generate(output.shape, (position) =>
    at(data, position.with(axis, wrap(at(indices, position), size(data.shape, axis)))),
  );
};

const scatterElements: Fold = (node, _, [data, indices, updates]) => {
  if (!data || !indices || !updates || readString(node, 'reduction', 'none') !== 'none') return undefined;
  const axis = wrap(readInt(node, 'axis', 0), data.shape.length);
  const result = [...data.numbers];
  const steps = strides(data.shape);
  generate(indices.shape, (position) => {
    const target = position.with(axis, wrap(at(indices, position), size(data.shape, axis)));
    result[target.reduce((sum, index, at) => sum + index * size(steps, at), 0)] = at(updates, position);
    return 0;
  });
  return result;
};

/** The last axis of `indices` addresses leading axes of `data`; whole blocks are written. */
const scatterND: Fold = (node, _, [data, indices, updates]) => {
  if (!data || !indices || !updates || readString(node, 'reduction', 'none') !== 'none') return undefined;
  const depth = size(indices.shape, -1);
  const block = elementCount(data.shape.slice(depth));
  const steps = strides(data.shape);
  const result = [...data.numbers];
  for (let row = 0; row < elementCount(indices.shape.slice(0, -1)); row++) {
    const address = indices.numbers.slice(row * depth, (row + 1) * depth);
    const start = address.reduce(
      (sum, index, axis) => sum + wrap(index, size(data.shape, axis)) * size(steps, axis),
      0,
    );
    for (let offset = 0; offset < block; offset++) result[start + offset] = size(updates.numbers, row * block + offset);
  }
  return result;
};

const trilu: Fold = (node, output, [input, shift]) => {
  if (!input) return undefined;
  const diagonal = shift?.numbers[0] ?? 0;
  const upper = readInt(node, 'upper', 1) === 1;
  return generate(output.shape, (position) => {
    const distance = size(position, -1) - size(position, -2) - diagonal;
    return (upper ? distance >= 0 : distance <= 0) ? at(input, position) : 0;
  });
};

const cumSum: Fold = (node, output, [input, axisInput]) => {
  if (!input || readInt(node, 'exclusive', 0) + readInt(node, 'reverse', 0) > 0) return undefined;
  const axis = wrap(axisInput?.numbers[0] ?? 0, input.shape.length);
  return generate(output.shape, (position) => {
    const count = size(position, axis) + 1;
    return Array.from({ length: count }, (_, index) => at(input, position.with(axis, index))).reduce(
      (a, b) => a + b,
      0,
    );
  });
};

const nonZero: Fold = (_, __, [input]) => {
  if (!input) return undefined;
  const steps = strides(input.shape);
  const found = input.numbers.flatMap((value, index) => (value === 0 ? [] : [index]));
  return input.shape.flatMap((length, axis) => found.map((index) => Math.floor(index / size(steps, axis)) % length));
};

export const indexingFolds: FoldTable = {
  Gather: gather,
  GatherElements: gatherElements,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
  Trilu: trilu,
  CumSum: cumSum,
  NonZero: nonZero,
};

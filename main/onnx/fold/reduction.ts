// Folding of reductions over shapes and small tables.
import { readInt, readInts } from '../attribute.ts';
import { size } from '../infer/inference.ts';
import { at, type Fold, type FoldTable, generate, wrap } from './operand.ts';

const reduction =
  (combine: (values: readonly number[]) => number): Fold =>
  (node, output, [input, axesInput]) => {
    if (!input) return undefined;
    const listed = readInts(node, 'axes', undefined) ?? axesInput?.numbers ?? [];
    const rank = input.shape.length;
    const none = listed.length === 0;
    if (none && readInt(node, 'noop_with_empty_axes', 0) === 1) return input.numbers;
    const axes = new Set(none ? input.shape.keys() : listed.map((axis) => wrap(axis, rank)));
    const inner = input.shape.map((length, axis) => (axes.has(axis) ? length : 1));
    const keep = readInt(node, 'keepdims', 1) === 1;
    return generate(output.shape, (position) => {
      const rest = [...position];
      const start = input.shape.map((_, axis) => (axes.has(axis) && !keep ? 0 : (rest.shift() ?? 0)));
      return combine(
        generate(inner, (offset) =>
          at(
            input,
            start.map((index, axis) => index + size(offset, axis)),
          ),
        ),
      );
    });
  };

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

export const reductionFolds: FoldTable = {
  ReduceSum: reduction(sum),
  ReduceMean: reduction((values) => sum(values) / values.length),
  ReduceProd: reduction((values) => values.reduce((product, value) => product * value, 1)),
  ReduceMax: reduction((values) => Math.max(...values)),
  ReduceMin: reduction((values) => Math.min(...values)),
};

// Constant folding: evaluates small nodes whose inputs are all known, above all the shape arithmetic exporters leave.
import { readInt, readInts, readTensor } from './attribute.ts';
import type { NodeDescription } from './infer/index.ts';
import type { InferredValue } from './infer/inference.ts';
import { size } from './infer/inference.ts';
import { sliceRange } from './infer/movement.ts';
import { elementCount, fromNumbers, type Tensor, toNumbers } from './tensor.ts';

/** Larger results stay in the graph. */
const FOLD_LIMIT = 4096;

interface Operand {
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
}

type Fold = (
  node: NodeDescription,
  output: InferredValue,
  operands: readonly (Operand | undefined)[],
) => readonly number[] | undefined;

/** The value of a node with one output whose inputs are constant (or whose input's shape is all that matters). */
export function foldConstants(
  node: NodeDescription,
  outputs: readonly InferredValue[],
  constants: readonly (Tensor | undefined)[],
): Tensor | undefined {
  const [output] = outputs;
  if (!output || outputs.length !== 1 || node.domain !== '') return undefined;
  if (node.operator === 'Constant') return constantTensor(node);
  if (node.operator === 'Shape' || node.operator === 'Size') return shapeTensor(node, output);
  const fold = folds[node.operator];
  if (!fold || elementCount(output.shape) > FOLD_LIMIT) return undefined;
  if (node.inputs.some((input, index) => input && !constants[index])) return undefined;
  if (constants.some((tensor) => tensor && tensor.data.length > FOLD_LIMIT)) return undefined;
  const operands = constants.map((tensor) => tensor && { shape: tensor.shape, numbers: toNumbers(tensor) });
  const numbers = fold(node, output, operands);
  return numbers && fromNumbers(output.type, output.shape, numbers);
}

function constantTensor(node: NodeDescription): Tensor | undefined {
  const { value_float, value_int, value_floats, value_ints } = node.attributes;
  const value = readTensor(node, 'value', undefined);
  if (value) return value;
  if (value_float?.kind === 'float') return fromNumbers('float32', [], [value_float.value]);
  if (value_int?.kind === 'int') return fromNumbers('int64', [], [value_int.value]);
  if (value_floats?.kind === 'floats') return fromNumbers('float32', [value_floats.value.length], value_floats.value);
  if (value_ints?.kind === 'ints') return fromNumbers('int64', [value_ints.value.length], value_ints.value);
  return undefined;
}

function shapeTensor(node: NodeDescription, output: InferredValue): Tensor | undefined {
  const shape = node.inputs[0]?.shape;
  if (!shape) return undefined;
  if (node.operator === 'Size') return fromNumbers('int64', [], [elementCount(shape)]);
  const part = shape.slice(readInt(node, 'start', 0), readInt(node, 'end', shape.length));
  return fromNumbers('int64', output.shape, part);
}

const strides = (shape: readonly number[]) => shape.map((_, axis) => elementCount(shape.slice(axis + 1)));

/** Builds the output element by element from each position's coordinates. */
function generate(shape: readonly number[], element: (position: readonly number[]) => number): number[] {
  const steps = strides(shape);
  return Array.from({ length: elementCount(shape) }, (_, index) =>
    element(shape.map((length, axis) => Math.floor(index / size(steps, axis)) % length)),
  );
}

/** Element of an operand at a position of a shape it broadcasts to. */
function at(operand: Operand, position: readonly number[]): number {
  const offset = position.length - operand.shape.length;
  const steps = strides(operand.shape);
  const index = operand.shape.reduce(
    (sum, length, axis) => sum + (length === 1 ? 0 : size(position, axis + offset) * size(steps, axis)),
    0,
  );
  return size(operand.numbers, index);
}

const elementwise =
  (compute: (...values: number[]) => number): Fold =>
  (_, output, operands) =>
    generate(output.shape, (position) => compute(...operands.map((operand) => (operand ? at(operand, position) : 0))));

/** Reshape and its like: same elements, other shape. */
const same: Fold = (_, __, [input]) => input?.numbers;

const truncateFor = (output: InferredValue) =>
  output.type.startsWith('float') ? (value: number) => value : Math.trunc;

const folds: Readonly<Record<string, Fold>> = {
  Add: elementwise((a, b) => a + b),
  Sub: elementwise((a, b) => a - b),
  Mul: elementwise((a, b) => a * b),
  Div: (node, output, operands) => elementwise((a, b) => truncateFor(output)(a / b))(node, output, operands),
  Mod: elementwise((a, b) => a - b * Math.floor(a / b)),
  Pow: elementwise((a, b) => a ** b),
  Min: elementwise(Math.min),
  Max: elementwise(Math.max),
  Neg: elementwise((a) => -a),
  Abs: elementwise(Math.abs),
  Sqrt: elementwise(Math.sqrt),
  Exp: elementwise(Math.exp),
  Log: elementwise(Math.log),
  Reciprocal: elementwise((a) => 1 / a),
  Floor: elementwise(Math.floor),
  Ceil: elementwise(Math.ceil),
  Not: elementwise((a) => Number(!a)),
  And: elementwise((a, b) => Number(a && b)),
  Or: elementwise((a, b) => Number(a || b)),
  Equal: elementwise((a, b) => Number(a === b)),
  Less: elementwise((a, b) => Number(a < b)),
  Greater: elementwise((a, b) => Number(a > b)),
  LessOrEqual: elementwise((a, b) => Number(a <= b)),
  GreaterOrEqual: elementwise((a, b) => Number(a >= b)),
  Where: elementwise((condition, a, b) => (condition ? a : b)),
  Cast: (node, output, operands) => elementwise(truncateFor(output))(node, output, operands),
  Expand: (_, output, [input]) => input && generate(output.shape, (position) => at(input, position)),
  Reshape: same,
  Flatten: same,
  Squeeze: same,
  Unsqueeze: same,
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
  Concat: (node, output, operands) => {
    const listed = readInt(node, 'axis', 0);
    const axis = listed < 0 ? listed + output.shape.length : listed;
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
  },
  Gather: (node, output, [data, indices]) => {
    if (!data || !indices) return undefined;
    const listed = readInt(node, 'axis', 0);
    const axis = listed < 0 ? listed + data.shape.length : listed;
    const rank = indices.shape.length;
    return generate(output.shape, (position) => {
      const index = at(indices, position.slice(axis, axis + rank));
      const wrapped = index < 0 ? index + size(data.shape, axis) : index;
      return at(data, [...position.slice(0, axis), wrapped, ...position.slice(axis + rank)]);
    });
  },
  Slice: (_, output, [input, starts, ends, axes, steps]) => {
    if (!input || !starts || !ends) return undefined;
    const ranges = input.shape.map((length) => sliceRange(length, 0, length, 1));
    starts.numbers.forEach((start, index) => {
      const listed = axes?.numbers[index] ?? index;
      const axis = listed < 0 ? listed + input.shape.length : listed;
      ranges[axis] = sliceRange(size(input.shape, axis), start, ends.numbers[index] ?? 0, steps?.numbers[index] ?? 1);
    });
    return generate(output.shape, (position) =>
      at(
        input,
        position.map((index, axis) => (ranges[axis]?.first ?? 0) + index * (ranges[axis]?.step ?? 1)),
      ),
    );
  },
};

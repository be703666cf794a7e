// Folding of arithmetic, comparisons, selection and casts, with broadcasting.
import { readInt } from '../attribute.ts';
import type { InferredValue } from '../infer/inference.ts';
import { at, type Fold, type FoldTable, generate } from './operand.ts';

const elementwise =
  (compute: (...values: number[]) => number): Fold =>
  (_, output, operands) =>
    generate(output.shape, (position) => compute(...operands.map((operand) => (operand ? at(operand, position) : 0))));

const truncateFor = (output: InferredValue) =>
  output.type.startsWith('float') ? (value: number) => value : Math.trunc;

function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

const clip: Fold = (_, output, [input, low, high]) =>
  input &&
  generate(output.shape, (position) =>
    Math.min(
      high?.numbers[0] ?? Number.POSITIVE_INFINITY,
      Math.max(low?.numbers[0] ?? Number.NEGATIVE_INFINITY, at(input, position)),
    ),
  );

export const elementwiseFolds: FoldTable = {
  Add: elementwise((a, b) => a + b),
  Sub: elementwise((a, b) => a - b),
  Mul: elementwise((a, b) => a * b),
  Div: (node, output, operands) => elementwise((a, b) => truncateFor(output)(a / b))(node, output, operands),
  Mod: (node, output, operands) =>
    elementwise(readInt(node, 'fmod', 0) === 1 ? (a, b) => a % b : (a, b) => a - b * Math.floor(a / b))(
      node,
      output,
      operands,
    ),
  Pow: elementwise((a, b) => a ** b),
  Sum: elementwise((...values) => values.reduce((sum, value) => sum + value, 0)),
  Min: elementwise(Math.min),
  Max: elementwise(Math.max),
  Neg: elementwise((a) => -a),
  Abs: elementwise(Math.abs),
  Sign: elementwise(Math.sign),
  Sqrt: elementwise(Math.sqrt),
  Exp: elementwise(Math.exp),
  Log: elementwise(Math.log),
  Sin: elementwise(Math.sin),
  Cos: elementwise(Math.cos),
  Reciprocal: elementwise((a) => 1 / a),
  Floor: elementwise(Math.floor),
  Ceil: elementwise(Math.ceil),
  Round: elementwise(roundHalfEven),
  Relu: elementwise((a) => Math.max(0, a)),
  Clip: clip,
  Not: elementwise((a) => Number(!a)),
  And: elementwise((a, b) => Number(a && b)),
  Or: elementwise((a, b) => Number(a || b)),
  Xor: elementwise((a, b) => Number(a !== b)),
  Equal: elementwise((a, b) => Number(a === b)),
  Less: elementwise((a, b) => Number(a < b)),
  Greater: elementwise((a, b) => Number(a > b)),
  LessOrEqual: elementwise((a, b) => Number(a <= b)),
  GreaterOrEqual: elementwise((a, b) => Number(a >= b)),
  IsNaN: elementwise((a) => Number(Number.isNaN(a))),
  Where: elementwise((condition, a, b) => (condition ? a : b)),
  Cast: (node, output, operands) =>
    elementwise(output.type === 'bool' ? (a) => Number(a !== 0) : truncateFor(output))(node, output, operands),
  CastLike: (node, output, [input]) => elementwise(truncateFor(output))(node, output, [input]),
};

// Elements of small constant tensors, by position: what folding rules compute with.
import type { InferNode, InferredValue } from '../infer/inference.ts';
import { size } from '../infer/inference.ts';
import { elementCount } from '../tensor.ts';

export interface Operand {
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
}

/** The numbers of a node's output; undefined where they cannot be told. */
export type Fold = (
  node: InferNode,
  output: InferredValue,
  operands: readonly (Operand | undefined)[],
) => readonly number[] | undefined;

export type FoldTable = Readonly<Record<string, Fold>>;

export function strides(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
}

/** Builds the output element by element from each position's coordinates. */
export function generate(shape: readonly number[], element: (position: readonly number[]) => number): number[] {
  const steps = strides(shape);
  return Array.from({ length: elementCount(shape) }, (_, index) =>
    element(shape.map((length, axis) => Math.floor(index / size(steps, axis)) % length)),
  );
}

/** Element of an operand at a position of a shape it broadcasts to. */
export function at(operand: Operand, position: readonly number[]): number {
  const offset = position.length - operand.shape.length;
  let index = 0;
  operand.shape.forEach((length, axis) => {
    index = index * length + (length === 1 ? 0 : size(position, axis + offset));
  });
  return size(operand.numbers, index);
}

/** Resolves an axis or index counted from the end. */
export function wrap(index: number, length: number): number {
  return index < 0 ? index + length : index;
}

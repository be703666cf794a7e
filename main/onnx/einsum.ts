// Einsum of two operands written as one batched MatMul between Transposes and Reshapes, which have gradients.
import { readString } from './attribute.ts';
import type { GraphBuilder, Value } from './builder.ts';
import type { Node } from './model.ts';
import { elementCount } from './tensor.ts';

interface Operand {
  readonly value: Value;
  readonly letters: readonly string[];
}

/** The node's output, or undefined where it is no plain product (sums or diagonals of one operand, ellipses). */
export function lowerEinsum(
  builder: GraphBuilder,
  node: Node,
  inputs: readonly (Value | undefined)[],
): Value | undefined {
  const equation = readString(node, 'equation', '').replaceAll(' ', '');
  const [, first, second, result] = /^([A-Za-z]+),([A-Za-z]+)->([A-Za-z]*)$/.exec(equation) ?? [];
  const [x, y] = inputs;
  if (first === undefined || second === undefined || result === undefined || !x || !y || inputs.length !== 2)
    return undefined;
  const left: Operand = { value: x, letters: [...first] };
  const right: Operand = { value: y, letters: [...second] };
  const output = [...result];
  const sizes = letterSizes(left, right);
  if (!sizes || new Set(output).size !== output.length) return undefined;
  const shared = left.letters.filter((letter) => right.letters.includes(letter));
  const batch = shared.filter((letter) => output.includes(letter));
  const summed = shared.filter((letter) => !output.includes(letter));
  const rows = left.letters.filter((letter) => !shared.includes(letter));
  const columns = right.letters.filter((letter) => !shared.includes(letter));
  const order = [...batch, ...rows, ...columns];
  if (order.length !== output.length || order.some((letter) => !output.includes(letter))) return undefined;
  const lengths = (letters: readonly string[]) => letters.map((letter) => sizes.get(letter) ?? 1);
  const matrix = ({ value, letters }: Operand, groups: readonly (readonly string[])[]) => {
    const perm = groups.flat().map((letter) => letters.indexOf(letter));
    const sorted = builder.op('Transpose', [value], { perm });
    return builder.op('Reshape', [sorted, builder.ints(groups.map((group) => elementCount(lengths(group))))]);
  };
  const product = builder.op(
    'MatMul',
    [matrix(left, [batch, rows, summed]), matrix(right, [batch, summed, columns])],
    {},
    { name: node.name },
  );
  const spread = builder.op('Reshape', [product, builder.ints(lengths(order))]);
  return builder.op('Transpose', [spread], { perm: output.map((letter) => order.indexOf(letter)) });
}

/** Length of every letter; undefined where letters repeat in an operand or do not fit. */
function letterSizes(...operands: readonly Operand[]): ReadonlyMap<string, number> | undefined {
  const sizes = new Map<string, number>();
  for (const { value, letters } of operands) {
    if (letters.length !== value.shape.length || new Set(letters).size !== letters.length) return undefined;
    for (const [axis, letter] of letters.entries()) {
      const length = value.shape[axis] ?? 1;
      if ((sizes.get(letter) ?? length) !== length) return undefined;
      sizes.set(letter, length);
    }
  }
  return sizes;
}

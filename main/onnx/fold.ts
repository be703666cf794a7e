// Constant folding: evaluates small nodes whose inputs are all known, above all the shape arithmetic exporters leave.
import { readInt } from './attribute.ts';
import { constantOf } from './constant.ts';
import { elementwiseFolds } from './fold/elementwise.ts';
import { indexingFolds } from './fold/indexing.ts';
import { movementFolds } from './fold/movement.ts';
import type { FoldTable } from './fold/operand.ts';
import { reductionFolds } from './fold/reduction.ts';
import type { NodeDescription } from './infer/index.ts';
import type { InferredValue } from './infer/inference.ts';
import { lookup } from './lookup.ts';
import { elementCount, fromNumbers, int64, type Tensor, toNumbers } from './tensor.ts';

/** Larger results stay in the graph. Attention masks of windowed transformers fit in. */
const FOLD_LIMIT = 2 ** 18;

const folds: FoldTable = { ...elementwiseFolds, ...indexingFolds, ...movementFolds, ...reductionFolds };

/** The value of a node with one output whose inputs are constant (or whose input's shape is all that matters). */
export function foldConstants(
  node: NodeDescription,
  outputs: readonly InferredValue[],
  constants: readonly (Tensor | undefined)[],
): Tensor | undefined {
  const [output] = outputs;
  if (!output || outputs.length !== 1 || node.domain !== '') return undefined;
  if (node.operator === 'Constant') return constantOf(node);
  if (node.operator === 'Shape' || node.operator === 'Size') return shapeTensor(node);
  const fold = lookup(folds, node.operator);
  if (!fold || elementCount(output.shape) > FOLD_LIMIT) return undefined;
  if (node.inputs.some((input, index) => input && !constants[index])) return undefined;
  if (constants.some((tensor) => tensor && tensor.data.length > FOLD_LIMIT)) return undefined;
  const operands = constants.map((tensor) => tensor && { shape: tensor.shape, numbers: toNumbers(tensor) });
  const numbers = fold(node, output, operands);
  return numbers && fromNumbers(output.type, output.shape, numbers);
}

function shapeTensor(node: NodeDescription): Tensor | undefined {
  const shape = node.inputs[0]?.shape;
  if (!shape) return undefined;
  if (node.operator === 'Size') return int64([], [elementCount(shape)]);
  const part = shape.slice(readInt(node, 'start', 0), readInt(node, 'end', shape.length));
  return int64([part.length], part);
}

// Repairs the usual traces that a fixed batch size leaves in an export: sizes written into Reshape, Expand and Concat.
import type { GraphBuilder, Value } from './builder.ts';
import type { Node } from './model.ts';
import { elementCount, toNumbers } from './tensor.ts';

export interface BatchChange {
  /** The batch size the model was exported for. */
  readonly from: number;
  readonly to: number;
}

type Inputs = readonly (Value | undefined)[];

/** The node's inputs for another batch size than the exported one. */
export function scaleBatch(builder: GraphBuilder, node: Node, inputs: Inputs, change: BatchChange): Inputs {
  if (node.operator === 'Reshape') return scaleTarget(builder, inputs, change);
  if (node.operator === 'Concat') return repeatSmall(builder, inputs, change);
  return inputs;
}

/** `[1, -1, C]` → `[batch, -1, C]` where the reshaped value starts with the batch. */
function scaleTarget(builder: GraphBuilder, inputs: Inputs, { from, to }: BatchChange): Inputs {
  const [input, target] = inputs;
  const tensor = target && builder.constantOf(target);
  if (!input || !tensor) return inputs;
  const [first, ...rest] = toNumbers(tensor);
  if (first === from && input.shape[0] === to) return [input, builder.ints([to, ...rest])];
  // 0 keeps the value's own length.
  const lengths = toNumbers(tensor).map((length, index) => length || (input.shape[index] ?? 0));
  return isOutermost(input.shape, lengths, to / from)
    ? [input, builder.ints(lengths.map((length, index) => (index === 0 ? length * (to / from) : length)))]
    : inputs;
}

/**
 * Whether the batch is the outer factor of the value's first axis (as in the windows of a windowed transformer) and nothing
 * but its change is missing from the target. A single 1 further back could be where the batch has to go: then it is not.
 */
function isOutermost(shape: readonly number[], target: readonly number[], times: number): boolean {
  const divisible = shape.flatMap((length, axis) => (length % times === 0 ? [axis] : []));
  return (
    elementCount(target) * times === elementCount(shape) &&
    target.every((length) => length > 0) &&
    target.indexOf(1) <= 0 &&
    divisible.length === 1 &&
    divisible[0] === 0
  );
}

/** A class token that was expanded to the exported batch is repeated beside values of the new one. */
function repeatSmall(builder: GraphBuilder, inputs: Inputs, { from, to }: BatchChange): Inputs {
  if (from !== 1 || !inputs.some((input) => input?.shape[0] === to)) return inputs;
  return inputs.map((input) =>
    input && input.shape[0] === from && input.shape.length > 2
      ? builder.op('Expand', [input, builder.ints([to, ...input.shape.slice(1)])])
      : input,
  );
}

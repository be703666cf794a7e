// What a Constant node holds, whichever of its attributes says so.
import { readTensor } from './attribute.ts';
import type { Node } from './model.ts';
import { float32, int64, type Tensor } from './tensor.ts';

/** The tensor; undefined for other nodes and for constants that are not read (strings, sparse tensors). */
export function constantOf(node: Pick<Node, 'operator' | 'name' | 'attributes'>): Tensor | undefined {
  if (node.operator !== 'Constant') return undefined;
  const { value_float, value_int, value_floats, value_ints } = node.attributes;
  const value = readTensor(node, 'value', undefined);
  if (value) return value;
  if (value_float?.kind === 'float') return float32([], [value_float.value]);
  if (value_int?.kind === 'int') return int64([], [value_int.value]);
  if (value_floats?.kind === 'floats') return float32([value_floats.value.length], value_floats.value);
  if (value_ints?.kind === 'ints') return int64([value_ints.value.length], value_ints.value);
  return undefined;
}

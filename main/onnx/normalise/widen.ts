// Weights stored in half precision and widened by a Cast, as compact files have them: read as the weights they stand for.
import { readInt } from '../attribute.ts';
import type { Graph, Node } from '../model.ts';
import { fromNumbers, type Tensor, toNumbers } from '../tensor.ts';

/** TensorProto.DataType.FLOAT. */
const FLOAT = 1;

/** The graph with every `Cast(half-precision initializer) → float32` replaced by a float32 initializer of the Cast's output name. */
export function widenStored(graph: Graph): Graph {
  const initializers = new Map(graph.initializers);
  const nodes = graph.nodes.filter((node) => {
    const stored = storedHalf(node, graph);
    const [output] = node.outputs;
    if (!stored || output === undefined) return true;
    initializers.set(output, fromNumbers('float32', stored.shape, toNumbers(stored)));
    return false;
  });
  const used = new Set([...nodes.flatMap((node) => node.inputs), ...graph.outputs.map(({ name }) => name)]);
  const isKept = ([name, { type }]: [string, Tensor]) => type !== 'float16' || used.has(name);
  return { ...graph, nodes, initializers: new Map([...initializers].filter(isKept)) };
}

function storedHalf(node: Node, graph: Graph): Tensor | undefined {
  if (node.operator !== 'Cast' || node.domain !== '' || readInt(node, 'to', 0) !== FLOAT) return undefined;
  const tensor = graph.initializers.get(node.inputs[0] ?? '');
  return tensor?.type === 'float16' ? tensor : undefined;
}

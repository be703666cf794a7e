// Decides which values of a forward graph are blocked, and puts the moves between the layouts into the graph as nodes.
// A gradient has the layout of its value: a move's gradient is the opposite move, and the walk needs to know of neither.
import { readInt } from '../../onnx/attribute.ts';
import type { StaticNode, Value } from '../../onnx/builder.ts';
import { qualifiedName } from '../../onnx/infer/index.ts';
import type { StaticGraph } from '../../onnx/specialise.ts';
import { elementCount } from '../../onnx/tensor.ts';
import { fitsBlocks } from './convolution.ts';
import { privateDomain } from './fuse.ts';

/** Operators that do not care where an element lies, as long as all operands agree. */
const elementwise = new Set(
  (
    'Abs Add Celu Clip Div Elu Erf Exp HardSigmoid HardSwish LeakyRelu Log Max Min Mul Neg Pow Reciprocal Relu Selu Sigmoid ' +
    'Softplus Softsign Sqrt Sub Tanh ThresholdedRelu'
  ).split(' '),
);

/** Rewrites `graph` so that every node gets its image inputs in the layout it works on. */
export function assignLayouts(graph: StaticGraph, block: number): StaticGraph {
  const nodes: StaticNode[] = [];
  const blocked = new Set<string>();
  const moved = new Map<string, Value>();
  const move = (value: Value, toBlocked: boolean): Value => {
    if (blocked.has(value.name) === toBlocked) return value;
    const operator = toBlocked ? 'ToBlocked' : 'ToPlain';
    const name = `${operator}/${value.name}`;
    const known = moved.get(name);
    if (known) return known;
    const result = { ...value, name };
    nodes.push({ operator, domain: privateDomain, name, attributes: {}, inputs: [value], outputs: [result] });
    moved.set(name, result);
    return result;
  };
  const isBlocked = (value: Value | undefined) => value !== undefined && blocked.has(value.name);
  for (const node of graph.nodes) {
    const layout = layoutOf(node, block, isBlocked);
    const inputs = node.inputs.map((input, index) => input && move(input, layout.inputs.includes(index)));
    nodes.push({ ...node, inputs, domain: layout.own ? privateDomain : node.domain });
    if (layout.output) for (const output of node.outputs) blocked.add(output.name);
  }
  const outputs = graph.outputs.map((output) => move(output, false));
  return { ...graph, nodes, outputs };
}

interface NodeLayout {
  /** Which inputs are blocked. */
  readonly inputs: readonly number[];
  /** Whether the outputs are. */
  readonly output: boolean;
  /** Whether a rule of this lowering takes the node. */
  readonly own: boolean;
}

const plain: NodeLayout = { inputs: [], output: false, own: false };

function layoutOf(node: StaticNode, block: number, isBlocked: (value: Value | undefined) => boolean): NodeLayout {
  const [x] = node.inputs;
  const [y] = node.outputs;
  const [channels = 1] = x?.shape.slice(1) ?? [];
  switch (qualifiedName(node)) {
    case `${privateDomain}:ConvNorm`:
      return { inputs: channels < block ? [7] : [0, 7], output: true, own: true };
    case 'Conv':
      return fitsBlocks(node, block) ? { inputs: channels < block ? [] : [0], output: true, own: true } : plain;
    case 'BatchNormalization':
      return isBlocked(x) ? { inputs: [0], output: true, own: true } : plain;
    case 'MaxPool':
      return isBlocked(x) && readInt(node, 'ceil_mode', 0) === 0 ? { inputs: [0], output: true, own: true } : plain;
    case 'GlobalAveragePool':
      // One pixel per channel lies the same way in both layouts.
      return isBlocked(x) ? { inputs: [0], output: false, own: true } : plain;
    case 'Concat': {
      const every = readInt(node, 'axis', 0) === 1 && node.inputs.every(isBlocked);
      return every ? { inputs: node.inputs.map((_, index) => index), output: true, own: false } : plain;
    }
  }
  if (!y || !elementwise.has(qualifiedName(node)) || !node.inputs.some(isBlocked)) return plain;
  const images = node.inputs.flatMap((input, index) => (input && `${input.shape}` === `${y.shape}` ? [index] : []));
  const rest = node.inputs.filter((input, index) => input && !images.includes(index));
  return rest.every((input) => elementCount(input?.shape ?? []) === 1)
    ? { inputs: images, output: true, own: false }
    : plain;
}

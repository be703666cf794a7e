// The same graph with its network in half precision: weights take half the room; scores and the rule stay as they are.
import { tensorAttribute } from '../../onnx/attribute.ts';
import { constantOf } from '../../onnx/constant.ts';
import type { Model, Node } from '../../onnx/model.ts';
import { fromNumbers, type Tensor, toNumbers } from '../../onnx/tensor.ts';
import { dataTypeCode } from '../../onnx/write.ts';
import { NETWORK_INPUT, OUTPUT_NAME } from '../inspection-model.ts';
import type { Rewritten } from './older-opset.ts';

/** Operators whose inputs of the same type may all be halves, and whose output then is one. */
const plain = new Set([
  'Conv',
  'Gemm',
  'MatMul',
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Relu',
  'LeakyRelu',
  'Sigmoid',
  'Tanh',
  'HardSigmoid',
  'HardSwish',
  'Clip',
  'BatchNormalization',
  'GlobalAveragePool',
  'AveragePool',
  'MaxPool',
  'Flatten',
  'Reshape',
  'Transpose',
  'Concat',
  'Squeeze',
  'Unsqueeze',
  'ReduceMean',
  'Identity',
  'Gather',
  'Constant',
]);
/** Largest number of half precision. */
const LARGEST = 65_504;
const INNER = 'half/';

/**
 * The network between the normalised pixels and the softmax is rewritten; preprocessing and judgement stay in float32.
 * Gives the first thing that cannot be where something cannot.
 */
export function toHalf(model: Model): Rewritten {
  const { graph } = model;
  const softmax = graph.nodes.findIndex(({ outputs }) => outputs.includes(OUTPUT_NAME));
  const logits = graph.nodes[softmax]?.inputs[0];
  const first = graph.nodes.findIndex(({ outputs }) => outputs.includes(NETWORK_INPUT));
  if (logits === undefined || first < 0) return { reason: 'Softmax' };
  const network = graph.nodes.slice(first + 1, softmax);
  const foreign = network.find(({ operator, domain }) => domain !== '' || !plain.has(operator));
  if (foreign) return { reason: foreign.operator };
  const large = network.find((node) => isTooLarge(floatConstant(node)));
  if (large) return { reason: large.name };
  const used = new Set(network.flatMap(({ inputs }) => inputs));
  const initializers = new Map<string, Tensor>();
  for (const [name, tensor] of graph.initializers) {
    if (tensor.type !== 'float32' || !used.has(name)) {
      initializers.set(name, tensor);
      continue;
    }
    if (isTooLarge(tensor)) return { reason: name };
    initializers.set(name, halved(tensor));
  }
  const outside = new Set([...graph.nodes.slice(0, first + 1), ...graph.nodes.slice(softmax)].flatMap((n) => n.inputs));
  // Values that the judgement reads (logits, features) leave the network as float32 under their own names.
  const leaving = new Set(network.flatMap(({ outputs }) => outputs).filter((name) => outside.has(name)));
  const inner = (name: string) => (name === NETWORK_INPUT || leaving.has(name) ? `${INNER}${name}` : name);
  const cast = (from: string, to: string, type: 'float16' | 'float32'): Node => ({
    operator: 'Cast',
    domain: '',
    name: `cast ${to}`,
    inputs: [from],
    outputs: [to],
    attributes: { to: { kind: 'int', value: dataTypeCode(type) } },
  });
  const nodes = [
    ...graph.nodes.slice(0, first + 1),
    cast(NETWORK_INPUT, inner(NETWORK_INPUT), 'float16'),
    ...network.map(withHalfConstant).map((node) => ({
      ...node,
      inputs: node.inputs.map(inner),
      outputs: node.outputs.map(inner),
    })),
    ...Array.from(leaving, (name) => cast(inner(name), name, 'float32')),
    ...graph.nodes.slice(softmax),
  ];
  return { model: { ...model, graph: { ...graph, nodes, initializers } } };
}

const halved = (tensor: Tensor): Tensor => fromNumbers('float16', tensor.shape, toNumbers(tensor));

function isTooLarge(tensor: Tensor | undefined): boolean {
  return tensor !== undefined && toNumbers(tensor).some((value) => Math.abs(value) > LARGEST);
}

/** The float32 tensor of a Constant node: what prepares the pixels of a backbone. */
function floatConstant(node: Node): Tensor | undefined {
  const tensor = constantOf(node);
  return tensor?.type === 'float32' ? tensor : undefined;
}

function withHalfConstant(node: Node): Node {
  const tensor = floatConstant(node);
  return tensor ? { ...node, attributes: { value: tensorAttribute(halved(tensor)) } } : node;
}

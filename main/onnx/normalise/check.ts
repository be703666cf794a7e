// What is refused before anything is rewritten: versions, foreign domains, control flow, quantization, half precision.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Graph, Model, Node } from '../model.ts';

const LOWEST_OPSET = 11;
const HIGHEST_OPSET = 20;

/** Contrib operators that are rewritten into standard ones. */
const acceptedContrib: ReadonlySet<string> = new Set(['Gelu', 'QuickGelu', 'FastGelu']);

const controlFlow = /^(If|Loop|Scan|Sequence.*|SplitToSequence|ConcatFromSequence|Optional.*)$/;
const quantized =
  /^(QuantizeLinear|DequantizeLinear|DynamicQuantize.*|QLinear.*|.*Integer|QAttention|QGemm|MatMulNBits)$/;

/** The model's opset. @throws NarashiError onnx.opset, onnx.unreadable */
export function checkOpset(model: Model): number {
  const opset = model.opsets.get('');
  if (opset === undefined) throw new NarashiError('onnx.unreadable', { reason: 'it names no operator set' });
  if (opset < LOWEST_OPSET || opset > HIGHEST_OPSET)
    throw new NarashiError('onnx.opset', { opset, lowest: LOWEST_OPSET, highest: HIGHEST_OPSET });
  return opset;
}

/** The graph with its one used input. @throws NarashiError for everything that cannot be trained whatever its version */
export function checkGraph(graph: Graph): Graph {
  graph.nodes.forEach(checkNode);
  for (const [tensor, { type, data }] of graph.initializers) {
    if (type === 'float16' && data.length > 1) throw new NarashiError('onnx.precision', { tensor, type });
  }
  const used = new Set(graph.nodes.flatMap((node) => node.inputs));
  const inputs = graph.inputs.filter((input) => used.has(input.name));
  const [image, ...others] = inputs;
  if (!image || others.length > 0) {
    const list = inputs.map((input) => input.name).join(', ');
    throw new NarashiError('onnx.inputs', { count: inputs.length, list: list || '-' });
  }
  if (image.type !== 'float32') throw new NarashiError('onnx.precision', { tensor: image.name, type: image.type });
  return { ...graph, inputs };
}

function checkNode({ name: node, operator, domain }: Node): void {
  if (quantized.test(operator)) throw new NarashiError('onnx.quantized', { node, operator });
  if (controlFlow.test(operator)) throw new NarashiError('onnx.control-flow', { node, operator });
  const accepted = domain === '' || (domain === 'com.microsoft' && acceptedContrib.has(operator));
  if (!accepted) throw new NarashiError('onnx.domain', { node, operator, domain });
}

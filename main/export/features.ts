// What an exported model sees in an image before it judges: the input of its last linear layer, in place of its judgement.
import type { Graph, Model, Node } from '../onnx/model.ts';
import type { RowOutput } from './judge.ts';

export interface FeatureModel {
  readonly model: Model;
  /** Its output, `[batch,width]`. */
  readonly output: RowOutput;
}

/** Undefined where the model does not end in a linear layer with weights of its own. */
export function featureModel(model: Model): FeatureModel | undefined {
  const { graph } = model;
  const [output] = graph.outputs;
  const layer = output && lastLinear(graph, output.name);
  if (!layer) return undefined;
  const info = { name: layer.name, type: 'float32' as const, shape: ['batch', layer.width] };
  return { model: { ...model, graph: { ...graph, outputs: [info] } }, output: layer };
}

/** Back from the probabilities, through softmax and bias, to the first product with a constant matrix. */
function lastLinear(graph: Graph, from: string): RowOutput | undefined {
  const producer = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  let node = producer.get(from);
  while (node) {
    const [data, weight] = node.inputs;
    const matrix = weight === undefined ? undefined : graph.initializers.get(weight);
    if (isLinear(node) && data !== undefined && matrix) {
      const isTurned = node.attributes.transB?.value === 1;
      const width = matrix.shape[isTurned ? 1 : 0];
      return width === undefined ? undefined : { name: data, width };
    }
    if (!passing.has(node.operator)) return undefined;
    const next = node.inputs.find((name) => !graph.initializers.has(name));
    node = next === undefined ? undefined : producer.get(next);
  }
  return undefined;
}

const passing = new Set(['Softmax', 'Add', 'Identity']);
const isLinear = ({ operator, domain }: Node): boolean =>
  domain === '' && (operator === 'Gemm' || operator === 'MatMul');

// Constant nodes become initializers, and names that Identity gives to initializers become initializers of their own.
import { constantOf } from '../constant.ts';
import { lookup } from '../lookup.ts';
import type { Graph } from '../model.ts';
import type { Tensor } from '../tensor.ts';

/** Exporters that store equal weights once name the copies by Identity; training moves the copies apart again. */
export function hoistConstants(graph: Graph): Graph {
  const initializers = new Map(graph.initializers);
  const weightNames = parameterNames(graph);
  const nodes = graph.nodes.filter((node) => {
    const [output = ''] = node.outputs;
    const tensor = node.operator === 'Identity' ? initializers.get(node.inputs[0] ?? '') : constantOf(node);
    const isConstant = node.operator === 'Identity' || isStructural(tensor) || weightNames.has(output);
    if (tensor && isConstant) initializers.set(output, tensor);
    return !(tensor && isConstant);
  });
  return { ...graph, nodes, initializers };
}

/** Float lists written as Constant nodes stay there, so that nobody takes them for weights; all else may move. */
function isStructural(tensor: Tensor | undefined): boolean {
  return tensor !== undefined && (tensor.type !== 'float32' || tensor.shape.length === 0);
}

/** First parameter input of the operators that hold weights (InstanceNormalization often gets plain ones and zeros). */
const firstParameter: Readonly<Record<string, number>> = {
  Conv: 1,
  ConvTranspose: 1,
  Gemm: 1,
  MatMul: 1,
  BatchNormalization: 1,
  LayerNormalization: 1,
  GroupNormalization: 1,
  PRelu: 1,
};

function parameterNames(graph: Graph): ReadonlySet<string> {
  return new Set(
    graph.nodes.flatMap((node) => node.inputs.slice(lookup(firstParameter, node.operator) ?? node.inputs.length)),
  );
}

// Where a class was seen: the last feature maps weighted as the last layer weights their means (class activation mapping,
// Zhou et al. 2016, equation 2), as a graph of its own. For networks that end in a global average and a linear layer.
import type { Graph, Model, Node } from '../../onnx/model.ts';
import { float32, int64, type TensorOf } from '../../onnx/tensor.ts';
import { featureModel } from '../features.ts';
import { GraphExtension } from './extend.ts';

export const CLASS_MAP = 'class_map';
/** Side of the map, whatever that of the features is. */
export const MAP_SIDE = 32;

/**
 * Output `class_map` float32 `[1,K,32,32]`, for one image at a time; its input is that of the model. Undefined for other
 * networks.
 */
export function classMapModel(model: Model, classes: number): Model | undefined {
  const features = featureModel(model);
  const pooled = features && pooledFrom(model.graph, features.output.name);
  const weights = features && linearWeights(model.graph, features.output.name, classes, features.output.width);
  if (!pooled || !weights) return undefined;
  const graph = new GraphExtension(model.graph, 'map/');
  const filter = graph.constant('class_filter', float32([classes, features.output.width, 1, 1], weights.data));
  const map = graph.op('Conv', [pooled, filter], { kernel_shape: [1, 1] });
  const sizes = graph.constant('sizes', int64([4], [1, classes, MAP_SIDE, MAP_SIDE]));
  graph.op('Resize', [map, '', '', sizes], { mode: 'linear', coordinate_transformation_mode: 'half_pixel' }, CLASS_MAP);
  return {
    ...model,
    graph: {
      ...model.graph,
      outputs: [{ name: CLASS_MAP, type: 'float32', shape: [1, classes, MAP_SIDE, MAP_SIDE] }],
      nodes: [...model.graph.nodes, ...graph.nodes],
      initializers: new Map([...model.graph.initializers, ...graph.constants]),
    },
  };
}

const passing = new Set(['Flatten', 'Reshape', 'Squeeze', 'Identity', 'Dropout']);

/** What the global average is taken of, from its result as the linear layer reads it. */
function pooledFrom(graph: Graph, name: string): string | undefined {
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  let node: Node | undefined = producers.get(name);
  while (node && passing.has(node.operator)) node = producers.get(node.inputs[0] ?? '');
  return node?.operator === 'GlobalAveragePool' ? node.inputs[0] : undefined;
}

/** `[K,D]` of the layer that reads the features. */
function linearWeights(
  graph: Graph,
  features: string,
  classes: number,
  width: number,
): TensorOf<'float32'> | undefined {
  const layer = graph.nodes.find(({ operator, inputs }) => isLinear(operator) && inputs[0] === features);
  const tensor = layer && graph.initializers.get(layer.inputs[1] ?? '');
  if (!layer || tensor?.type !== 'float32' || tensor.data.length !== classes * width) return undefined;
  if (layer.operator === 'Gemm' && layer.attributes.transB?.value === 1) return tensor;
  const turned = new Float32Array(tensor.data.length);
  for (let row = 0; row < width; row++)
    for (let column = 0; column < classes; column++)
      turned[column * width + row] = tensor.data[row * classes + column] ?? 0;
  return float32([classes, width], turned);
}

const isLinear = (operator: string) => operator === 'Gemm' || operator === 'MatMul';

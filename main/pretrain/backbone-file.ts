// Pretrained weights as an ONNX file: filters in half precision, widened by Cast nodes, so that any runtime reads it.
import type { Graph, Model, Node } from '../onnx/model.ts';
import { buildPreset, type PresetName } from '../onnx/preset/networks.ts';
import { fromNumbers, type Tensor } from '../onnx/tensor.ts';
import type { Weights } from './pretrain.ts';

/** TensorProto.DataType.FLOAT. */
const FLOAT = 1;

/** How pixels are prepared, in the words of ONNX's image metadata: RGB from −1 to 1. */
const metadata = new Map([
  ['Image.BitmapPixelFormat', 'Rgb8'],
  ['Image.NominalPixelRange', 'Normalized_1_1'],
]);

/**
 * A feature extractor: input `image` `[batch,3,size,size]`, output `features` `[batch,C]`, without the classifier of the
 * drawn classes. Filters are rounded to half precision; normalisation keeps single precision.
 */
export function backboneModel(network: PresetName, weights: Weights, size: number): Model {
  const preset = buildPreset(network, 2, size, 0);
  const classifier = preset.graph.nodes.find(({ name }) => name === 'classifier');
  const [features = '', ...head] = classifier?.inputs ?? [];
  const nodes = preset.graph.nodes.filter((node) => node !== classifier);
  const initializers = new Map<string, Tensor>();
  const casts: Node[] = [];
  for (const [name, given] of preset.graph.initializers) {
    if (head.includes(name)) continue;
    const tensor = weights.get(name) ?? given;
    if (tensor.type !== 'float32' || tensor.shape.length < 2) {
      initializers.set(name, tensor);
      continue;
    }
    const half = `${name}.half`;
    initializers.set(half, fromNumbers('float16', tensor.shape, Array.from(tensor.data)));
    const attributes = { to: { kind: 'int', value: FLOAT } } as const;
    casts.push({ operator: 'Cast', domain: '', name: `${name}.widen`, inputs: [half], outputs: [name], attributes });
  }
  const width = weights.get('classifier.weight')?.shape[1] ?? 'width';
  const graph: Graph = {
    name: `narashi-${network}`,
    inputs: preset.graph.inputs,
    outputs: [{ name: 'features', type: 'float32', shape: ['batch', width] }],
    nodes: [...casts, ...nodes.map((node) => renameOutput(node, features, 'features'))],
    initializers,
  };
  return { ...preset, metadata, graph };
}

function renameOutput(node: Node, from: string, to: string): Node {
  const rename = (name: string) => (name === from ? to : name);
  return { ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename) };
}

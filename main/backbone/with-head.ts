// A trainable network from a backbone: our normalised image in, the backbone up to its feature, one vector, a fresh linear layer.
import type { BackboneCard, BackboneFeature, BackbonePreprocessing } from '../../shared/domain/backbone.ts';
import { type AttributeInputs, toAttributes } from '../onnx/attribute.ts';
import type { Model, Node } from '../onnx/model.ts';
import { classifierNames, freshClassifier } from '../onnx/preset/classifier.ts';
import { type StaticGraph, specialise } from '../onnx/specialise.ts';
import { float32, int64, type Tensor } from '../onnx/tensor.ts';
import { freeBatch, PROBE_BATCHES } from './free-batch.ts';
import { withOutputs } from './shapes.ts';

/** The parts of a card that say how a backbone is cut and fed. */
export type Cut = Pick<BackboneCard, 'name' | 'input' | 'preprocessing' | 'feature'>;

/** Names of what is added; no exporter writes them. */
const added = (name: string) => `narashi/${name}`;
const IMAGE = added('image');
const LOGITS = added('logits');

/**
 * One input `image` `[N,3,S,S]` normalised as for the preset networks (−1 to 1, RGB), one output `logits` `[N,classes]`; S is
 * the size of the model's input (see `withInputSize`), else the card's. What the backbone wants of its pixels is the graph's
 * first nodes, so that training, prediction, package and client programs prepare images in one way for every network.
 * @throws NarashiError onnx.unsupported, backbone.batch-fixed
 */
export function withHead(model: Model, card: Cut, classes: number, seed: number): Model {
  const whole = assembled(model, card, classes, seed);
  const [first] = model.graph.inputs;
  const side = first?.shape[card.input.layout === 'nchw' ? 2 : 1];
  const size = typeof side === 'number' ? side : card.input.size;
  const [small, large] = PROBE_BATCHES;
  const at = (batch: number): StaticGraph => specialise(whole, [batch, 3, size, size]);
  return freeBatch(card.name, [at(small), at(large)]);
}

function assembled(model: Model, { input, preprocessing, feature }: Cut, classes: number, seed: number): Model {
  const needed = withOutputs(model, [feature.value]).graph.nodes;
  const used = new Set(needed.flatMap((node) => node.inputs));
  // The old head may have named its weights as the new one does.
  const taken: readonly string[] = Object.values(classifierNames);
  const rename = (name: string) => (taken.includes(name) ? `backbone/${name}` : name);
  const kept = Array.from(model.graph.initializers)
    .filter(([name]) => used.has(name))
    .map(([name, tensor]) => [rename(name), tensor] as const);
  const body = needed.map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
  const writer = new Writer();
  prepareImage(writer, preprocessing, input);
  writer.nodes.push(...body);
  const fresh = freshClassifier(classes, feature.width, seed);
  const vector = pooled(writer, { ...feature, value: rename(feature.value) });
  writer.op('Gemm', [vector, classifierNames.weight, classifierNames.bias], { transB: 1 }, LOGITS);
  const [first] = model.graph.inputs;
  const batch = first?.shape[0] ?? 'batch';
  return {
    ...model,
    graph: {
      name: model.graph.name,
      inputs: [{ name: IMAGE, type: 'float32', shape: [batch, 3, 'height', 'width'] }],
      outputs: [{ name: LOGITS, type: 'float32', shape: [batch, classes] }],
      nodes: writer.nodes,
      initializers: new Map<string, Tensor>([
        ...kept,
        ...writer.constants,
        [classifierNames.weight, fresh.weight],
        [classifierNames.bias, fresh.bias],
      ]),
    },
  };
}

class Writer {
  readonly nodes: Node[] = [];
  readonly constants = new Map<string, Tensor>();

  op(operator: string, inputs: readonly string[], attributes: AttributeInputs = {}, output?: string): string {
    const name = output ?? added(`${operator}${this.nodes.length}`);
    this.nodes.push({ operator, domain: '', name, inputs, outputs: [name], attributes: toAttributes(attributes) });
    return name;
  }

  constant(name: string, tensor: Tensor): string {
    this.constants.set(added(name), tensor);
    return added(name);
  }
}

/** x in −1…1 stands for v = (x+1)/2; the backbone wants (scale·v − mean)/std = (x − (2·mean/scale − 1)) / (2·std/scale). */
function prepareImage(writer: Writer, { scale, mean, std, order }: BackbonePreprocessing, input: Cut['input']): void {
  let value = IMAGE;
  if (order === 'bgr') value = writer.op('Gather', [value, writer.constant('bgr', int64([3], [2, 1, 0]))], { axis: 1 });
  const centre = mean.map((channel) => (2 * channel) / scale - 1);
  const width = std.map((channel) => (2 * channel) / scale);
  // Their names say that they are no weights.
  if (centre.some((channel) => channel !== 0))
    value = writer.op('Sub', [value, writer.constant('mean', float32([1, 3, 1, 1], centre))]);
  if (width.some((channel) => channel !== 1))
    value = writer.op('Div', [value, writer.constant('std', float32([1, 3, 1, 1], width))]);
  if (input.layout === 'nhwc') writer.op('Transpose', [value], { perm: [0, 2, 3, 1] }, input.name);
  else writer.op('Identity', [value], {}, input.name);
}

/** `[N,width]` from the feature. */
function pooled(writer: Writer, { value, layout, pooling }: BackboneFeature): string {
  if (layout === 'vector') return value;
  if (layout === 'tokens') {
    if (pooling === 'class-token')
      return writer.op('Gather', [value, writer.constant('first', int64([], [0]))], { axis: 1 });
    return writer.op('ReduceMean', [value], { axes: [1], keepdims: 0 });
  }
  const map = layout === 'channels-first' ? value : writer.op('Transpose', [value], { perm: [0, 3, 1, 2] });
  return writer.op('Flatten', [writer.op('GlobalAveragePool', [map])], { axis: 1 });
}

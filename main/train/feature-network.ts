// The trained part of a network as a network of its own: it takes features, which never change, in place of images.
import { judging, type Lowering } from '../autodiff/rule.ts';
import { dropoutRules } from '../autodiff/rules/dropout.ts';
import { forward } from '../autodiff/walk.ts';
import { toAttributes } from '../onnx/attribute.ts';
import { GraphBuilder, type StaticNode, type Value } from '../onnx/builder.ts';
import type { Model } from '../onnx/model.ts';
import type { StaticGraph } from '../onnx/specialise.ts';
import { elementCount, int64, type Tensor } from '../onnx/tensor.ts';
import { type DividedGraph, divide } from './divide.ts';
import type { Network } from './network.ts';

export interface FeatureNetwork {
  /** Takes features `[N,D]`; the same weights are trained as in the whole network. */
  readonly network: Network;
  /** D, floats per image. */
  readonly length: number;
  /** From `image` `[N,C,H,W]` to `features` `[N,D]`. */
  extractor(batchSize: number): Model;
}

/** As the exporter wrote it: the runtime optimises what is only run forwards better than any lowering. */
const plain: Lowering = { name: 'plain', rules: dropoutRules, prepare: (graph) => graph };

/** Undefined where nothing is frozen, or where what is frozen does not keep images apart along the first axis. */
export function featureNetwork(whole: Network): FeatureNetwork | undefined {
  const divided = (batchSize: number) => divide(whole.at(batchSize), whole.trainable);
  const one = divided(1);
  if (!one.frozen || !keepsImagesApart(one.features, divided(2).features)) return undefined;
  const length = one.features.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  return {
    network: {
      ...whole,
      imageShape: [length],
      at: (batchSize) => onFeatures(divided(batchSize), batchSize, length),
    },
    length,
    extractor: (batchSize) => extractorModel(divided(batchSize), batchSize),
  };
}

/** Twice the images give twice the rows, and nothing else changes. */
function keepsImagesApart(one: readonly Value[], two: readonly Value[]): boolean {
  return one.every(({ type, shape: [rows = 0, ...rest] }, index) => {
    const [twice, ...same] = two[index]?.shape ?? [];
    return type === 'float32' && rows > 0 && twice === 2 * rows && `${same}` === `${rest}`;
  });
}

function extractorModel({ frozen, features }: DividedGraph, batchSize: number): Model {
  if (!frozen) throw new RangeError('nothing is frozen');
  const builder = new GraphBuilder();
  const image = builder.input('image', 'float32', frozen.input.shape);
  const bindings = new Map([[frozen.input.name, image]]);
  const { outputs } = forward(frozen, builder, bindings, plain, judging.mode, judging.effects);
  const rows = outputs.map((value, index) => {
    const length = elementCount(features[index]?.shape ?? []) / batchSize;
    return builder.op('Reshape', [value, builder.ints([batchSize, length])]);
  });
  const [first] = rows;
  const joined = rows.length === 1 && first ? first : builder.op('Concat', rows, { axis: 1 });
  builder.output(builder.op('Identity', [joined]), 'features');
  return builder.build('features');
}

/** The trained part behind nodes that bring rows of features back into shape. */
function onFeatures({ trained, features }: DividedGraph, batchSize: number, length: number): StaticGraph {
  const input: Value = { name: 'features', type: 'float32', shape: [batchSize, length] };
  const constants = new Map<string, Tensor>();
  const ints = (name: string, numbers: readonly number[]): Value => {
    constants.set(name, int64([numbers.length], numbers));
    return { name, type: 'int64', shape: [numbers.length] };
  };
  const node = (operator: string, inputs: readonly Value[], output: Value): StaticNode => {
    return {
      operator,
      domain: '',
      name: `features/${output.name}`,
      attributes: toAttributes({}),
      inputs,
      outputs: [output],
    };
  };
  let from = 0;
  const nodes = features.flatMap((feature) => {
    const name = (part: string) => `features/${feature.name}/${part}`;
    const to = from + elementCount(feature.shape) / batchSize;
    const own: Value = { name: name('rows'), type: 'float32', shape: [batchSize, to - from] };
    const range = [ints(name('from'), [from]), ints(name('to'), [to]), ints(name('axis'), [1])];
    const sliced = features.length > 1 ? [node('Slice', [input, ...range], own)] : [];
    from = to;
    const rows = features.length > 1 ? own : input;
    return [...sliced, node('Reshape', [rows, ints(name('shape'), feature.shape)], feature)];
  });
  return {
    ...trained,
    input,
    nodes: [...nodes, ...trained.nodes],
    constantOf: (value) => constants.get(value.name) ?? trained.constantOf(value),
  };
}

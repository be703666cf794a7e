// What an exported model sees in an image before it judges: the input of its last linear layer, as a second output.
import { type Binding, type Executor, type Program, sharedTensor } from '../engine/executor.ts';
import type { Graph, Model, Node } from '../onnx/model.ts';
import type { TensorOf } from '../onnx/tensor.ts';
import { writeModel } from '../onnx/write.ts';
import type { ModelDescription } from './description.ts';
import { type RawBatch, toChannelsFirst } from './judge.ts';

export interface FeatureModel {
  readonly model: Model;
  /** Name of the output, `[batch,D]`, and D. */
  readonly output: string;
  readonly width: number;
}

/** Undefined where the model does not end in a linear layer with weights of its own. */
export function withFeatures(model: Model): FeatureModel | undefined {
  const { graph } = model;
  const [output] = graph.outputs;
  const layer = output && lastLinear(graph, output.name);
  if (!layer) return undefined;
  const { features, width } = layer;
  const info = { name: features, type: 'float32' as const, shape: ['batch', width] };
  return { model: { ...model, graph: { ...graph, outputs: [...graph.outputs, info] } }, output: features, width };
}

/** Back from the probabilities, through softmax and bias, to the first product with a constant matrix. */
function lastLinear(graph: Graph, from: string): { features: string; width: number } | undefined {
  const producer = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  let node = producer.get(from);
  while (node) {
    const [data, weight] = node.inputs;
    const matrix = weight === undefined ? undefined : graph.initializers.get(weight);
    if (isLinear(node) && data !== undefined && matrix) {
      const isTurned = node.attributes.transB?.value === 1;
      const width = matrix.shape[isTurned ? 1 : 0];
      return width === undefined ? undefined : { features: data, width };
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

/** The model, loaded and ready to look at raw pixels. */
export class FeatureReader {
  readonly #program: Program;
  readonly #binding: Binding;
  readonly #image: TensorOf<'float32'>;
  readonly #features: TensorOf<'float32'>;

  private constructor(program: Program, { output, width }: FeatureModel, description: ModelDescription, batch: number) {
    const { preprocessing, classes, input, output: judged } = description;
    this.#program = program;
    this.#image = sharedTensor('float32', [batch, 3, preprocessing.height, preprocessing.width]);
    this.#features = sharedTensor('float32', [batch, width]);
    const probabilities = sharedTensor('float32', [batch, classes.length]);
    this.#binding = program.bind({ [input]: this.#image }, { [judged]: probabilities, [output]: this.#features });
  }

  /** @throws NarashiError engine.load-failed */
  static async load(
    executor: Executor,
    features: FeatureModel,
    description: ModelDescription,
    batch: number,
  ): Promise<FeatureReader> {
    const program = await executor.load(writeModel(features.model));
    return new FeatureReader(program, features, description, batch);
  }

  /** Features `[count,D]` of a batch of at most the size it was loaded for. */
  async read({ pixels, count }: RawBatch): Promise<Float32Array> {
    const [, width = 1] = this.#features.shape;
    toChannelsFirst(pixels, this.#image, count);
    await this.#binding.run();
    return this.#features.data.slice(0, count * width);
  }

  close(): Promise<void> {
    return this.#program.close();
  }
}

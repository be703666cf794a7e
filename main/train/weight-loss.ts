// The loss of a network over fixed images as a function of its trained weights, with its gradient: what flatness is measured
// of. BatchNormalization uses its running statistics, nothing is dropped, and no weight decay is added.
import { judging, type Lowering, mannerOf } from '../autodiff/rule.ts';
import { backpropagate, forward } from '../autodiff/walk.ts';
import { type Binding, type Executor, type Program, sharedTensor } from '../engine/executor.ts';
import type { Objective, Slope } from '../eval/flatness/objective.ts';
import { GraphBuilder } from '../onnx/builder.ts';
import type { Model } from '../onnx/model.ts';
import { elementCount, type TensorOf } from '../onnx/tensor.ts';
import { writeModel } from '../onnx/write.ts';
import type { EvaluationBatches } from './batches.ts';
import { crossEntropy } from './loss.ts';
import type { Network } from './network.ts';
import type { NamedShape } from './step-graph.ts';

export interface WeightLossOptions {
  readonly executor: Executor;
  readonly network: Network;
  readonly lowering: Lowering;
  /** A trained weight or a running statistic by its name. */
  readonly tensor: (name: string) => Float32Array;
  readonly batches: EvaluationBatches;
  readonly batchSize: number;
  /** Ends what goes on between two batches, with its reason. */
  readonly signal: AbortSignal;
}

type Pass = 'loss' | 'gradient';

export class WeightLoss implements Objective {
  readonly layout: readonly NamedShape[];
  /** The trained weights, end to end. */
  readonly weights: Float64Array;
  readonly #batches: EvaluationBatches;
  readonly #signal: AbortSignal;
  readonly #programs: Readonly<Record<Pass, Program>>;
  readonly #bindings: Readonly<Record<Pass, Binding>>;
  readonly #inputs: readonly TensorOf<'float32'>[];
  readonly #gradients: readonly TensorOf<'float32'>[];
  readonly #image: TensorOf<'float32'>;
  readonly #target: TensorOf<'float32'>;
  readonly #loss = sharedTensor('float32', []);

  private constructor(options: WeightLossOptions, programs: Readonly<Record<Pass, Program>>) {
    const { network, tensor, batches, batchSize, signal } = options;
    this.#batches = batches;
    this.#signal = signal;
    this.#programs = programs;
    this.layout = network.trainable.map((name) => ({ name, shape: network.initial.get(name)?.shape ?? [] }));
    this.weights = Float64Array.from(this.layout.flatMap(({ name }) => Array.from(tensor(name))));
    this.#inputs = this.layout.map(({ shape }) => sharedTensor('float32', shape));
    this.#gradients = this.layout.map(({ shape }) => sharedTensor('float32', [elementCount(shape)]));
    this.#image = sharedTensor('float32', [batchSize, ...network.imageShape]);
    this.#target = sharedTensor('float32', [batchSize, network.classes]);
    const buffers = network.buffers.map((name) => {
      const held = sharedTensor('float32', network.initial.get(name)?.shape ?? []);
      held.data.set(tensor(name));
      return [name, held] as const;
    });
    const weights = this.layout.flatMap(({ name }, index) => {
      const input = this.#inputs[index];
      return input ? [[name, input] as const] : [];
    });
    const given = { image: this.#image, target: this.#target, ...Object.fromEntries([...weights, ...buffers]) };
    const gradients = this.#gradients.map((gradient, index) => [gradientName(index), gradient] as const);
    this.#bindings = {
      loss: programs.loss.bind(given, { loss: this.#loss }),
      gradient: programs.gradient.bind(given, { loss: this.#loss, ...Object.fromEntries(gradients) }),
    };
  }

  /** Compiles both graphs. */
  static async load(options: WeightLossOptions): Promise<WeightLoss> {
    const { executor } = options;
    const loss = await executor.load(writeModel(lossModel(options, 'loss')));
    const gradient = await executor.load(writeModel(lossModel(options, 'gradient')));
    return new WeightLoss(options, { loss, gradient });
  }

  /** Mean cross-entropy over the images, nats. */
  async loss(weights: Float64Array): Promise<number> {
    return (await this.#pass('loss', weights, () => undefined)).loss;
  }

  async gradient(weights: Float64Array): Promise<Slope> {
    const gradient = new Float64Array(weights.length);
    const { loss, images } = await this.#pass('gradient', weights, () => {
      let at = 0;
      for (const { data } of this.#gradients) for (const value of data) gradient[at] = (gradient[at++] ?? 0) + value;
    });
    return { loss, gradient: gradient.map((value) => value / images) };
  }

  async close(): Promise<void> {
    await this.#programs.loss.close();
    await this.#programs.gradient.close();
  }

  async #pass(pass: Pass, weights: Float64Array, afterBatch: () => void): Promise<{ loss: number; images: number }> {
    let at = 0;
    for (const { data } of this.#inputs) {
      data.set(weights.subarray(at, at + data.length));
      at += data.length;
    }
    let sum = 0;
    let images = 0;
    for await (const batch of this.#batches()) {
      this.#signal.throwIfAborted();
      this.#image.data.set(batch.images);
      writeOneHot(this.#target, batch.labels.subarray(0, batch.count));
      await this.#bindings[pass].run();
      sum += this.#loss.data[0] ?? Number.NaN;
      images += batch.count;
      afterBatch();
    }
    return { loss: sum / images, images };
  }
}

const gradientName = (index: number): string => `gradient/${index}`;

/** Inputs `image` `[N,C,H,W]`, `target` `[N,K]` and the weights; output `loss`, summed over the images, and its gradients. */
function lossModel({ network, lowering, batchSize }: WeightLossOptions, pass: Pass): Model {
  const graph = network.at(batchSize);
  const builder = new GraphBuilder(mannerOf(lowering));
  const image = builder.input('image', 'float32', graph.input.shape);
  const target = builder.input('target', 'float32', [batchSize, network.classes]);
  const given = (name: string) => builder.input(name, 'float32', network.initial.get(name)?.shape ?? []);
  const weights = network.trainable.map(given);
  const bindings = new Map([[graph.input.name, image]]);
  network.trainable.forEach((name, index) => {
    const weight = weights[index];
    if (weight) bindings.set(name, weight);
  });
  for (const name of network.buffers) bindings.set(name, given(name));
  const tape = forward(graph, builder, bindings, lowering, judging.mode, judging.effects);
  const [logits] = tape.outputs;
  if (!logits) throw new RangeError('the network has no output');
  const { perImage, logitsGradient } = crossEntropy(builder, logits, target);
  builder.output(builder.op('ReduceSum', [perImage], { keepdims: 0 }), 'loss');
  if (pass === 'loss') return builder.build('loss');
  const seed = builder.op('Mul', [logitsGradient, builder.scalar(batchSize)]);
  const found = backpropagate(builder, tape, logits, seed, weights);
  weights.forEach((weight, index) => {
    const gradient = found.get(weight.name) ?? builder.op('Mul', [weight, builder.scalar(0)]);
    const length = builder.ints([elementCount(weight.shape)]);
    builder.output(builder.op('Reshape', [gradient, length]), gradientName(index));
  });
  return builder.build('loss_gradient');
}

/** Rows past the labels are 0: what pads a batch weighs nothing. */
function writeOneHot({ data, shape }: TensorOf<'float32'>, labels: Int32Array): void {
  const [, classes = 1] = shape;
  data.fill(0);
  labels.forEach((label, row) => {
    data[row * classes + label] = 1;
  });
}

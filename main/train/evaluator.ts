// Class probabilities of a split at the run's present weights, with frozen BatchNormalization.
import { judging, type Lowering, mannerOf } from '../autodiff/rule.ts';
import { forward } from '../autodiff/walk.ts';
import { type Binding, type Executor, type Program, sharedTensor } from '../engine/executor.ts';
import { GraphBuilder } from '../onnx/builder.ts';
import type { TensorOf } from '../onnx/tensor.ts';
import { writeModel } from '../onnx/write.ts';
import type { EvaluationBatch, EvaluationBatches } from './batches.ts';
import type { Network } from './network.ts';
import { isOutOfMemory, smallerPart } from './parts.ts';
import type { Side, TrainingState } from './state.ts';
import { averageName } from './step-graph.ts';

export interface Judgements {
  /** `[M]` */
  readonly labels: Int32Array;
  /** `[M,K]`, rows sum to 1. */
  readonly probabilities: Float32Array;
}

interface EvaluatorOptions {
  readonly executor: Executor;
  readonly network: Network;
  readonly lowering: Lowering;
  readonly state: TrainingState;
  /** Images of a batch: they are judged together while memory holds them. */
  readonly batchSize: number;
}

/** The network compiled for so many images at a time. */
interface Compiled {
  readonly program: Program;
  readonly bindings: readonly [Binding, Binding];
  readonly image: TensorOf<'float32'>;
  readonly logits: TensorOf<'float32'>;
}

export class Evaluator {
  readonly #options: EvaluatorOptions;
  #images: number;
  #compiled: Compiled | undefined;

  private constructor(options: EvaluatorOptions) {
    this.#options = options;
    this.#images = options.batchSize;
  }

  /** @throws NarashiError engine.load-failed */
  static async load(
    executor: Executor,
    network: Network,
    lowering: Lowering,
    state: TrainingState,
    batchSize: number,
  ): Promise<Evaluator> {
    const evaluator = new Evaluator({ executor, network, lowering, state, batchSize });
    await evaluator.#within(async () => undefined);
    return evaluator;
  }

  /** Judges every image of the split, in its order. @throws NarashiError engine.run-failed */
  async judge(batches: EvaluationBatches, signal?: AbortSignal): Promise<Judgements> {
    const labels: number[] = [];
    const probabilities: number[] = [];
    for await (const batch of batches()) {
      signal?.throwIfAborted();
      labels.push(...batch.labels.subarray(0, batch.count));
      probabilities.push(...(await this.#within((compiled) => this.#judgeBatch(compiled, batch))));
    }
    return { labels: Int32Array.from(labels), probabilities: Float32Array.from(probabilities) };
  }

  async close(): Promise<void> {
    await this.#compiled?.program.close();
    this.#compiled = undefined;
  }

  /**
   * Does work with the compiled network; again with fewer images at a time for as long as memory runs out. No image looks at
   * another, so the judgements are the same.
   */
  async #within<T>(work: (compiled: Compiled) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        this.#compiled ??= await compile(this.#options, this.#images);
        return await work(this.#compiled);
      } catch (error) {
        const smaller = isOutOfMemory(error) ? smallerPart(this.#options.batchSize, this.#images, 1) : undefined;
        if (smaller === undefined) throw error;
        await this.close();
        this.#images = smaller;
      }
    }
  }

  async #judgeBatch({ bindings, image, logits }: Compiled, batch: EvaluationBatch): Promise<number[]> {
    const probabilities: number[] = [];
    const perImage = image.data.length / this.#images;
    for (let first = 0; first < batch.count; first += this.#images) {
      image.data.set(batch.images.subarray(first * perImage, (first + this.#images) * perImage));
      await bindings[this.#options.state.side].run();
      probabilities.push(...softmaxRows(logits, Math.min(this.#images, batch.count - first)));
    }
    return probabilities;
  }
}

async function compile({ executor, network, lowering, state }: EvaluatorOptions, images: number): Promise<Compiled> {
  const program = await executor.load(writeModel(evaluationModel(network, lowering, images)));
  const image = sharedTensor('float32', [images, ...network.imageShape]);
  const logits = sharedTensor('float32', [images, network.classes]);
  const bind = (side: Side) => {
    const views = state.views(side);
    const weights = [...network.trainable, ...network.buffers].map(
      (name) => [name, views[averageName(name)] ?? views[name]] as const,
    );
    const present = weights.flatMap(([name, tensor]) => (tensor ? [[name, tensor] as const] : []));
    return program.bind({ image, ...Object.fromEntries(present) }, { logits });
  };
  return { program, bindings: [bind(0), bind(1)], image, logits };
}

/** In float32: what is judged here, the exported model judges again. */
function evaluationModel(network: Network, { mixed, ...own }: Lowering, batchSize: number) {
  const lowering = mixed?.exact ?? own;
  const graph = network.at(batchSize);
  const builder = new GraphBuilder(mannerOf(lowering));
  const bindings = new Map([[graph.input.name, builder.input('image', 'float32', graph.input.shape)]]);
  for (const name of [...network.trainable, ...network.buffers]) {
    bindings.set(name, builder.input(name, 'float32', network.initial.get(name)?.shape ?? []));
  }
  const tape = forward(graph, builder, bindings, lowering, judging.mode, judging.effects);
  const [logits] = tape.outputs;
  if (!logits) throw new RangeError('the network has no output');
  builder.output(logits, 'logits');
  return builder.build('evaluation');
}

/** Softmax of the first `count` rows of `[N,K]`, in double precision. */
function softmaxRows(logits: TensorOf<'float32'>, count: number): number[] {
  const classes = logits.shape[1] ?? 1;
  return Array.from({ length: count }, (_, row) => {
    const values = logits.data.subarray(row * classes, (row + 1) * classes);
    const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const exponentials = Array.from(values, (value) => Math.exp(value - largest));
    const sum = exponentials.reduce((total, value) => total + value, 0);
    return exponentials.map((value) => value / sum);
  }).flat();
}

// Class probabilities of a split at the run's present weights, with frozen BatchNormalization.
import { judging, type Lowering } from '../autodiff/rule.ts';
import { forward } from '../autodiff/walk.ts';
import { type Binding, type Executor, type Program, sharedTensor } from '../engine/executor.ts';
import { GraphBuilder } from '../onnx/builder.ts';
import type { TensorOf } from '../onnx/tensor.ts';
import { writeModel } from '../onnx/write.ts';
import type { EvaluationBatches } from './batches.ts';
import type { Network } from './network.ts';
import type { TrainingState } from './state.ts';
import { averageName } from './step-graph.ts';

export interface Judgements {
  /** `[M]` */
  readonly labels: Int32Array;
  /** `[M,K]`, rows sum to 1. */
  readonly probabilities: Float32Array;
}

export class Evaluator {
  readonly #program: Program;
  readonly #bindings: readonly [Binding, Binding];
  readonly #state: TrainingState;
  readonly #image: TensorOf<'float32'>;
  readonly #logits: TensorOf<'float32'>;

  private constructor(program: Program, network: Network, state: TrainingState, batchSize: number) {
    this.#program = program;
    this.#state = state;
    this.#image = sharedTensor('float32', [batchSize, ...network.imageShape]);
    this.#logits = sharedTensor('float32', [batchSize, network.classes]);
    const bind = (side: 0 | 1) => {
      const views = state.views(side);
      const weights = [...network.trainable, ...network.buffers].map(
        (name) => [name, views[averageName(name)] ?? views[name]] as const,
      );
      const present = weights.flatMap(([name, tensor]) => (tensor ? [[name, tensor] as const] : []));
      return program.bind({ image: this.#image, ...Object.fromEntries(present) }, { logits: this.#logits });
    };
    this.#bindings = [bind(0), bind(1)];
  }

  static async load(
    executor: Executor,
    network: Network,
    lowering: Lowering,
    state: TrainingState,
    batchSize: number,
  ): Promise<Evaluator> {
    const program = await executor.load(writeModel(evaluationModel(network, lowering, batchSize)));
    return new Evaluator(program, network, state, batchSize);
  }

  /** Judges every image of the split, in its order. */
  async judge(batches: EvaluationBatches, signal?: AbortSignal): Promise<Judgements> {
    const labels: number[] = [];
    const probabilities: number[] = [];
    for await (const batch of batches()) {
      signal?.throwIfAborted();
      this.#image.data.set(batch.images);
      await this.#bindings[this.#state.side].run();
      labels.push(...batch.labels.subarray(0, batch.count));
      probabilities.push(...softmaxRows(this.#logits, batch.count));
    }
    return { labels: Int32Array.from(labels), probabilities: Float32Array.from(probabilities) };
  }

  close(): Promise<void> {
    return this.#program.close();
  }
}

function evaluationModel(network: Network, lowering: Lowering, batchSize: number) {
  const graph = network.at(batchSize);
  const builder = new GraphBuilder(lowering.dialect);
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

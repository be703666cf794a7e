// One step graph with its state and batch, for laws about single steps.
import { portable } from '../../main/autodiff/rules/index.ts';
import { type Executor, sharedTensor } from '../../main/engine/executor.ts';
import { adamCorrections } from '../../main/optim/base-optimizer.ts';
import type { Network } from '../../main/train/network.ts';
import { TrainingState } from '../../main/train/state.ts';
import { buildStepGraph, type StepPlan } from '../../main/train/step-graph.ts';
import { StepProgram } from '../../main/train/step-program.ts';

export type StepSettings = Partial<StepPlan> &
  Pick<StepPlan, 'kind' | 'optimizer'> & {
    readonly batchSize: number;
    /** Images of the sub-batch of an efficient step. */
    readonly part?: number;
  };

export interface Scalars {
  readonly radius?: number;
  readonly lambda?: number;
  readonly weightDecay?: number;
  readonly learningRate?: number;
  readonly clipNorm?: number;
  readonly averageDecay?: number;
}

export type State = Readonly<Record<string, Float32Array>>;

export class Step {
  readonly program: StepProgram;
  readonly state: TrainingState;
  readonly image: Float32Array;
  readonly target: Float32Array;
  #taken = 0;

  private constructor(program: StepProgram, state: TrainingState, image: Float32Array, target: Float32Array) {
    this.program = program;
    this.state = state;
    this.image = image;
    this.target = target;
  }

  /** Starts at the network's initial weights. */
  static async load(executor: Executor, network: Network, settings: StepSettings): Promise<Step> {
    const { batchSize, part = batchSize } = settings;
    const graph = buildStepGraph(network.at(batchSize), network.at(part), {
      ascent: 'sam',
      trainable: network.trainable,
      buffers: network.buffers,
      rates: network.rates,
      clipGradients: false,
      averageWeights: false,
      mode: { batchNorm: network.batchNorm, updatesStatistics: true, dropout: true },
      lowering: portable,
      ...settings,
    });
    const state = new TrainingState(graph.signature.state);
    for (const [name, tensor] of network.initial) state.get(name).set(tensor.data);
    const batch = {
      image: sharedTensor('float32', [batchSize, ...network.imageShape]),
      target: sharedTensor('float32', [batchSize, network.classes]),
    };
    const program = await StepProgram.load(executor, graph, state, batch);
    return new Step(program, state, batch.image.data, batch.target.data);
  }

  /** AdamW's corrections count from the first step again. */
  restart(): void {
    this.#taken = 0;
  }

  /** Takes one step from the present state and makes its result the present state. */
  async take(scalars: Scalars = {}): Promise<State> {
    await this.peek(scalars);
    this.state.commit();
    this.#taken++;
    return this.snapshot();
  }

  /** Computes one step without taking it. */
  async peek(scalars: Scalars = {}): Promise<void> {
    const corrections = adamCorrections(this.#taken + 1);
    await this.program.run({
      learningRate: 0.1,
      weightDecay: 0,
      radius: 0.05,
      lambda: 1,
      clipNorm: 1,
      averageDecay: 0.9,
      firstCorrection: corrections.first,
      secondCorrection: corrections.second,
      ...scalars,
    });
  }

  /** Copies of all state tensors. */
  snapshot(): State {
    return Object.fromEntries(this.state.layout.map(({ name }) => [name, this.state.get(name).slice()]));
  }

  set(values: State): void {
    for (const [name, data] of Object.entries(values)) if (this.state.has(name)) this.state.get(name).set(data);
  }

  close(): Promise<void> {
    return this.program.close();
  }
}

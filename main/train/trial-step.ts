// One training step from fixed weights on a fixed batch, to compare the lowerings by.
import { random } from '../../shared/domain/random.ts';
import type { Lowering } from '../autodiff/rule.ts';
import { type Executor, sharedTensor } from '../engine/executor.ts';
import { sgd } from '../optim/base-optimizer.ts';
import { initialLossScale } from '../optim/loss-scale.ts';
import type { Network } from './network.ts';
import { TrainingState } from './state.ts';
import { buildStepGraph, type StepPlan } from './step-graph.ts';
import { StepProgram } from './step-program.ts';
import { writeDropoutMask } from './targets.ts';

/** A plain step with SGD and batch statistics, as tests and measurements take it. */
export function sgdPlan({ trainable, buffers, rates }: Network, lowering: Lowering): StepPlan {
  return {
    kind: 'base',
    ascent: 'sam',
    optimizer: sgd(0.9),
    trainable,
    buffers,
    rates,
    clipGradients: false,
    averageWeights: false,
    mode: { batchNorm: 'batch', updatesStatistics: true, dropout: false },
    lowering,
  };
}

export class TrialStep {
  readonly #program: StepProgram;
  readonly #state: TrainingState;

  private constructor(program: StepProgram, state: TrainingState) {
    this.#program = program;
    this.#state = state;
  }

  /** @param plan what differs from a plain SGD step with batch statistics */
  static async load(
    executor: Executor,
    network: Network,
    plan: Pick<StepPlan, 'lowering'> & Partial<StepPlan>,
    images: number,
    seed = 1,
  ): Promise<TrialStep> {
    const graph = buildStepGraph(network.at(images), network.at(Math.max(1, Math.ceil(images / 4))), {
      ...sgdPlan(network, plan.lowering),
      ...plan,
    });
    const state = new TrainingState(graph.signature.state, executor.residence);
    for (const [name, tensor] of network.initial) state.get(name).set(tensor.data);
    const image = sharedTensor('float32', [images, ...network.imageShape]);
    const target = sharedTensor('float32', [images, network.classes]);
    const stream = random(seed, 'trial');
    image.data.forEach((_, index) => {
      image.data[index] = stream.gaussian();
    });
    for (let row = 0; row < images; row++) target.data[row * network.classes + (row % network.classes)] = 1;
    const program = await StepProgram.load(executor, graph, state, { image, target });
    for (const { name, ratio } of program.masksToDraw) {
      const mask = program.masks.get(name);
      if (mask) writeDropoutMask(mask.data, ratio, random(seed, 'trial', name));
    }
    return new TrialStep(program, state);
  }

  /** Takes the step. The state stays. */
  async take(): Promise<void> {
    const lossScale = initialLossScale.factor;
    await this.#program.run({ learningRate: 0.1, weightDecay: 1e-3, radius: 0.05, lambda: 1, lossScale });
  }

  /** What the step changes, by name. */
  async run(): Promise<ReadonlyMap<string, Float32Array>> {
    await this.take();
    const state = this.#state;
    const next = state.side === 0 ? 1 : 0;
    await state.fetch(next);
    const [before, after] = [state.views(state.side), state.views(next)];
    return new Map(
      Object.entries(after).map(([name, { data }]) => [
        name,
        data.map((value, index) => value - (before[name]?.data[index] ?? 0)),
      ]),
    );
  }

  close(): Promise<void> {
    this.#state.close();
    return this.#program.close();
  }
}

/** Milliseconds. */
const ENOUGH = 3_000;

/** Seconds of the fastest of a few steps; the first warms up. */
export async function fastestStep(step: TrialStep): Promise<number> {
  const begun = performance.now();
  let best = Number.POSITIVE_INFINITY;
  await step.take();
  // A slow device need not be timed so often.
  for (let round = 0; round < 4 && (round === 0 || performance.now() - begun < ENOUGH); round++) {
    const started = performance.now();
    await step.take();
    best = Math.min(best, performance.now() - started);
  }
  return best / 1000;
}

export interface StepDifference {
  /** ‖difference‖ / ‖change‖ over everything the step changes. */
  readonly overall: number;
  /** The same for the tensor that differs most. Tensors that hardly change are measured against a 10⁻³ share of all change. */
  readonly worst: number;
}

/** Runs both steps once from the same state and batch and compares what they change. */
export async function compareSteps(reference: TrialStep, candidate: TrialStep): Promise<StepDifference> {
  const [expected, found] = [await reference.run(), await candidate.run()];
  const tensors = Array.from(expected, ([name, change]) => {
    const other = found.get(name) ?? new Float32Array(change.length);
    return { size: norm(change), error: norm(change.map((value, index) => value - (other[index] ?? Number.NaN))) };
  });
  const whole = Math.hypot(...tensors.map(({ size }) => size));
  return {
    overall: Math.hypot(...tensors.map(({ error }) => error)) / whole,
    worst: Math.max(...tensors.map(({ error, size }) => error / Math.max(size, 1e-3 * whole))),
  };
}

const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

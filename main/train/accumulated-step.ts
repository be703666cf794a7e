// A training step over a batch in parts, for memory that does not hold it at once. Gradients are averaged over the parts, so
// the ascent comes from the whole batch and the second pass goes over it likewise (Foret et al. 2021, algorithm 1). Where
// BatchNormalization takes its statistics from the batch, it takes them from each part instead ("ghost" statistics, Hoffer et
// al. 2017): such a step is near the whole one, not equal to it.
import { type Binding, type Executor, type Program, sharedTensor } from '../engine/executor.ts';
import type { Model } from '../onnx/model.ts';
import type { TensorOf } from '../onnx/tensor.ts';
import { writeModel } from '../onnx/write.ts';
import { GradientSum, pick } from './gradient-sum.ts';
import { ascentGraph, freshName, gradientGraph, perturbedName, updateGraph } from './micro-graphs.ts';
import type { Network } from './network.ts';
import type { Side, TrainingState } from './state.ts';
import { nextName, type StepPlan } from './step-graph.ts';
import { type BatchBuffers, type Measurements, setScalars, type TrainingStep } from './step-program.ts';

export interface AccumulatedOptions {
  readonly executor: Executor;
  readonly network: Network;
  readonly plan: StepPlan;
  readonly state: TrainingState;
  readonly batch: BatchBuffers;
  /** Images at a time; divides the batch. */
  readonly images: number;
  /** Images that the efficient step's ascent comes from. */
  readonly subBatch: number;
}

type Scalars = ReadonlyMap<string, TensorOf<'float32'>>;
/** One piece, reading either side of the state. */
type Piece = readonly [Binding, Binding];

interface Pieces {
  readonly programs: readonly Program[];
  readonly scalars: Scalars;
  readonly plain: GradientSum;
  /** Absent without an ascent. */
  readonly second: { readonly ascend: Piece; readonly perturbed: GradientSum } | undefined;
  readonly update: Piece;
  readonly measurements: Measurements;
}

export class AccumulatedStep implements TrainingStep {
  readonly masksToDraw: TrainingStep['masksToDraw'];
  readonly masks: TrainingStep['masks'];
  readonly #state: TrainingState;
  readonly #pieces: Pieces;

  private constructor(state: TrainingState, pieces: Pieces) {
    this.#state = state;
    this.#pieces = pieces;
    const sums = [pieces.plain, ...(pieces.second ? [pieces.second.perturbed] : [])];
    this.masks = new Map(sums.flatMap(({ masks }) => [...masks]));
    const drawn = sums.flatMap(({ masksToDraw }) => masksToDraw);
    this.masksToDraw = drawn.filter(({ name }, index) => drawn.findIndex((other) => other.name === name) === index);
  }

  /** Compiles the pieces. @throws NarashiError engine.load-failed */
  static async load(options: AccumulatedOptions): Promise<AccumulatedStep> {
    return new AccumulatedStep(options.state, await loadPieces(options));
  }

  get measurements(): Measurements {
    return this.#pieces.measurements;
  }

  async run(values: Readonly<Record<string, number>>): Promise<Measurements> {
    const { scalars, plain, second, update, measurements } = this.#pieces;
    setScalars(scalars, values);
    const { side } = this.#state;
    await plain.take(side);
    await second?.ascend[side].run();
    await second?.perturbed.take(side);
    await update[side].run();
    return measurements;
  }

  measured(name: string): number {
    return this.measurements.get(name)?.data[0] ?? Number.NaN;
  }

  async close(): Promise<void> {
    for (const program of this.#pieces.programs) await program.close();
  }
}

async function loadPieces(options: AccumulatedOptions): Promise<Pieces> {
  const { executor, network, plan, state, batch, images, subBatch } = options;
  const programs: Program[] = [];
  const load = async (model: Model, resident: readonly string[] = []) => {
    const program = await executor.load(writeModel(model), { resident });
    programs.push(program);
    return program;
  };
  const part = network.at(images);
  const total = batch.image.shape[0] ?? 1;
  const isEfficient = plan.kind === 'efficient';
  const update = updateGraph(part, plan);
  const { signature } = update;
  const others = [...(plan.kind === 'base' ? [] : ['radius']), ...(plan.lowering.mixed ? ['lossScale'] : [])];
  const names = new Set([...signature.scalars, ...others]);
  const scalars: Scalars = new Map(Array.from(names, (name) => [name, sharedTensor('float32', [])]));
  const sum = async (count: number, isFirst: boolean, more: Pick<GradientSum, 'masks'> | object = {}, at = {}) => {
    const size = count <= images ? count : commonDivisor(count, images);
    const graph = gradientGraph(network.at(size), plan, isFirst && plan.buffers.length > 0);
    const program = await load(graph.model);
    return new GradientSum({ program, graph, plan, state, batch, scalars, count, size, at, ...more });
  };
  // The running statistics move in the pass that sees the whole batch first.
  const plain = await sum(isEfficient ? subBatch : total, !isEfficient);
  const gradientNorm = sharedTensor('float32', []);
  const ascent = async () => {
    const moved = Object.fromEntries(
      plan.trainable.map((name) => [name, sharedTensor('float32', state.views(0)[name]?.shape ?? [])]),
    );
    const program = await load(ascentGraph(part, plan));
    const given = {
      ...plain.named('plain'),
      ...Object.fromEntries([...scalars].filter(([name]) => name === 'radius')),
    };
    const found = Object.fromEntries(Object.entries(moved).map(([name, tensor]) => [perturbedName(name), tensor]));
    const bind = (side: Side) =>
      program.bind({ ...pick(state.views(side), plan.trainable), ...given }, { ...found, gradientNorm });
    const ascend: Piece = [bind(0), bind(1)];
    return { ascend, perturbed: await sum(total, isEfficient, isEfficient ? {} : { masks: plain.masks }, moved) };
  };
  const second = plan.kind === 'base' ? undefined : await ascent();
  const last = second?.perturbed ?? plain;
  const whole = isEfficient ? last : plain;
  const results = new Map(signature.measurements.map((name) => [name, sharedTensor('float32', [])]));
  const held = signature.state.map(({ name }) => name);
  const program = await load(update.model, held.map(nextName));
  const given = {
    ...last.named('perturbed'),
    ...(plan.kind === 'thorough' ? plain.named('plain') : {}),
    ...Object.fromEntries([...scalars].filter(([name]) => signature.scalars.includes(name))),
    ...Object.fromEntries(
      plan.buffers.flatMap((name) => {
        const fresh = whole.statistics[name];
        return fresh ? [[freshName(name), fresh]] : [];
      }),
    ),
  };
  const bind = (from: Side, to: Side) => {
    const next = Object.entries(pick(state.views(to), held)).map(([name, tensor]) => [nextName(name), tensor] as const);
    return program.bind({ ...pick(state.views(from), held), ...given }, Object.fromEntries([...next, ...results]));
  };
  const updateNorm = results.get('updateNorm') ?? gradientNorm;
  const measurements = new Map([
    ...results,
    ['loss', plain.loss],
    ['logits', whole.logits],
    ['gradientNorm', second ? gradientNorm : updateNorm],
    ...(second ? [['perturbedLoss', last.loss] as const] : []),
  ]);
  return { programs, scalars, plain, second, update: [bind(0, 1), bind(1, 0)], measurements };
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

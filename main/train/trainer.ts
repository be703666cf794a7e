// The training loop: batches in, steps through the executor, policy between them, checkpoints and reports out.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { random } from '../../shared/domain/random.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';
import type { Lowering } from '../autodiff/rule.ts';
import { type Executor, sharedTensor } from '../engine/executor.ts';
import { elementCount } from '../onnx/tensor.ts';
import type { TrainingBatch, TrainingBatches } from './batches.ts';
import type { Checkpoint, EpochSums } from './checkpoint.ts';
import { addSkipped, addStep, emptySums, epochFigures } from './epoch-sums.ts';
import type { Network } from './network.ts';
import { Policy, type PolicyState, type StepChoice, type StepOutcome } from './policy.ts';
import type { EpochReport, StepReport } from './reports.ts';
import { TrainingState } from './state.ts';
import { averageName, type StepKind } from './step-graph.ts';
import { partSize, StepGraphs } from './step-graphs.ts';
import type { BatchBuffers, TrainingStep } from './step-program.ts';
import { Steps } from './steps.ts';
import { classWeights, mixup, writeDropoutMask, writeTargets } from './targets.ts';

/** So many useless steps in a row end the run: waiting longer would only waste the night. */
const DIVERGED_AFTER = 20;

export interface TrainerOptions {
  readonly executor: Executor;
  readonly network: Network;
  readonly lowering: Lowering;
  readonly recipe: Recipe;
  readonly batches: TrainingBatches;
  /** Training images of each class. */
  readonly classCounts: readonly number[];
}

export interface TrainingEvents {
  readonly onStep?: (report: StepReport) => void;
  /** Called after each epoch, before the next one starts. */
  readonly onEpoch?: (report: EpochReport, state: TrainingState) => Promise<void> | void;
  /** Called whenever a checkpoint is due: every `checkpointSeconds`, after every epoch and at a stop. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => Promise<void>;
  /** Memory does not hold a whole batch: from now on so many images are computed at a time. */
  readonly onParts?: (images: number) => void;
  readonly checkpointSeconds?: number;
  readonly signal?: AbortSignal;
}

export type TrainingEnd = 'done' | 'stopped';

export class Trainer {
  readonly state: TrainingState;
  readonly #options: TrainerOptions;
  readonly #policy: Policy;
  readonly #steps: Steps;
  readonly #batch: BatchBuffers;
  readonly #weights: readonly number[];
  #policyState: PolicyState;
  #epoch = 0;
  #step = 0;
  #sums: EpochSums = emptySums;
  #gradientEvaluations = 0;

  private constructor(options: TrainerOptions, state: TrainingState, batch: BatchBuffers, steps: Steps) {
    this.state = state;
    this.#options = options;
    const { recipe, batches, lowering } = options;
    this.#policy = new Policy(recipe, batches.stepsPerEpoch, lowering.mixed !== undefined);
    this.#policyState = this.#policy.start();
    this.#batch = batch;
    this.#steps = steps;
    this.#weights = classWeights(options.classCounts, options.recipe.classWeights);
  }

  /** Builds and compiles the step graphs. */
  static async create(options: TrainerOptions): Promise<Trainer> {
    const { executor, network, recipe } = options;
    const { residence } = executor;
    const graphs = new StepGraphs({ ...options, isResident: residence !== undefined });
    const kinds = new Policy(recipe, options.batches.stepsPerEpoch).kinds;
    const state = new TrainingState(graphs.get(kinds[0] ?? 'base').signature.state, residence);
    for (const [name, tensor] of network.initial) {
      state.get(name).set(tensor.data);
      if (state.has(averageName(name))) state.get(averageName(name)).set(tensor.data);
    }
    const batch = {
      image: sharedTensor('float32', [recipe.batchSize, ...network.imageShape]),
      target: sharedTensor('float32', [recipe.batchSize, network.classes]),
    };
    const steps = new Steps({ executor, network, recipe, graphs, state, batch });
    for (const kind of kinds) await steps.within(kind, async () => undefined);
    return new Trainer(options, state, batch, steps);
  }

  get gradientEvaluations(): number {
    return this.#gradientEvaluations;
  }

  /** Takes up a run where a checkpoint left it. @throws NarashiError train.checkpoint-mismatch */
  restore(checkpoint: Checkpoint): void {
    const elements = this.state.layout.reduce((sum, { shape }) => sum + elementCount(shape), 0);
    const same =
      JSON.stringify(checkpoint.layout) === JSON.stringify(this.state.layout) && checkpoint.block.length === elements;
    if (!same) throw new NarashiError('train.checkpoint-mismatch', { reason: 'the network or optimizer differs' });
    const altered = differingSettings(checkpoint.recipe, this.#options.recipe);
    if (altered.length) throw new NarashiError('train.checkpoint-mismatch', { reason: altered.join(', ') });
    this.state.restore(checkpoint.block);
    this.#epoch = checkpoint.epoch;
    this.#step = checkpoint.step;
    this.#policyState = checkpoint.policy;
    this.#sums = checkpoint.sums;
    this.#gradientEvaluations = checkpoint.gradientEvaluations;
  }

  /** Trains to the end of the recipe, or until the signal asks to stop: the present step is finished and kept. */
  async run(events: TrainingEvents): Promise<TrainingEnd> {
    const { recipe, batches } = this.#options;
    const interval = (events.checkpointSeconds ?? 30) * 1000;
    let saved = performance.now();
    const save = async () => {
      await this.state.fetch();
      await events.onCheckpoint?.(this.checkpoint());
      saved = performance.now();
    };
    if (this.#epoch >= recipe.epochs) return 'done';
    let told = recipe.batchSize;
    for await (const batch of batches.from(this.#epoch, this.#step)) {
      if (events.signal?.aborted) break;
      const report = await this.#take(batch);
      if (this.#steps.images !== told) events.onParts?.(this.#steps.images);
      told = this.#steps.images;
      events.onStep?.(report);
      if (this.#step === batches.stepsPerEpoch) {
        const figures = this.#finishEpoch();
        await events.onEpoch?.(figures, this.state);
        await save();
        if (this.#epoch === recipe.epochs) return 'done';
      } else if (performance.now() - saved > interval) {
        await save();
      }
    }
    await save();
    return 'stopped';
  }

  /** The present state, which must be in memory: it is once {@link run} has ended. */
  checkpoint(): Checkpoint {
    return {
      recipe: this.#options.recipe,
      lowering: this.#options.lowering.name,
      epoch: this.#epoch,
      step: this.#step,
      policy: this.#policyState,
      sums: this.#sums,
      gradientEvaluations: this.#gradientEvaluations,
      tag: {},
      layout: this.state.layout,
      block: this.state.block,
    };
  }

  async close(): Promise<void> {
    this.state.close();
    await this.#steps.close();
  }

  async #take(batch: TrainingBatch): Promise<StepReport> {
    const started = performance.now();
    this.#fill(batch);
    const evaluated = this.#gradientEvaluations;
    const choice = this.#policy.choose(this.#policyState);
    const first = await this.#tryScaled((state) => this.#policy.choose(state));
    const outcome =
      first ??
      (choice.kind === 'base' ? undefined : await this.#tryScaled((state) => this.#policy.withoutAscent(state)));
    const gradients = this.#gradientEvaluations - evaluated;
    const seconds = (performance.now() - started) / 1000;
    const { lambda } = this.#policyState.lambda;
    if (outcome) {
      this.state.commit();
      this.#policyState = this.#policy.taken(this.#policyState, outcome, choice.kind);
      const images = this.#options.recipe.batchSize;
      const correct = this.#correct(outcome.kind, batch.labels);
      const ascentSkipped = outcome.kind !== choice.kind;
      this.#sums = addStep(this.#sums, {
        outcome,
        ascentSkipped,
        correct,
        images,
        gradientEvaluations: gradients,
        seconds,
      });
    } else {
      this.#skip(choice, gradients, seconds);
    }
    const report = {
      epoch: this.#epoch + 1,
      step: ++this.#step,
      stepsPerEpoch: this.#options.batches.stepsPerEpoch,
      kind: outcome?.kind ?? ('skipped' as const),
      loss: outcome?.loss ?? Number.NaN,
      perturbedLoss: outcome?.perturbedLoss ?? Number.NaN,
      lambda,
      learningRate: choice.learningRate,
      seconds,
    };
    return report;
  }

  /**
   * Runs one step, in mixed precision with ever smaller scales where its gradients had no room: the batch is not lost, and
   * finding the scale is no sign of divergence. Undefined when its numbers are not finite for another reason.
   */
  async #tryScaled(choose: (state: PolicyState) => StepChoice): Promise<StepOutcome | undefined> {
    const before = this.#policyState;
    for (;;) {
      const result = await this.#try(choose(this.#policyState));
      if (typeof result === 'object') return result;
      const rescaled = result === 'overflow' ? this.#policy.rescaled(this.#policyState) : undefined;
      // Where no scale helps it was none's fault.
      this.#policyState = rescaled ?? before;
      if (!rescaled) return undefined;
    }
  }

  /** Runs one step. Nothing is committed. */
  async #try(choice: StepChoice): Promise<StepOutcome | 'overflow' | 'unusable'> {
    this.#gradientEvaluations += this.#gradientsOf(choice.kind);
    const program = await this.#steps.within(choice.kind, async (step) => {
      for (const { name, ratio } of step.masksToDraw) {
        const stream = random(this.#options.recipe.seed, 'dropout', name, this.#policyState.step);
        const mask = step.masks.get(name);
        if (mask) writeDropoutMask(mask.data, ratio, stream);
      }
      await step.run(choice.scalars);
      return step;
    });
    const outcome = {
      kind: choice.kind,
      radius: choice.radius,
      loss: program.measured('loss'),
      perturbedLoss: program.measured('perturbedLoss'),
      gradientNorm: program.measured('gradientNorm'),
    };
    // Finite norms keep weights and slots finite. The running statistics need a look of their own: a variance can overflow
    // where the loss does not, because BatchNormalization divides by it.
    const updateNorm = program.measured('updateNorm');
    const critical = [outcome.loss, outcome.gradientNorm, updateNorm];
    if (critical.every(Number.isFinite) && this.#statisticsAreFinite(program)) return outcome;
    return this.#options.lowering.mixed && hasOverflowed(outcome, updateNorm) ? 'overflow' : 'unusable';
  }

  #statisticsAreFinite(program: TrainingStep): boolean {
    if (program.measurements.has('statistics')) return Number.isFinite(program.measured('statistics'));
    return this.state.nextIsFinite(this.#options.network.buffers);
  }

  #skip(choice: StepChoice, gradients: number, seconds: number): void {
    this.#policyState = this.#policy.skipped(this.#policyState);
    this.#sums = addSkipped(this.#sums, gradients, seconds);
    const { skippedInARow } = this.#policyState;
    if (skippedInARow >= DIVERGED_AFTER) {
      const { rho } = this.#options.recipe;
      throw new NarashiError('train.diverged', { count: skippedInARow, learningRate: choice.learningRate, rho });
    }
  }

  #fill(batch: TrainingBatch): void {
    const { recipe } = this.#options;
    const { image, target } = this.#batch;
    image.data.set(batch.images);
    writeTargets(target.data, batch.labels, this.#weights, recipe.labelSmoothing);
    if (recipe.mixup > 0)
      mixup(image.data, target.data, recipe.batchSize, recipe.mixup, recipe.seed, this.#policyState.step);
  }

  #correct(kind: StepKind, labels: Int32Array): number {
    const logits = this.#steps.known(kind)?.measurements.get('logits');
    if (!logits) return 0;
    const classes = this.#options.network.classes;
    return labels.reduce((count, label, image) => {
      const row = logits.data.subarray(image * classes, (image + 1) * classes);
      return count + Number(row.every((value, index) => index === label || value < (row[label] ?? 0)));
    }, 0);
  }

  #gradientsOf(kind: StepKind): number {
    if (kind === 'base') return 1;
    const { recipe } = this.#options;
    return kind === 'thorough' ? 2 : 1 + partSize(recipe) / recipe.batchSize;
  }

  #finishEpoch(): EpochReport {
    const report = {
      ...epochFigures(this.#sums),
      epoch: ++this.#epoch,
      lambda: this.#policyState.lambda.lambda,
      rho: this.#options.recipe.rho,
      learningRate: this.#policy.choose({ ...this.#policyState, step: Math.max(0, this.#policyState.step - 1) })
        .learningRate,
      gradientEvaluations: this.#sums.gradientEvaluations,
    };
    this.#step = 0;
    this.#sums = emptySums;
    return report;
  }
}

/** Whether gradients are not finite although what they are gradients of is: the scale is too large for float16. */
function hasOverflowed({ kind, loss, perturbedLoss, gradientNorm }: StepOutcome, updateNorm: number): boolean {
  if (!Number.isFinite(loss)) return false;
  if (!Number.isFinite(gradientNorm)) return true;
  return kind !== 'base' && Number.isFinite(perturbedLoss) && !Number.isFinite(updateNorm);
}

/** Names of the settings two recipes differ in. */
function differingSettings(a: Recipe, b: Recipe): string[] {
  const values = new Map<string, unknown>(Object.entries(b));
  return Object.entries(a).flatMap(([name, value]) =>
    JSON.stringify(value) === JSON.stringify(values.get(name)) ? [] : [name],
  );
}

// The training steps of a run, each kind compiled once: whole batches while memory holds them, in ever smaller parts where
// it does not.
import type { Recipe } from '../../shared/domain/recipe.ts';
import type { Executor } from '../engine/executor.ts';
import { AccumulatedStep } from './accumulated-step.ts';
import type { Network } from './network.ts';
import { isOutOfMemory, smallerPart } from './parts.ts';
import type { TrainingState } from './state.ts';
import type { StepKind } from './step-graph.ts';
import { partSize, type StepGraphs } from './step-graphs.ts';
import { type BatchBuffers, StepProgram, type TrainingStep } from './step-program.ts';

export interface StepsOptions {
  readonly executor: Executor;
  readonly network: Network;
  readonly recipe: Recipe;
  readonly graphs: StepGraphs;
  readonly state: TrainingState;
  readonly batch: BatchBuffers;
}

export class Steps {
  readonly #options: StepsOptions;
  readonly #loaded = new Map<StepKind, TrainingStep>();
  #images: number;

  constructor(options: StepsOptions) {
    this.#options = options;
    this.#images = options.recipe.batchSize;
  }

  /** Images computed at a time. */
  get images(): number {
    return this.#images;
  }

  /** The step, if it was compiled. */
  known(kind: StepKind): TrainingStep | undefined {
    return this.#loaded.get(kind);
  }

  /** @throws NarashiError engine.load-failed */
  async get(kind: StepKind): Promise<TrainingStep> {
    const known = this.#loaded.get(kind);
    if (known) return known;
    const step = await this.#load(kind);
    this.#loaded.set(kind, step);
    return step;
  }

  /** Does work that needs a step; again in smaller parts for as long as memory runs out. @throws what the work throws */
  async within<T>(kind: StepKind, work: (step: TrainingStep) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work(await this.get(kind));
      } catch (error) {
        const smaller = isOutOfMemory(error) ? smallerPart(this.#options.recipe.batchSize, this.#images) : undefined;
        if (smaller === undefined) throw error;
        await this.close();
        this.#images = smaller;
      }
    }
  }

  async close(): Promise<void> {
    for (const step of this.#loaded.values()) await step.close();
    this.#loaded.clear();
  }

  #load(kind: StepKind): Promise<TrainingStep> {
    const { executor, network, recipe, graphs, state, batch } = this.#options;
    if (this.#images === recipe.batchSize) return StepProgram.load(executor, graphs.get(kind), state, batch);
    const [plan, subBatch, images] = [graphs.plan(kind), partSize(recipe), this.#images];
    return AccumulatedStep.load({ executor, network, plan, state, batch, images, subBatch });
  }
}

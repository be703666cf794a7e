// The step graphs a recipe needs, each built once.
import type { Recipe } from '../../shared/domain/recipe.ts';
import type { Lowering } from '../autodiff/rule.ts';
import { adamw, sgd } from '../optim/base-optimizer.ts';
import type { Network } from './network.ts';
import { buildStepGraph, type StepGraph, type StepKind, type StepPlan } from './step-graph.ts';

export interface GraphOptions {
  readonly network: Network;
  readonly lowering: Lowering;
  readonly recipe: Recipe;
  /** Whether the state stays on a device between steps. */
  readonly isResident?: boolean;
}

/** Images of the sub-batch the efficient ascent uses: at least two, for BatchNormalization. */
export function partSize(recipe: Recipe): number {
  return Math.min(recipe.batchSize, Math.max(2, Math.round(recipe.batchSize * recipe.ascentFraction)));
}

/** Builds each kind of step graph once. */
export class StepGraphs {
  readonly #options: GraphOptions;
  readonly #built = new Map<StepKind, StepGraph>();

  constructor(options: GraphOptions) {
    this.#options = options;
  }

  get(kind: StepKind): StepGraph {
    const known = this.#built.get(kind);
    if (known) return known;
    const { network, recipe } = this.#options;
    const sub = kind === 'efficient' ? network.at(partSize(recipe)) : undefined;
    const graph = buildStepGraph(network.at(recipe.batchSize), sub, this.plan(kind));
    this.#built.set(kind, graph);
    return graph;
  }

  plan(kind: StepKind): StepPlan {
    const { network, recipe, lowering, isResident = false } = this.#options;
    return {
      kind,
      ascent: recipe.method === 'asam' ? 'asam' : 'sam',
      optimizer: recipe.optimizer === 'sgd' ? sgd(recipe.momentum) : adamw(),
      trainable: network.trainable,
      buffers: network.buffers,
      rates: network.rates,
      clipGradients: recipe.clipNorm > 0,
      averageWeights: recipe.averageDecay > 0,
      watchStatistics: isResident && network.buffers.length > 0,
      mode: { batchNorm: network.batchNorm, updatesStatistics: true, dropout: true },
      lowering,
    };
  }
}

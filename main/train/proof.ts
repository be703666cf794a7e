// Before a training relies on a device: a step of its own network, on the device and on the CPU.
import type { Recipe } from '../../shared/domain/recipe.ts';
import type { Lowering } from '../autodiff/rule.ts';
import { portable } from '../autodiff/rules/index.ts';
import type { Executor } from '../engine/executor.ts';
import { sgd } from '../optim/base-optimizer.ts';
import type { Network } from './network.ts';
import { Policy } from './policy.ts';
import { StepGraphs } from './step-graphs.ts';
import { compareSteps, TrialStep } from './trial-step.ts';

export interface ProofOrder {
  /** The device and how graphs are written for it. */
  readonly executor: Executor;
  readonly lowering: Lowering;
  readonly onCpu: Executor;
  readonly network: Network;
  readonly recipe: Recipe;
}

/**
 * What a step may differ by. Two right ways of computing it differ by about 1e-6 where no input of a ReLU rounds to the other
 * side of 0, by a few per cent where one does in a small network (test/bench/README.md).
 */
export const stepTolerance = 1e-2;
/** In half precision some always do. What overflows or is wrong differs by its whole size. */
export const mixedTolerance = 0.25;

/** Few, because the CPU has to keep up; enough for the statistics of BatchNormalization. */
const IMAGES = 4;
/** A device that is wrong is so on every batch; one input of a ReLU that rounds otherwise is not. */
const BATCHES = 3;

/**
 * ‖difference‖ / ‖change‖ of a step from the network's initial weights on random images: of the first batch that is within
 * the tolerance, else the least of a few. NaN counts as 1. @throws NarashiError engine.*
 */
export async function differenceFromCpu(order: ProofOrder): Promise<number> {
  const { mixed } = order.lowering;
  let least = 1;
  for (let seed = 1; seed <= BATCHES; seed++) {
    const found = await differenceOn(order, seed);
    if (found < least) least = found;
    if (least < (mixed ? mixedTolerance : stepTolerance)) break;
  }
  return least;
}

/**
 * With every pass the recipe takes; one in mixed precision, where the second pass multiplies the rounding of the first. The
 * optimizer is SGD: AdamW's first step is ±1 wherever a gradient is not exactly 0, so that rounding would be all of it.
 */
async function differenceOn(order: ProofOrder, seed: number): Promise<number> {
  const { executor, lowering, onCpu, network, recipe } = order;
  const kind = lowering.mixed ? 'base' : (new Policy(recipe, 1).kinds.at(-1) ?? 'base');
  const images = Math.min(IMAGES, recipe.batchSize);
  const load = (on: Executor, written: Lowering) => {
    const plan = new StepGraphs({ network, recipe, lowering: written }).plan(kind);
    const step = { ...plan, optimizer: sgd(recipe.momentum), clipGradients: false, averageWeights: false };
    return TrialStep.load(on, network, step, images, seed);
  };
  const candidate = await load(executor, lowering);
  try {
    const reference = await load(onCpu, portable);
    try {
      return (await compareSteps(reference, candidate)).overall;
    } finally {
      await reference.close();
    }
  } finally {
    await candidate.close();
  }
}

// The recipe of one cell of a trial: everything the methods share, and what makes each of them what it is.
import { backboneOf, defaultRecipe, type Method, type Recipe } from '../../shared/domain/recipe.ts';
import type { TrialMethod, TrialPlan } from '../../shared/domain/trial.ts';

const kinds: Readonly<Record<TrialMethod, Method>> = {
  sgd: 'sgd',
  adamw: 'sgd',
  sam: 'sam',
  asam: 'asam',
  'samar-efficient': 'samar',
  'samar-thorough': 'samar',
};

/** AdamW's usual step and decay (Loshchilov & Hutter 2019): what suits SGD is far too large for it. */
const adamw = { learningRate: 1e-3, weightDecay: 0.01 };
/** Pretrained weights take smaller steps, as with SGD. */
const adamwFineTuning = 2e-4;

/**
 * Recipes of one seed differ in the method's own settings and the epochs alone: the same weights to begin with, the same
 * batches in the same order, the same mistakes in the labels.
 * @param base complete recipe of plain SGD for the data; its seed, method and epochs are replaced
 */
export function methodRecipe(
  plan: Pick<TrialPlan, 'advanced' | 'labelNoise'>,
  base: Recipe,
  cell: { readonly method: TrialMethod; readonly seed: number; readonly epochs: number },
): Recipe {
  const { method, rho, lambdaRule, lambda, mode } = defaultRecipe(kinds[cell.method]);
  const shared = { ...base, labelNoise: plan.labelNoise, seed: cell.seed, epochs: cell.epochs };
  const own = { method, rho, lambdaRule, lambda, mode };
  if (cell.method === 'samar-thorough') return { ...shared, ...own, mode: 'thorough' };
  if (cell.method !== 'adamw') return { ...shared, ...own };
  const isFineTuned = backboneOf(base.network) !== undefined && base.fineTune !== 'head';
  const usual = isFineTuned ? adamwFineTuning : adamw.learningRate;
  const { learningRate = usual, weightDecay = adamw.weightDecay } = plan.advanced;
  return { ...shared, ...own, optimizer: 'adamw', learningRate, weightDecay };
}

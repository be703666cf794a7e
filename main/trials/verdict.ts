// The verdict: does a method gain anything that chance would not show as well? The rule is fixed before any figure is seen.
import type { TrialMethod, TrialPlan, TrialVerdict } from '../../shared/domain/trial.ts';
import { crossedBootstrap } from '../eval/index.ts';
import { type Judged, pair, type TestImages } from './comparison.ts';

/** Fewer seeds cannot tell luck from gain; fewer test images let single parts decide. */
const MINIMUM_SEEDS = 3;
const MINIMUM_TEST_IMAGES = 20;

/** Balanced accuracy decides: with an OK and an NG class it is 1 − (escape + overkill) / 2, and it heeds rare defects. */
const DECIDING = 'balancedAccuracy';

export interface VerdictGrounds extends TestImages {
  readonly plan: TrialPlan;
  readonly hasEnded: boolean;
}

/**
 * `gain` where the crossed-bootstrap interval of the paired difference lies above zero, `loss` below. The interval holds
 * for all methods of the trial together (Bonferroni): 1 − 0.05 ÷ number of methods beside the baseline.
 */
export function verdictOf(
  grounds: VerdictGrounds,
  method: TrialMethod,
  candidate: readonly (Judged & { readonly cost: { readonly seconds: number } | null })[],
  baseline: readonly (Judged & { readonly cost: { readonly seconds: number } | null })[],
): TrialVerdict {
  const { plan, hasEnded } = grounds;
  const nothing = { method, measure: DECIDING, difference: null, low: null, high: null, timeRatio: null } as const;
  const paired = pair(grounds, DECIDING, candidate, baseline);
  if (!paired) return { ...nothing, kind: hasEnded ? 'too-few' : 'unfinished' };
  const { differences, weights, perSeed } = paired;
  const confidence = 1 - 0.05 / (plan.methods.length - 1);
  const { low, high } = crossedBootstrap(differences, { weights, confidence });
  const difference = perSeed.reduce((sum, value) => sum + value, 0) / perSeed.length;
  const figures = {
    method,
    measure: DECIDING,
    difference,
    low,
    high,
    timeRatio: timeRatio(candidate, baseline),
  } as const;
  if (perSeed.length < plan.seeds.length && !hasEnded) return { ...figures, kind: 'unfinished' };
  const isTooFew = perSeed.length < MINIMUM_SEEDS || grounds.actual.length < MINIMUM_TEST_IMAGES;
  if (isTooFew) return { ...figures, kind: 'too-few' };
  return { ...figures, kind: low > 0 ? 'gain' : high < 0 ? 'loss' : 'none' };
}

/** Of the seeds both have; null where a cost is missing. */
function timeRatio(
  candidate: readonly (Judged & { readonly cost: { readonly seconds: number } | null })[],
  baseline: readonly (Judged & { readonly cost: { readonly seconds: number } | null })[],
): number | null {
  let [own, other] = [0, 0];
  for (const one of candidate) {
    const match = baseline.find(({ seed }) => seed === one.seed);
    if (!match?.cost || !one.cost) continue;
    own += one.cost.seconds;
    other += match.cost.seconds;
  }
  return other > 0 ? own / other : null;
}

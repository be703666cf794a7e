// Results of made-up trials: mistakes are given as counts for each seed; rates, intervals, wins and tests follow from them.
import type {
  BudgetResult,
  Comparison,
  MethodResult,
  Spread,
  TrialBudget,
  TrialMeasure,
  TrialMethod,
  TrialPlan,
  TrialVerdict,
} from '../../../shared/domain/trial.ts';
import { trialMeasures } from '../../../shared/domain/trial.ts';

export const ngImages = 48;
export const okImages = 72;
const images = ngImages + okImages;

/** What one method did, seed by seed. */
export interface Outcome {
  readonly misses: readonly number[];
  readonly alarms: readonly number[];
  readonly seconds: number;
  /** Of the labels made wrong. */
  readonly memorised?: number;
}
export type Outcomes = Partial<Record<TrialMethod, Outcome>>;

/** Two-sided 95 % Student t by degrees of freedom. */
const student = [0, 12.706, 4.303, 3.182, 2.776];

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
const meanOf = (values: readonly number[]) => sum(values) / values.length;

export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const mean = meanOf(values);
  if (values.length === 1) return { mean, low: null, high: null, deviation: null, values: [...values] };
  const deviation = Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
  const half = ((student[values.length - 1] ?? 2) * deviation) / Math.sqrt(values.length);
  return { mean, low: mean - half, high: mean + half, deviation, values: [...values] };
}

function valuesOf({ misses, alarms }: Outcome, measure: TrialMeasure): number[] {
  return misses.map((miss, seed) => {
    const alarm = alarms[seed] ?? 0;
    if (measure === 'escape') return miss / ngImages;
    if (measure === 'overkill') return alarm / okImages;
    if (measure === 'accuracy') return 1 - (miss + alarm) / images;
    return 1 - (miss / ngImages + alarm / okImages) / 2;
  });
}

function methodResult(method: TrialMethod, outcome: Outcome, plan: TrialPlan, failed: number): MethodResult {
  const { misses, seconds, memorised } = outcome;
  const measured = (measure: TrialMeasure) => spreadOf(valuesOf(outcome, measure));
  const jittered = (value: number, size: number) => spreadOf(misses.map((_, seed) => value + ((seed % 3) - 1) * size));
  const hours = seconds / 3600;
  return {
    method,
    epochs: 40,
    runIds: misses.map((_, seed) => seed + 1),
    failed,
    accuracy: measured('accuracy'),
    balancedAccuracy: measured('balancedAccuracy'),
    escape: measured('escape'),
    overkill: measured('overkill'),
    calibrationError: jittered(0.02 + meanOf(misses) / 400, 0.004),
    memorised: plan.labelNoise > 0 ? jittered(memorised ?? 0.5, 0.03) : null,
    robustness: plan.robustness ? jittered(0.9 - meanOf(misses) / 100, 0.012) : null,
    seconds: jittered(seconds, 2),
    kilowattHours: jittered(hours * 0.08, hours * 0.001),
    yen: jittered(hours * 0.08 * 31, hours * 0.03),
    wattsSource: 'assumed',
  };
}

/** Exact, two-sided: the share of all ways to set the signs whose mean is as far from zero. */
function signFlip(differences: readonly number[]): number {
  const ways = 2 ** differences.length;
  const seen = Math.abs(sum(differences)) - 1e-12;
  const extreme = Array.from({ length: ways }, (_, way) =>
    Math.abs(sum(differences.map((value, index) => ((way >> index) & 1 ? value : -value)))),
  ).filter((value) => value >= seen);
  return extreme.length / ways;
}

function comparison(method: TrialMethod, measure: TrialMeasure, own: Outcome, base: Outcome, others: number) {
  const [mine, theirs] = [valuesOf(own, measure), valuesOf(base, measure)];
  const seeds = Math.min(mine.length, theirs.length);
  const differences = mine.slice(0, seeds).map((value, seed) => value - (theirs[seed] ?? 0));
  const spread = spreadOf(differences);
  if (!spread) return undefined;
  const sign = measure === 'escape' || measure === 'overkill' ? -1 : 1;
  const better = differences.filter((value) => value * sign > 1e-12).length;
  const ties = differences.filter((value) => Math.abs(value) <= 1e-12).length;
  const seedP = signFlip(differences);
  const right = measure === 'accuracy';
  const made: Comparison = {
    method,
    measure,
    difference: spread.mean,
    low: spread.low ?? spread.mean - 0.1,
    high: spread.high ?? spread.mean + 0.1,
    wins: better,
    ties,
    losses: seeds - better - ties,
    seedP,
    imageP: right ? Math.min(1, seedP / 4) : null,
    onlyMethodRight: right ? Math.max(3, Math.round(spread.mean * images * seeds) + 3) : null,
    onlyBaselineRight: right ? 3 : null,
    adjustedP: Math.min(1, seedP * others),
  };
  return made;
}

function verdict(method: TrialMethod, own: Outcome, base: Outcome, found: Comparison | undefined): TrialVerdict {
  const common = { method, measure: 'balancedAccuracy' as const, timeRatio: own.seconds / base.seconds };
  if (!found || own.misses.length < 2) {
    return { ...common, kind: 'unfinished', difference: null, low: null, high: null };
  }
  const { difference, low, high } = found;
  const kind = low > 0 ? 'gain' : high < 0 ? 'loss' : 'none';
  return { ...common, kind: own.misses.length < 5 ? 'unfinished' : kind, difference, low, high };
}

export function budgetResult(budget: TrialBudget, plan: TrialPlan, outcomes: Outcomes, failed: Failed): BudgetResult {
  const empty: Outcome = { misses: [], alarms: [], seconds: 100 };
  const of = (method: TrialMethod) => outcomes[method] ?? empty;
  const others = plan.methods.filter((method) => method !== plan.baseline);
  const comparisons = others.flatMap((method) =>
    trialMeasures.flatMap((measure) => comparison(method, measure, of(method), of(plan.baseline), others.length) ?? []),
  );
  return {
    budget,
    methods: plan.methods.map((method) => methodResult(method, of(method), plan, failed[method] ?? 0)),
    comparisons,
    verdicts: others.map((method) => {
      const found = comparisons.find((one) => one.method === method && one.measure === 'balancedAccuracy');
      return verdict(method, of(method), of(plan.baseline), found);
    }),
  };
}
export type Failed = Partial<Record<TrialMethod, number>>;

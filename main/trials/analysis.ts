// What a trial shows: each method over its seeds, each against the baseline on the same seeds and test images.
import type { ClassLabel } from '../../shared/domain/dataset.ts';
import type { Evaluation } from '../../shared/domain/evaluation.ts';
import type { RunCost } from '../../shared/domain/run.ts';
import type {
  BudgetResult,
  Comparison,
  MethodResult,
  Spread,
  TrialBudget,
  TrialMethod,
  TrialPlan,
} from '../../shared/domain/trial.ts';
import { holm, meanInterval } from '../eval/index.ts';
import { compareMethods, type Judged } from './comparison.ts';
import { verdictOf } from './verdict.ts';

/** A finished training of the grid. */
export interface FinishedCell extends Judged {
  readonly method: TrialMethod;
  readonly budget: TrialBudget;
  readonly runId: number;
  readonly epochs: number;
  readonly evaluation: Evaluation;
  readonly memorised: number | null;
  readonly robustness: number | null;
  readonly cost: RunCost | null;
}

export interface TrialFindings {
  readonly plan: TrialPlan;
  readonly classes: readonly ClassLabel[];
  /** Class of each test image, `[M]`, in the order of every `predicted`. */
  readonly actual: ArrayLike<number>;
  readonly cells: readonly FinishedCell[];
  readonly failed: readonly { readonly method: TrialMethod; readonly budget: TrialBudget }[];
  /** No further training will come. */
  readonly hasEnded: boolean;
}

export function analyse(findings: TrialFindings): BudgetResult[] {
  return findings.plan.budgets.map((budget) => analyseBudget(findings, budget));
}

function analyseBudget(findings: TrialFindings, budget: TrialBudget): BudgetResult {
  const { plan, failed } = findings;
  const cells = findings.cells.filter((cell) => cell.budget === budget);
  const of = (method: TrialMethod) =>
    plan.seeds.flatMap((seed) => cells.filter((cell) => cell.method === method && cell.seed === seed));
  const methods = plan.methods.map((method) =>
    methodResult(method, of(method), failed.filter((one) => one.method === method && one.budget === budget).length),
  );
  const others = plan.methods.filter((method) => method !== plan.baseline);
  const baseline = of(plan.baseline);
  const raw = others.flatMap((method) => compareMethods(findings, method, of(method), baseline));
  return {
    budget,
    methods,
    comparisons: corrected(raw),
    verdicts: others.map((method) => verdictOf(findings, method, of(method), baseline)),
  };
}

function methodResult(method: TrialMethod, cells: readonly FinishedCell[], failed: number): MethodResult {
  const amount = (value: (cell: FinishedCell) => number | null | undefined) =>
    spreadOf(cells.map(value), Number.POSITIVE_INFINITY);
  const share = (value: (cell: FinishedCell) => number | null | undefined) => spreadOf(cells.map(value), 1);
  const sources = new Set(cells.flatMap(({ cost }) => (cost ? [cost.wattsSource] : [])));
  const [source = null] = sources;
  return {
    method,
    epochs: cells[0]?.epochs ?? null,
    runIds: cells.map(({ runId }) => runId),
    failed,
    accuracy: share(({ evaluation }) => evaluation.accuracy?.value),
    balancedAccuracy: share(({ evaluation }) => evaluation.balancedAccuracy),
    escape: share(({ evaluation }) => evaluation.escape?.value),
    overkill: share(({ evaluation }) => evaluation.overkill?.value),
    calibrationError: share(({ evaluation }) => evaluation.calibrationError),
    memorised: share(({ memorised }) => memorised),
    robustness: share(({ robustness }) => robustness),
    seconds: amount(({ cost }) => cost?.seconds),
    kilowattHours: amount(({ cost }) => cost?.kilowattHours),
    yen: amount(({ cost }) => cost?.yen),
    wattsSource: sources.size > 1 ? 'mixed' : source,
  };
}

/** Null where no seed has the figure. The interval of a t distribution may leave the range of the figure, 0 to `most`. */
function spreadOf(values: readonly (number | null | undefined)[], most: number): Spread | null {
  const known = values.flatMap((value) => (value === null || value === undefined ? [] : [value]));
  if (known.length === 0) return null;
  const { mean, interval, deviation } = meanInterval(known);
  const ends = interval && { low: Math.max(0, interval.low), high: Math.min(most, interval.high) };
  return { mean, low: ends?.low ?? null, high: ends?.high ?? null, deviation, values: known };
}

/** Each measure asks one question of every method: their p-values are corrected together. */
function corrected(comparisons: readonly Comparison[]): Comparison[] {
  return comparisons.map((comparison) => {
    const family = comparisons.filter(({ measure }) => measure === comparison.measure);
    const adjusted = holm(family.map(({ seedP }) => seedP));
    return { ...comparison, adjustedP: adjusted[family.indexOf(comparison)] ?? comparison.seedP };
  });
}

// What a trial measured of one method against its baseline, as the reckoning of cost and benefit takes it in.
import type { MeasuredChange } from '../../shared/domain/benefit.ts';
import type { BudgetResult, TrialBudget, TrialMeasure, TrialMethod, TrialPlan } from '../../shared/domain/trial.ts';

/** Undefined where no seed of both is finished, or the method is the baseline itself. */
export function measuredChange(
  { budgets }: { readonly budgets: readonly BudgetResult[] },
  { baseline }: Pick<TrialPlan, 'baseline'>,
  budget: TrialBudget,
  method: TrialMethod,
): MeasuredChange | undefined {
  const found = budgets.find((each) => each.budget === budget);
  const result = (wanted: TrialMethod) => found?.methods.find((each) => each.method === wanted);
  const [old, fresh] = [result(baseline), result(method)];
  const compared = found?.comparisons.filter((each) => each.method === method) ?? [];
  if (!old || !fresh || compared.length === 0) return undefined;
  const change = (measure: TrialMeasure) => {
    const comparison = compared.find((each) => each.measure === measure);
    if (!comparison) return null;
    const { difference, low, high } = comparison;
    return { difference, low, high };
  };
  return {
    baselineEscape: old.escape?.mean ?? null,
    candidateEscape: fresh.escape?.mean ?? null,
    escape: change('escape'),
    baselineOverkill: old.overkill?.mean ?? null,
    candidateOverkill: fresh.overkill?.mean ?? null,
    overkill: change('overkill'),
    baselineKilowattHours: old.kilowattHours?.mean ?? null,
    candidateKilowattHours: fresh.kilowattHours?.mean ?? null,
    baselineSeconds: old.seconds?.mean ?? null,
    candidateSeconds: fresh.seconds?.mean ?? null,
  };
}

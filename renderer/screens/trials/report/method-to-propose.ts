// The method a report begins with: the one that gained most, else the first that was compared.
import type { Trial, TrialResult } from '../../../../shared/contract/trials.ts';
import type { TrialBudget, TrialMethod } from '../../../../shared/domain/trial.ts';

export function methodToPropose({ plan }: Pick<Trial, 'plan'>, result: TrialResult, budget: TrialBudget): TrialMethod {
  const verdicts = result.budgets.find((each) => each.budget === budget)?.verdicts ?? [];
  const best = verdicts
    .filter(({ kind }) => kind === 'gain')
    .toSorted((one, other) => (other.difference ?? 0) - (one.difference ?? 0))[0];
  return best?.method ?? plan.methods.find((method) => method !== plan.baseline) ?? plan.baseline;
}

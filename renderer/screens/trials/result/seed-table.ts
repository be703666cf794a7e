// One figure of every single training: dots in rows of methods, and the same as a table with a column for each seed.
import type { Trial } from '../../../../shared/contract/trials.ts';
import type { BudgetResult, MethodResult, TrialMeasure } from '../../../../shared/domain/trial.ts';
import { none, percent } from '../../../../shared/text/numbers.ts';
import { trialMethodName } from '../../../../shared/text/verdicts.ts';
import type { SayOf } from '../../../../shared/text/voice.ts';
import type { DotRow } from '../../../components/charts/rows.ts';
import type { trialResultTexts } from '../../../text/trial-results.ts';
import { doneSeeds } from '../run/trial-words.ts';

interface SeedTable {
  readonly rows: DotRow[];
  readonly columns: string[];
  readonly table: string[][];
}

export function seedTable(
  trial: Pick<Trial, 'cells' | 'plan'>,
  { budget, methods }: Pick<BudgetResult, 'budget' | 'methods'>,
  measure: TrialMeasure,
  say: SayOf<typeof trialResultTexts>,
  language: 'ja' | 'en',
): SeedTable {
  const { seeds } = trial.plan;
  const share = (value: number) => percent(value, language);
  const name = ({ method }: MethodResult) => trialMethodName(method, language);
  const shown = methods.flatMap((method) => {
    const spread = method[measure];
    // A value that came while the cells were on their way has no seed yet: it is left out until they are here.
    const done = doneSeeds(trial, method.method, budget).slice(0, spread?.values.length ?? 0);
    return spread && done.length > 0 ? [{ method, spread, done }] : [];
  });
  return {
    rows: shown.map(({ method, spread, done }) => {
      const values = spread.values.slice(0, done.length);
      const [low, high] = [share(Math.min(...values)), share(Math.max(...values))];
      return {
        name: name(method),
        values,
        heights: done.map((seed) => (seeds.length > 1 ? seeds.indexOf(seed) / (seeds.length - 1) : 0.5)),
        mean: spread.mean,
        label: say('seeds.row', { name: name(method), mean: share(spread.mean), low, high }),
      };
    }),
    columns: [say('column.method'), ...seeds.map((seed) => say('seeds.seed', { seed })), say('seeds.mean')],
    table: shown.map(({ method, spread, done }) => [
      name(method),
      ...seeds.map((seed) => {
        const value = spread.values[done.indexOf(seed)];
        return value === undefined ? none : share(value);
      }),
      share(spread.mean),
    ]),
  };
}

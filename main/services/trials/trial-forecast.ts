// What a trial comes to before it is started: trainings, time, electricity, yen, and how little it might show.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { toProblem } from '../../../shared/contract/problem.ts';
import type { Forecast } from '../../../shared/contract/training.ts';
import type { TrialForecast } from '../../../shared/contract/trials.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import type { TrialMethod, TrialPlan } from '../../../shared/domain/trial.ts';
import { methodRecipe } from '../../trials/method-recipe.ts';
import type { TrainingData } from '../training/training-data.ts';
import type { Workspace } from '../workspace.ts';
import { sharedRecipe } from './trial-setup.ts';

/** Below these a trial shows little, and the user is told so. */
const FEW_TEST_IMAGES = 100;
const FEW_SEEDS = 5;

/** @param forecast of one training */
export async function forecastTrial(
  workspace: Workspace,
  plan: TrialPlan,
  data: TrainingData,
  forecast: (recipe: Recipe) => Promise<Forecast>,
): Promise<TrialForecast> {
  const { errors, counts, trainCounts } = data;
  const warnings = [...data.warnings];
  if (counts.test < FEW_TEST_IMAGES) warnings.push(new NarashiError('trials.few-test-images', { count: counts.test }));
  if (plan.seeds.length < FEW_SEEDS) warnings.push(new NarashiError('trials.few-seeds', { count: plan.seeds.length }));
  const said = { testImages: counts.test, warnings: warnings.map(toProblem), errors: errors.map(toProblem) };
  if (errors.length > 0) return { trainings: 0, seconds: 0, kilowattHours: 0, yen: 0, ...said };
  const base = sharedRecipe(workspace, plan, trainCounts);
  const single = new Map<TrialMethod, Forecast>();
  for (const method of plan.methods) {
    single.set(
      method,
      await forecast(methodRecipe(plan, base, { method, seed: plan.seeds[0] ?? 0, epochs: base.epochs })),
    );
  }
  const trainings = costly(plan).map(({ method, asBaseline }) => single.get(asBaseline ? plan.baseline : method));
  const sum = (value: (each: Forecast) => number) =>
    plan.seeds.length * trainings.reduce((total, each) => total + (each ? value(each) : 0), 0);
  return {
    trainings: plan.seeds.length * trainings.length,
    seconds: sum(({ seconds }) => seconds),
    kilowattHours: sum(({ kilowattHours }) => kilowattHours),
    yen: sum(({ yen }) => yen),
    ...said,
  };
}

/** Trainings of one seed. Under equal time each takes about as long as the baseline, whose own is shared. */
function costly({ methods, baseline, budgets }: TrialPlan) {
  return methods.flatMap((method) => {
    if (method === baseline) return [{ method, asBaseline: true }];
    return budgets.map((budget) => ({ method, asBaseline: budget === 'time' }));
  });
}

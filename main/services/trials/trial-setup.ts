// What a trial on a snapshot is made of: the recipe its methods share, their timing, and the next training of its grid.
import type { Snapshot } from '../../../shared/domain/dataset.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import type { TrialPlan } from '../../../shared/domain/trial.ts';
import { backboneFor, chosenBackbone } from '../../jobs/control/backbone-for.ts';
import type { StartChild } from '../../jobs/control/child.ts';
import { deviceText } from '../../jobs/identity.ts';
import type { TrialRecord } from '../../store/index.ts';
import { cellsOf, type GridTraining, planTiming, trainingsOf } from '../../trials/grid.ts';
import { methodRecipe } from '../../trials/method-recipe.ts';
import { onTrainingDevice } from '../lost-device.ts';
import { trainingCounts } from '../recommend.ts';
import { splitCounts } from '../snapshot-summary.ts';
import { createRun } from '../train-run.ts';
import { recipeOf } from '../training/recipe.ts';
import type { Workspace } from '../workspace.ts';
import { timeMethods } from './time-methods.ts';

/** Plain SGD for the data, as the preset and the user's settings have it: what every method starts from. */
export function sharedRecipe(workspace: Workspace, plan: TrialPlan, trainCounts: readonly number[]): Recipe {
  const { preset, advanced } = plan;
  return recipeOf({ preset, method: 'sgd', advanced }, trainCounts, chosenBackbone(workspace, advanced));
}

/** Times the methods where that was not done yet, and fixes their epochs. @throws NarashiError jobs.* */
export async function ensureTiming(
  workspace: Workspace,
  trial: TrialRecord,
  start: StartChild,
  signal: AbortSignal,
): Promise<TrialRecord> {
  if (trial.timing) return trial;
  const { plan } = trial;
  const { store, root } = workspace;
  const snapshot = store.snapshots.get(trial.snapshotId);
  const base = sharedRecipe(workspace, plan, trainingCounts(workspace, snapshot));
  const methods = plan.methods.map((method) => ({
    method,
    recipe: methodRecipe(plan, base, { method, seed: plan.seeds[0] ?? 0, epochs: base.epochs }),
  }));
  const data = {
    backbone: backboneFor(workspace, base),
    classes: snapshot.classes.length,
    images: splitCounts(store.snapshots.counts(snapshot.id)),
  };
  const { device, seconds } = await onTrainingDevice(workspace, async (on) => ({
    device: on,
    seconds: await timeMethods(start, root, methods, { ...data, device: on }, signal),
  }));
  return store.trials.setTiming(trial.id, planTiming(plan, base.epochs, seconds, deviceText(device)));
}

/** A training of the grid and its run, if it has one yet. */
export interface PlannedTraining extends GridTraining {
  readonly runId: number | null;
}

/** All trainings in their order; none before the methods are timed. */
export function plannedTrainings(workspace: Workspace, trial: TrialRecord): PlannedTraining[] {
  if (!trial.timing) return [];
  const runs = workspace.store.trials.runs(trial.id);
  return trainingsOf(cellsOf(trial.plan, trial.timing)).map((training) => {
    const [cell] = training.cells;
    const run = runs.find(
      ({ method, budget, seed }) => method === cell?.method && budget === cell.budget && seed === cell.seed,
    );
    return { ...training, runId: run?.runId ?? null };
  });
}

/** Records the run of a training and its places in the grid. Nothing is computed yet. */
export function createTrialRun(workspace: Workspace, trial: TrialRecord, training: GridTraining): number {
  const { store } = workspace;
  const { plan, projectId } = trial;
  const snapshot: Snapshot = store.snapshots.get(trial.snapshotId);
  const base = sharedRecipe(workspace, plan, trainingCounts(workspace, snapshot));
  return store.transaction(() => {
    const runId = createRun(workspace, snapshot, methodRecipe(plan, base, training), {
      projectId,
      preset: plan.preset,
    });
    for (const { method, budget, seed } of training.cells) {
      store.trials.addRun(trial.id, { method, budget, seed }, runId);
    }
    return runId;
  });
}

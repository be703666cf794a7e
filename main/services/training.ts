// Training: what a project can be trained with, what it will take, and the queue.

import { toProblem } from '../../shared/contract/problem.ts';
import type { TrainingChoice, training } from '../../shared/contract/training.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import { chosenBackbone, networkName } from '../jobs/control/backbone-for.ts';
import { type StartChild, startChild } from '../jobs/control/child.ts';
import type { TrainingQueue } from '../jobs/control/queue.ts';
import { trainingDevice } from '../jobs/devices.ts';
import { logged } from './activity.ts';
import { usualStart } from './backbones/box.ts';
import type { AppContext } from './context.ts';
import { freezeProject } from './freeze.ts';
import { trainingCounts } from './recommend.ts';
import { createRun } from './train-run.ts';
import { createForecasts } from './training/forecast.ts';
import { recipeOf } from './training/recipe.ts';
import { TrainingDataMemory } from './training/training-data.ts';

/** Ended runs that the queue still shows. */
const ENDED = 5;

export function createTrainingService(
  context: AppContext,
  queue: TrainingQueue,
  parts: { readonly startChild?: StartChild } = {},
): Implementation<typeof training> {
  const { workspace } = context;
  const { store } = workspace;
  const forecasts = createForecasts(workspace, queue, parts.startChild ?? startChild);
  const known = new TrainingDataMemory(store);
  const plan = (choice: TrainingChoice) => {
    const data = known.of(choice.projectId);
    const [error] = data.errors;
    if (error) throw error;
    return { data, recipe: recipeOf(choice, data.trainCounts, chosenBackbone(workspace, choice.advanced)) };
  };

  return {
    async check({ projectId }) {
      const { errors, warnings, counts, trainCounts } = known.of(projectId);
      return {
        errors: errors.map(toProblem),
        warnings: warnings.map(toProblem),
        trainImages: counts.train,
        validationImages: counts.validation,
        testImages: counts.test,
        start: usualStart(workspace, trainCounts)?.id ?? null,
        device: await trainingDevice(workspace),
      };
    },

    recipe: (choice) => plan(choice).recipe,

    forecast(choice, { signal }) {
      const { data, recipe } = plan(choice);
      return forecasts.of(choice.projectId, data, recipe, signal);
    },

    async start(choice) {
      plan(choice);
      const { projectId, preset } = choice;
      const { snapshot } = await freezeProject(context, projectId);
      const backbone = chosenBackbone(workspace, choice.advanced);
      const recipe = recipeOf(choice, trainingCounts(workspace, snapshot), backbone);
      const { method } = recipe;
      const network = networkName(workspace, recipe);
      const runId = logged(context, (log) => {
        const id = createRun(workspace, snapshot, recipe, { projectId, preset });
        log({ kind: 'run.queued', projectId, runId: id, data: { network, method, preset } });
        return id;
      });
      context.emit.projects('changed', { projectId });
      return queue.added(runId);
    },

    queue: () => queue.list(ENDED),
    get: ({ runId }) => queue.get(runId),
    pause: ({ runId }) => queue.pause(runId),
    resume: ({ runId }) => queue.resume(runId),
    stop: ({ runId }) => queue.stop(runId),
    first: ({ runId }) => queue.first(runId),
    curves: ({ runId }) => [...queue.curves(runId)],
  };
}

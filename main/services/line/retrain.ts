// Retraining in one step: the labelled images of a project as they are now, and the recipe of a training there was before.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Snapshot } from '../../../shared/domain/dataset.ts';
import { type Recipe, recipeSchema } from '../../../shared/domain/recipe.ts';
import { networkName } from '../../jobs/control/backbone-for.ts';
import type { TrainingQueue } from '../../jobs/control/queue.ts';
import { logged } from '../activity.ts';
import type { AppContext } from '../context.ts';
import { freezeProject } from '../freeze.ts';
import { createRun } from '../train-run.ts';
import { trainingData } from '../training/training-data.ts';

export interface Retraining {
  /** Of the new training, which waits in the queue. */
  readonly runId: number;
  readonly recipe: Recipe;
  readonly snapshot: Snapshot;
  /** Images of the former training's data. */
  readonly formerImages: number;
}

/**
 * Makes the next version of the data and queues a training like `formerId`, the run of the live model, say.
 * @param queue told of it where it is working in this process; otherwise the app takes it up when it is opened
 * @throws NarashiError store.run-not-found, line.no-folder-of-run for a run without a project, line.nothing-new, backbone.not-found, training.*
 */
export async function retrainProject(
  context: Pick<AppContext, 'workspace' | 'emit'>,
  formerId: number,
  queue?: Pick<TrainingQueue, 'added'>,
): Promise<Retraining> {
  const { workspace } = context;
  const former = workspace.store.runs.get(formerId);
  const { projectId, preset } = former;
  if (projectId === null) throw new NarashiError('line.no-folder-of-run', { run: formerId });
  const recipe = recipeSchema.parse(former.hyperParameters);
  const network = networkName(workspace, recipe);
  const [error] = trainingData(workspace.store, projectId).errors;
  if (error) throw error;
  const { snapshot } = await freezeProject(context, projectId);
  requireNew(formerId, former.snapshotId, snapshot);
  const { method } = recipe;
  const runId = logged(context, (log) => {
    const id = createRun(workspace, snapshot, recipe, { projectId, preset });
    log({ kind: 'run.queued', projectId, runId: id, data: { network, method, preset: preset ?? '' } });
    return id;
  });
  context.emit.projects('changed', { projectId });
  queue?.added(runId);
  return { runId, recipe, snapshot, formerImages: workspace.store.snapshots.get(former.snapshotId).imageCount };
}

/** @throws NarashiError line.nothing-new */
export function requireNew(run: number, formerSnapshot: number, { id }: Pick<Snapshot, 'id'>): void {
  if (id === formerSnapshot) throw new NarashiError('line.nothing-new', { run });
}

// A run recorded as done whose checkpoint holds the weights its seed starts from: weights to measure, without training.
import { initialNetwork } from '../../main/jobs/child/run-model.ts';
import { checkpointPath } from '../../main/jobs/run-files.ts';
import type { AppContext } from '../../main/services/context.ts';
import { freezeProject } from '../../main/services/freeze.ts';
import { writeCheckpoint } from '../../main/train/checkpoint.ts';
import { emptySums } from '../../main/train/epoch-sums.ts';
import { defaultRecipe, type Recipe } from '../../shared/domain/recipe.ts';
import { toyCheckpoint } from './toy-checkpoint.ts';

/** Freezes the project as it is; returns the run's number. */
export async function untrainedRun(
  context: Pick<AppContext, 'workspace' | 'emit'>,
  projectId: number,
  changes: Partial<Recipe> = {},
): Promise<number> {
  const { store } = context.workspace;
  const { snapshot } = await freezeProject(context, projectId);
  const recipe: Recipe = { ...defaultRecipe(), network: 'tiny', size: 16, batchSize: 8, ...changes };
  const { network, method, seed } = recipe;
  const draft = { snapshotId: snapshot.id, network, method, seed, hyperParameters: recipe, projectId };
  const { id } = store.runs.create(draft);
  const device = { device: 'cpu', executor: 'ort-cpu', narashi: '0', onnxruntime: '0', node: '0', codeVersion: '0' };
  store.runs.start(id, device);
  const { initial } = await initialNetwork(
    { workspace: context.workspace.root, recipe, backbone: null },
    snapshot.classes.length,
  );
  await writeCheckpoint(checkpointPath(context.workspace.runFolder(id)), {
    ...toyCheckpoint(seed),
    recipe,
    sums: emptySums,
    layout: Array.from(initial, ([name, { shape }]) => ({ name, shape })),
    block: Float32Array.from(Array.from(initial.values(), ({ data }) => Array.from(data)).flat()),
  });
  store.runs.end(id, 'done');
  return id;
}

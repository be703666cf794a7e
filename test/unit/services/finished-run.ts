// A run that is done, with its judgements and the record of its model; nothing was trained for it.
import { evaluate } from '../../../main/eval/index.ts';
import { defaultRecipe } from '../../../shared/domain/recipe.ts';
import { classes, environment, images, sha256 } from '../store/fixture.ts';
import type { App } from './fixture.ts';

/** [actual, probabilities of 良品, scratch, dent] */
const judgements: readonly (readonly [number, readonly [number, number, number]])[] = [
  [0, [0.9, 0.05, 0.05]],
  [0, [0.375, 0.5, 0.125]], // overkill
  [0, [0.25, 0.75, 0]], // overkill, surer
  [1, [0.625, 0.25, 0.125]], // escape
  [1, [0.75, 0.25, 0]], // escape, surer
  [1, [0, 0.25, 0.75]], // wrong class within NG
  [1, [0.25, 0.75, 0]],
  [2, [0, 0.0625, 0.9375]],
];

interface InWorkspace {
  readonly context: Pick<App['context'], 'workspace'>;
}

/** A finished run over twenty images, eight of them tested. */
export async function finished(app: InWorkspace, projectId: number | null): Promise<number> {
  const { store } = app.context.workspace;
  const name = `set ${projectId}`;
  const dataset = store.datasets.find(name) ?? store.datasets.create(name, '/data');
  const { snapshot } = await store.snapshots.record({ datasetId: dataset.id, classes, images: images(20) });
  const recipe = defaultRecipe();
  const { network, method, seed } = recipe;
  const draft = { snapshotId: snapshot.id, network, method, seed, hyperParameters: recipe, projectId };
  const { id } = store.runs.create(draft);
  store.runs.start(id, environment);
  const probabilities = Float32Array.from(judgements.flatMap(([, values]) => values));
  const labels = judgements.map(([actual]) => actual);
  const evaluation = store.evaluations.record(
    { runId: id, snapshotId: snapshot.id, split: 'test' },
    evaluate(labels, probabilities, classes),
  );
  const byClass = [0, 1, 2].map((label) =>
    [...store.snapshots.images(snapshot.id)].filter((each) => each.classIndex === label),
  );
  store.predictions.record(
    evaluation.id,
    judgements.map(([actual, values]) => ({
      imageId: byClass[actual]?.shift()?.id ?? 0,
      predicted: values.indexOf(Math.max(...values)),
      probabilities: Float32Array.from(values),
    })),
  );
  const model = { kind: 'export', path: 'model.onnx', bytes: 9, sha256: sha256('m'), metadata: {} } as const;
  store.artefacts.record(id, model);
  store.runs.end(id, 'done');
  return id;
}

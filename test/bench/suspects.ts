// How many wrong labels a cross-validation finds: labels made wrong on purpose, precision among the first n suspects.
// node test/bench/suspects.ts --data DIR [--noise 0.1] [--seeds 0,1] [--methods sgd,samar] [--epochs 5] [--folds 5] [--network tiny]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ImageCache } from '../../main/data/image-cache.ts';
import { confidentLearning, suspectLabels } from '../../main/eval/confident-learning.ts';
import { crossValidate } from '../../main/jobs/child/cross-validate.ts';
import { startEngine } from '../../main/jobs/engine.ts';
import { importDataset } from '../../main/services/import-dataset.ts';
import { openWorkspace } from '../../main/services/workspace.ts';
import { squarePreprocessing } from '../../shared/domain/images.ts';
import { random } from '../../shared/domain/random.ts';
import { defaultRecipe, type Method, recipeSchema } from '../../shared/domain/recipe.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    noise: { type: 'string', default: '0.1' },
    seeds: { type: 'string', default: '0,1' },
    methods: { type: 'string', default: 'sgd,samar' },
    epochs: { type: 'string', default: '10' },
    folds: { type: 'string', default: '5' },
    network: { type: 'string', default: 'tiny' },
    size: { type: 'string', default: '64' },
    threads: { type: 'string', default: '2' },
  },
});
if (!values.data) throw new Error('--data DIR is needed');
const size = Number(values.size);
const root = mkdtempSync(join(tmpdir(), 'narashi-suspects-'));
const workspace = openWorkspace(root);
const engine = startEngine({ threads: Number(values.threads) });

/** Exactly the given share of labels made wrong, each by another class drawn evenly. */
function spoil(labels: readonly number[], classes: number, seed: number): number[] {
  const stream = random(seed, 'suspects');
  const order = Int32Array.from(labels.keys());
  stream.shuffle(order);
  const chosen = new Set(order.subarray(0, Math.round(labels.length * Number(values.noise))));
  return labels.map((label, image) =>
    chosen.has(image) ? (label + 1 + stream.integer(classes - 1)) % classes : label,
  );
}

try {
  const { snapshot } = await importDataset(workspace, {
    folder: values.data,
    size,
    okClasses: [],
    testFraction: 0.2,
    validationFraction: 0,
  });
  const cache = await ImageCache.open(workspace.cacheFolder, squarePreprocessing(size), { readOnly: true });
  const images = [...workspace.store.snapshots.images(snapshot.id)];
  const classes = snapshot.classes.map(({ name }) => name);
  const truth = images.map(({ classIndex }) => classIndex);
  const rows: Record<string, number | string>[] = [];
  for (const seed of values.seeds.split(',').map(Number)) {
    const given = spoil(truth, classes.length, seed);
    const wrong = given.map((label, image) => label !== truth[image]);
    const injected = wrong.filter(Boolean).length;
    for (const method of values.methods.split(',') as Method[]) {
      for (const epochs of values.epochs.split(',').map(Number)) {
        const recipe = recipeSchema.parse({ ...defaultRecipe(method), network: values.network, size, epochs, seed });
        const begun = performance.now();
        const result = await crossValidate({
          workspace: workspace.root,
          engine,
          cache,
          recipe,
          classes,
          folds: Number(values.folds),
          images: images.map((image, place) => ({ ...image, classIndex: given[place] ?? 0 })),
          signal: new AbortController().signal,
          onProgress: () => undefined,
        });
        const seconds = (performance.now() - begun) / 1000;
        const first = (ranking: 'margin' | 'self-confidence') => {
          const found = suspectLabels(given, result.probabilities, ranking).slice(0, injected);
          return (found.filter(({ index }) => wrong[index]).length / injected).toFixed(3);
        };
        const listed = suspectLabels(given, result.probabilities);
        const right = result.probabilities.filter(
          (row, image) => row.indexOf(Math.max(...row)) === truth[image],
        ).length;
        const row = {
          method,
          seed,
          epochs,
          images: images.length,
          injected,
          margin: first('margin'),
          selfConfidence: first('self-confidence'),
          estimated: Math.round(confidentLearning(given, result.probabilities, classes.length).estimatedWrong),
          listed: listed.length,
          found: listed.filter(({ index }) => wrong[index]).length,
          trueAccuracy: ((100 * right) / images.length).toFixed(1),
          seconds: Math.round(seconds),
        };
        console.error(JSON.stringify(row));
        rows.push(row);
      }
    }
  }
  await cache.close();
  console.table(rows);
} finally {
  await engine.close();
  workspace.close();
  rmSync(root, { recursive: true, force: true });
}

// Trains methods side by side on a labelled folder and reports accuracy and memorised wrong labels per seed.
// node test/bench/quality.ts --data DIR [--methods sgd,sam,samar,samar-thorough] [--seeds 0,1,2] [--epochs 15] [--noise 0.3] …
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mixed } from '../../main/autodiff/mixed.ts';
import { portable } from '../../main/autodiff/rules/index.ts';
import { ImageCache } from '../../main/data/image-cache.ts';
import { argmaxRows, evaluate } from '../../main/eval/index.ts';
import { mislabel } from '../../main/jobs/child/label-noise.ts';
import {
  countClasses,
  readSplit,
  type SplitImages,
  toEvaluationBatches,
  toTrainingBatches,
} from '../../main/jobs/child/split-images.ts';
import { startEngine } from '../../main/jobs/engine.ts';
import { buildPreset } from '../../main/onnx/preset/networks.ts';
import { importDataset } from '../../main/services/import-dataset.ts';
import { openWorkspace } from '../../main/services/workspace.ts';
import { Evaluator } from '../../main/train/evaluator.ts';
import { prepareNetwork } from '../../main/train/network.ts';
import { Trainer } from '../../main/train/trainer.ts';
import { augmentationPresets, squarePreprocessing } from '../../shared/domain/images.ts';
import { defaultRecipe, type Method, presetNames, type Recipe, recipeSchema } from '../../shared/domain/recipe.ts';
import { withTrueHalves } from '../support/true-halves.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    methods: { type: 'string', default: 'sgd,sam,samar-thorough,samar' },
    seeds: { type: 'string', default: '0,1,2' },
    noise: { type: 'string', default: '0' },
    threads: { type: 'string', default: '2' },
    validation: { type: 'string', default: '0' },
    augmentation: { type: 'string', default: 'line' },
    /** Keeps so many images of a class: `--keep 0=720,1=40`. */
    keep: { type: 'string', default: '' },
    set: { type: 'string', multiple: true, default: [] },
    /** cpu-fast, portable, or mixed: portable with every float16 value rounded as on a GPU. */
    lowering: { type: 'string', default: 'cpu-fast' },
    json: { type: 'boolean', default: false },
  },
});
if (!values.data) throw new Error('--data DIR is needed');

function recipeFor(name: string, seed: number): Recipe {
  const [kind = 'samar', ...rest] = name.split('-');
  const method: Method = kind === 'sgd' || kind === 'sam' || kind === 'asam' ? kind : 'samar';
  const thorough = rest.includes('thorough');
  const efficient = rest.includes('efficient');
  const augmentation =
    values.augmentation === 'none' || values.augmentation === 'strong' ? values.augmentation : 'line';
  const base = {
    ...defaultRecipe(method),
    ...(thorough ? { mode: 'thorough' } : efficient ? { mode: 'efficient' } : {}),
    augmentation: augmentationPresets[augmentation],
    seed,
  };
  const settings = values.set.map((entry) => entry.split('='));
  const changed = settings.map(([key = '', value = '']) => [key, Number.isNaN(Number(value)) ? value : Number(value)]);
  return recipeSchema.parse({ ...base, ...Object.fromEntries(changed) });
}

/** Keeps the first images of chosen classes of the training split. */
function thin(images: SplitImages): SplitImages {
  const limits = new Map(
    values.keep
      .split(',')
      .filter(Boolean)
      .map((entry) => entry.split('=').map(Number))
      .map(([label = 0, count = 0]) => [label, count]),
  );
  const seen = new Map<number, number>();
  const kept = Array.from(images.labels.keys()).filter((index) => {
    const label = images.labels[index] ?? 0;
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return count <= (limits.get(label) ?? Number.POSITIVE_INFINITY);
  });
  const pick = (array: Int32Array) => Int32Array.from(kept, (index) => array[index] ?? 0);
  return { records: pick(images.records), labels: pick(images.labels), imageIds: pick(images.imageIds) };
}

const root = mkdtempSync(join(tmpdir(), 'narashi-quality-'));
const workspace = openWorkspace(root);
const engine = startEngine({ threads: Number(values.threads) });
const named = { portable, mixed: mixed(portable) }[values.lowering];
const lowering = named ?? (await engine.lowering()).lowering;
const executor = lowering.mixed ? withTrueHalves(engine.executor) : engine.executor;
try {
  const { size } = recipeFor('sgd', 0);
  const { snapshot } = await importDataset(workspace, {
    folder: values.data,
    size,
    okClasses: [],
    testFraction: 0.2,
    validationFraction: Number(values.validation),
  });
  const cache = await ImageCache.open(workspace.cacheFolder, squarePreprocessing(size), { readOnly: true });
  const classes = snapshot.classes.length;
  const clean = thin(readSplit(workspace.store.snapshots.images(snapshot.id), 'train', cache));
  const held = {
    test: readSplit(workspace.store.snapshots.images(snapshot.id), 'test', cache),
    validation: readSplit(workspace.store.snapshots.images(snapshot.id), 'validation', cache),
  };
  const labels = mislabel(clean.labels, classes, Number(values.noise), 1234);
  const wrong = Int32Array.from([...labels.keys()].filter((index) => labels[index] !== clean.labels[index]));
  const train = { ...clean, labels };
  const rows: Record<string, number | string>[] = [];
  for (const seed of values.seeds.split(',').map(Number)) {
    for (const method of values.methods.split(',')) rows.push(await runOne(method, seed));
  }
  if (values.json) console.log(JSON.stringify(rows));
  else console.table(rows);

  async function runOne(method: string, seed: number): Promise<Record<string, number | string>> {
    const recipe = recipeFor(method, seed);
    const network = prepareNetwork(
      buildPreset(presetNames.find((name) => name === recipe.network) ?? 'small', classes, size, seed),
      [3, size, size],
    );
    const classCounts = countClasses(labels, classes);
    const trainer = await Trainer.create({
      executor,
      lowering,
      network,
      recipe,
      batches: toTrainingBatches(cache, train, recipe),
      classCounts,
    });
    const evaluator = await Evaluator.load(executor, network, lowering, trainer.state, 60);
    const judge = (images: SplitImages) => evaluator.judge(toEvaluationBatches(cache, images, 60));
    const score = async (images: SplitImages) => {
      const judged = await judge(images);
      return evaluate(judged.labels, judged.probabilities, snapshot.classes);
    };
    const history: number[] = [];
    let seconds = 0;
    let lambda = Number.NaN;
    let sharpness = Number.NaN;
    await trainer.run({
      onEpoch: async (report) => {
        seconds += report.seconds;
        lambda = report.lambda;
        sharpness = report.sharpness ?? Number.NaN;
        history.push((await score(held.test)).accuracy?.value ?? 0);
      },
    });
    const test = await score(held.test);
    const validation = held.validation.labels.length ? await score(held.validation) : undefined;
    const judged = argmaxRows((await judge(train)).probabilities, classes);
    const memorised = Array.from(wrong).filter((index) => judged[index] === labels[index]).length;
    const trained = Array.from(labels.keys()).filter((index) => judged[index] === labels[index]).length;
    const percent = (value: number | null | undefined) =>
      value === null || value === undefined ? '-' : (100 * value).toFixed(2);
    const row = {
      method,
      seed,
      epochs: recipe.epochs,
      rho: recipe.rho,
      accuracy: percent(test.accuracy?.value),
      balanced: percent(test.balancedAccuracy),
      best: percent(Math.max(...history)),
      validation: percent(validation?.accuracy?.value),
      fitted: percent(trained / labels.length),
      memorised: wrong.length ? percent(memorised / wrong.length) : '-',
      sharpness: sharpness.toFixed(4),
      lambda: lambda.toFixed(3),
      seconds: Math.round(seconds),
    };
    console.error(JSON.stringify(row));
    await evaluator.close();
    await trainer.close();
    return row;
  }
} finally {
  await engine.close();
  workspace.close();
  rmSync(root, { recursive: true, force: true });
}

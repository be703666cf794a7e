// A backbone against training from scratch on few images: accuracy per seed, paired differences, time to the final accuracy.
// node test/bench/backbone.ts --data DIR --backbone FILE.onnx --lines results.jsonl [--counts 10,20,50] [--seeds 0,1,2,3,4]
//   [--arms scratch,backbone] [--epochs N] [--set learningRate=0.02] [--name backbone]; then --report results.jsonl
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeBackbone } from '../../main/backbone/describe.ts';
import { readBackboneFile } from '../../main/backbone/read.ts';
import { ImageCache } from '../../main/data/image-cache.ts';
import { importFolder } from '../../main/data/import-folder.ts';
import { argmaxRows } from '../../main/eval/index.ts';
import { EVALUATION_BATCH } from '../../main/jobs/child/finish-training.ts';
import { initialNetwork } from '../../main/jobs/child/run-model.ts';
import type { SplitImages } from '../../main/jobs/child/split-images.ts';
import { trainingSource } from '../../main/jobs/child/training-source.ts';
import { startEngine } from '../../main/jobs/engine.ts';
import { backbonePath } from '../../main/jobs/run-files.ts';
import { fitRecipe } from '../../main/services/recommend.ts';
import { Evaluator } from '../../main/train/evaluator.ts';
import { Trainer } from '../../main/train/trainer.ts';
import { startingFrom } from '../../shared/domain/fine-tuning.ts';
import { squarePreprocessing } from '../../shared/domain/images.ts';
import { random } from '../../shared/domain/random.ts';
import { defaultRecipe, recipeSchema } from '../../shared/domain/recipe.ts';
import { type ArmLine, armLine, report } from './backbone-report.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    backbone: { type: 'string' },
    lines: { type: 'string' },
    report: { type: 'string' },
    counts: { type: 'string', default: '10,20,50' },
    seeds: { type: 'string', default: '0,1,2,3,4' },
    arms: { type: 'string', default: 'scratch,backbone' },
    /** What the backbone's arm is called in the lines. */
    name: { type: 'string', default: 'backbone' },
    epochs: { type: 'string' },
    size: { type: 'string', default: '64' },
    /** Images of each class that are never trained on. */
    test: { type: 'string', default: '100' },
    threads: { type: 'string', default: '2' },
    set: { type: 'string', multiple: true, default: [] },
  },
});
const numbers = (list: string) => list.split(',').map(Number);
const POINTS = 15;

if (values.report) {
  const lines = readFileSync(values.report, 'utf8').trim().split('\n');
  console.log(report(lines.map((line) => armLine.parse(JSON.parse(line)))));
} else {
  await measure();
}

async function measure(): Promise<void> {
  if (!values.data) throw new Error('--data DIR is needed');
  const folder = mkdtempSync(join(tmpdir(), 'narashi-backbone-'));
  const size = Number(values.size);
  const cache = await ImageCache.open(folder, squarePreprocessing(size));
  const engine = startEngine({ threads: Number(values.threads) });
  try {
    const images = new Map<string, string[]>();
    const onImage = ({ hash, className }: { hash: string; className: string }) => {
      images.set(className, [...(images.get(className) ?? []), hash]);
    };
    await importFolder({ folder: values.data, cache, onImage });
    const classes = [...images.keys()]
      .sort()
      .map((name) => (images.get(name) ?? []).sort().map((hash) => cache.find(hash)));
    const { lowering } = await engine.lowering();
    const file = values.backbone ? readBackboneFile(values.backbone) : undefined;
    const card = file ? describeBackbone(file, {}, 'box').card : null;
    if (file && card) {
      mkdirSync(dirname(backbonePath(folder, card.id)), { recursive: true });
      writeFileSync(backbonePath(folder, card.id), file.bytes);
    }
    for (const seed of numbers(values.seeds)) {
      for (const count of numbers(values.counts)) {
        const { train, test } = draw(classes, count, seed);
        for (const arm of values.arms.split(',')) {
          const line = await trainArm(arm, count, seed, train, test);
          console.error(JSON.stringify(line));
          if (values.lines) appendFileSync(values.lines, `${JSON.stringify(line)}\n`);
        }
      }
    }

    async function trainArm(
      arm: string,
      count: number,
      seed: number,
      train: SplitImages,
      test: SplitImages,
    ): Promise<ArmLine> {
      const given = values.set.map((entry) => entry.split('='));
      const changed = arm === 'scratch' ? [] : given.map(([key = '', value = '']) => [key, numberOr(value)] as const);
      const names = new Set(['size', ...changed.map(([key]) => key), ...(values.epochs ? ['epochs'] : [])]);
      const epochs = values.epochs ? { epochs: Number(values.epochs) } : {};
      const asked = { ...defaultRecipe(), size, seed, ...epochs, ...Object.fromEntries(changed) };
      const begun = startingFrom(recipeSchema.parse(asked), arm === 'scratch' ? null : card, names);
      const recipe = fitRecipe(
        begun,
        classes.map(() => count),
        names,
      );
      const network = await initialNetwork({ workspace: folder, recipe, backbone: card }, classes.length);
      const { executor } = engine;
      const { signal } = new AbortController();
      const begunAt = performance.now();
      const source = await trainingSource({ executor, network, recipe, cache, train, validation: test, signal });
      let seconds = (performance.now() - begunAt) / 1000;
      const trainer = await Trainer.create({
        executor,
        lowering,
        network: source.network,
        recipe,
        batches: source.batches,
        classCounts: classes.map(() => count),
      });
      const evaluator = await Evaluator.load(executor, source.network, lowering, trainer.state, EVALUATION_BATCH);
      const history: { epoch: number; accuracy: number; seconds: number }[] = [];
      await trainer.run({
        onEpoch: async (report) => {
          seconds += report.seconds;
          const due = (epoch: number) => Math.floor((epoch * POINTS) / recipe.epochs);
          if (due(report.epoch) === due(report.epoch - 1)) return;
          const judged = await evaluator.judge(source.validation);
          const found = argmaxRows(judged.probabilities, classes.length);
          const right = found.filter((label, index) => label === judged.labels[index]).length;
          history.push({ epoch: report.epoch, accuracy: right / found.length, seconds });
        },
      });
      await evaluator.close();
      await trainer.close();
      return {
        arm: arm === 'scratch' ? arm : values.name,
        count,
        seed,
        epochs: recipe.epochs,
        steps: source.batches.stepsPerEpoch * recipe.epochs,
        history,
      };
    }
  } finally {
    await cache.close();
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same test images whatever the seed, which draws the training images from the rest. */
function draw(
  classes: readonly (readonly number[])[],
  count: number,
  seed: number,
): { train: SplitImages; test: SplitImages } {
  const held = Number(values.test);
  const parts = classes.map((records, label) => {
    const own = Int32Array.from(records);
    random(0, 'test', label).shuffle(own);
    const rest = own.slice(held);
    random(seed, 'train', label).shuffle(rest);
    return { label, test: own.subarray(0, held), train: rest.subarray(0, count) };
  });
  const gather = (part: 'train' | 'test') => {
    const records = Int32Array.from(parts.flatMap((own) => [...own[part]]));
    const labels = Int32Array.from(parts.flatMap(({ label, ...own }) => Array<number>(own[part].length).fill(label)));
    return { records, labels, imageIds: records };
  };
  return { train: gather('train'), test: gather('test') };
}

function numberOr(value: string): number | string {
  return Number.isNaN(Number(value)) ? value : Number(value);
}

// A training on kept features is the training on images: the same batches, the same variations, the same weights within rounding.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { portable } from '../../main/autodiff/rules/index.ts';
import { ImageCache } from '../../main/data/image-cache.ts';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { EVALUATION_BATCH } from '../../main/jobs/child/finish-training.ts';
import { planFeatures } from '../../main/jobs/child/kept-features.ts';
import type { SplitImages } from '../../main/jobs/child/split-images.ts';
import { trainingSource } from '../../main/jobs/child/training-source.ts';
import { buildPreset } from '../../main/onnx/preset/networks.ts';
import { Evaluator } from '../../main/train/evaluator.ts';
import { prepareNetwork } from '../../main/train/network.ts';
import { Trainer } from '../../main/train/trainer.ts';
import { augmentationPresets, squarePreprocessing } from '../../shared/domain/images.ts';
import { random } from '../../shared/domain/random.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';
import { toyRecipe } from '../support/toy-training.ts';

const size = 16;
const classes = 3;
const executor = createOrtExecutor(1);
const folder = await mkdtemp(join(tmpdir(), 'narashi-features-'));
const cache = await ImageCache.open(folder, squarePreprocessing(size));
const stream = random(2, 'pixels');
for (let image = 0; image < 30; image++) {
  const pixels = Uint8Array.from({ length: cache.recordBytes }, () => stream.integer(256));
  await cache.append(image.toString(16).padStart(64, '0'), pixels);
}
await cache.flush();
afterAll(async () => {
  await cache.close();
  await executor.close();
  await rm(folder, { recursive: true });
});

const split = (from: number, to: number): SplitImages => {
  const records = Int32Array.from({ length: to - from }, (_, index) => from + index);
  return { records, labels: records.map((record) => record % classes), imageIds: records };
};
const train = split(0, 22);
const validation = split(22, 30);

const model = buildPreset('tiny', classes, size, 3);
const parts = { head: /^classifier/, last: /^(stage3|classifier)/ } as const;
const networkOf = (part: keyof typeof parts, batchNorm: Recipe['batchNorm']) =>
  prepareNetwork(model, [3, size, size], { rateOf: (weight) => Number(parts[part].test(weight)), batchNorm });

/** Weights, losses and validation judgements after two epochs, on kept features or on images. */
async function learned(part: keyof typeof parts, recipe: Recipe, isKept: boolean) {
  const network = networkOf(part, recipe.batchNorm);
  // More images than any memory holds: then the images themselves are trained on.
  const counts = isKept ? {} : { counts: { train: 2 ** 40, validation: 0 } };
  const { signal } = new AbortController();
  const source = await trainingSource({ executor, network, recipe, cache, train, validation, signal, ...counts });
  expect(source.network === network).toBe(!isKept);
  const trainer = await Trainer.create({
    executor,
    lowering: portable,
    recipe,
    network: source.network,
    batches: source.batches,
    classCounts: [8, 7, 7],
  });
  const losses: number[] = [];
  await trainer.run({ onStep: ({ loss }) => losses.push(loss) });
  const evaluator = await Evaluator.load(executor, source.network, portable, trainer.state, EVALUATION_BATCH);
  const { probabilities } = await evaluator.judge(source.validation);
  await evaluator.close();
  const { layout, block } = trainer.checkpoint();
  const weights = Float32Array.from(block);
  await trainer.close();
  return { names: layout.map(({ name }) => name), weights, losses, probabilities };
}

const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, index) => Math.abs(value - (b[index] ?? Number.NaN))));

const flips = { ...augmentationPresets.none, flipHorizontal: true, flipVertical: true };

describe('training on kept features', () => {
  it.each([
    ['head', 'no variation', { augmentation: augmentationPresets.none, batchNorm: 'frozen' }],
    ['head', 'flips and turns', { augmentation: { ...flips, quarterTurns: true }, epochs: 8 }],
    ['last', 'flips, SAM', { augmentation: flips, epochs: 4, method: 'sam', mode: 'thorough' }],
    ['last', 'classes drawn alike, efficient', { augmentation: flips, epochs: 4, sampling: 'balanced' }],
  ] as const)('%s, %s: as on images', async (part, _, changes) => {
    const recipe = toyRecipe({ learningRate: 0.02, exactEvery: 2, ...changes });
    const kept = await learned(part, recipe, true);
    const whole = await learned(part, recipe, false);
    expect(kept.names).toEqual(whole.names);
    expect(kept.losses.length).toBe(whole.losses.length);
    expect(distance(kept.losses, whole.losses)).toBeLessThan(1e-4);
    expect(distance(kept.weights, whole.weights)).toBeLessThan(1e-4);
    expect(distance(kept.probabilities, whole.probabilities)).toBeLessThan(1e-4);
  });

  it('repeats every bit, and from any step on', async () => {
    const recipe = toyRecipe({ augmentation: flips, epochs: 4 });
    const source = async () => {
      const network = networkOf('head', 'frozen');
      const { signal } = new AbortController();
      return trainingSource({ executor, network, recipe, cache, train, validation, signal });
    };
    const [one, other] = [await source(), await source()];
    const seen = async (from: AsyncIterable<{ images: Float32Array }>) => {
      const batches: string[] = [];
      for await (const { images } of from) batches.push(Buffer.from(images.slice().buffer).toString('hex'));
      return batches;
    };
    const all = await seen(one.batches.from(0, 0));
    expect(all.length).toBe(8);
    expect(await seen(other.batches.from(2, 1))).toEqual(all.slice(5));
  });

  it.each([
    ['every picture differs', { augmentation: augmentationPresets.line }],
    ['images are mixed', { mixup: 0.2 }],
    ['there are more variants than epochs', { augmentation: flips, epochs: 3 }],
  ] as const)('keeps none where %s', (_, changes) => {
    const counts = { train: 22, validation: 8 };
    const plan = (more: Partial<Recipe>) =>
      planFeatures(networkOf('head', 'frozen'), toyRecipe(more), squarePreprocessing(size), counts);
    expect(plan({})).toBeDefined();
    expect(plan(changes)).toBeUndefined();
  });
});

// Every setting of a recipe trains: a few epochs on stripes, and the loss of the judged weights has fallen.
import { afterAll, describe, expect, it } from 'vitest';
import { portable } from '../../../main/autodiff/rules/index.ts';
import { createOrtExecutor } from '../../../main/engine/ort/executor.ts';
import { Evaluator } from '../../../main/train/evaluator.ts';
import { type Recipe, recipeSchema } from '../../../shared/domain/recipe.ts';
import { arrayEvaluation, stripedImages } from '../../support/array-batches.ts';
import { smallNetwork } from '../../support/small-network.ts';
import { createToyTrainer, runTrainer, toyImages, toyRecipe, toySize } from '../../support/toy-training.ts';

const executor = createOrtExecutor(1);
afterAll(() => executor.close());
const network = smallNetwork(3, toySize);
const balanced = toyImages;
/** Class 0 six times as often as class 2. */
const imbalanced = stripedImages([48, 24, 8], toySize, 2);

const settings: readonly (readonly [string, Partial<Recipe>])[] = [
  ['SGD', { method: 'sgd' }],
  ['ASAM', { method: 'asam' }],
  ['SAMAR, efficient', { method: 'samar' }],
  ['SAMAR, thorough', { method: 'samar', mode: 'thorough' }],
  ['efficient ASAM', { method: 'asam', mode: 'efficient', ascentFraction: 0.25 }],
  ['AdamW under SAMAR', { method: 'samar', optimizer: 'adamw', learningRate: 0.01 }],
  ['strong mixup under SAM', { method: 'sam', mixup: 1 }],
  ['averaged weights', { averageDecay: 0.9 }],
  ['clipping', { clipNorm: 0.5 }],
  ['label smoothing', { labelSmoothing: 0.1 }],
  ['step schedule and warm-up', { schedule: 'step', warmupEpochs: 1 }],
  ['√n class weights', { classWeights: 'sqrt' }],
  ['1/n class weights', { classWeights: 'inverse', method: 'sam' }],
  ['batches of two', { batchSize: 2, learningRate: 0.01, epochs: 2 }],
  [
    'everything',
    {
      optimizer: 'adamw',
      learningRate: 0.01,
      mixup: 0.2,
      averageDecay: 0.8,
      clipNorm: 1,
      classWeights: 'sqrt',
      labelSmoothing: 0.05,
    },
  ],
];

describe('a recipe with', () => {
  it.each(settings)('%s lowers the loss', async (_, changes) => {
    const images = changes.classWeights ? imbalanced : balanced;
    const recipe = recipeSchema.parse(toyRecipe({ epochs: 6, ...changes }));
    const trainer = await createToyTrainer(executor, recipe, { network, images });
    const evaluator = await Evaluator.load(executor, network, portable, trainer.state, 16);
    const judged = async () => {
      const { labels, probabilities } = await evaluator.judge(arrayEvaluation(images, 16));
      const losses = Array.from(labels, (label, image) => -Math.log(probabilities[image * 3 + label] ?? 0));
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    };
    const before = await judged();
    const run = await runTrainer(trainer);
    const after = await judged();
    await evaluator.close();
    expect(run.end).toBe('done');
    expect(run.checkpoint.policy.skipped).toBe(0);
    expect(run.checkpoint.block.every(Number.isFinite)).toBe(true);
    expect(after).toBeLessThan(0.8 * before);
    const shown = run.epochs.flatMap(({ loss }) => loss ?? []);
    expect(shown.at(-1)).toBeLessThan(shown[0] ?? 0);
  });

  it('averaged weights has those judged, not the last ones', async () => {
    const recipe = toyRecipe({ averageDecay: 0.99, epochs: 1, schedule: 'constant' });
    const trainer = await createToyTrainer(executor, recipe, { network });
    const evaluator = await Evaluator.load(executor, network, portable, trainer.state, 16);
    await runTrainer(trainer);
    const judge = async () => (await evaluator.judge(arrayEvaluation(balanced, 16))).probabilities;
    const found = await judge();
    for (const name of network.trainable) trainer.state.get(name).fill(0);
    expect(await judge()).toEqual(found);
    for (const name of network.trainable) trainer.state.get(`average/${name}`).fill(0);
    expect(await judge()).not.toEqual(found);
    await evaluator.close();
  });
});

// The same seed gives the same run bit for bit, also when it is stopped anywhere and taken up by another trainer.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { readCheckpoint, writeCheckpoint } from '../../main/train/checkpoint.ts';
import type { EpochReport } from '../../main/train/reports.ts';
import { random } from '../../shared/domain/random.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';
import { smallNetwork } from '../support/small-network.ts';
import {
  bitsOf,
  createToyTrainer,
  runTrainer,
  type ToyOptions,
  type ToyRun,
  toyRecipe,
  toySize,
} from '../support/toy-training.ts';

const executor = createOrtExecutor(1);
const folder = mkdtempSync(join(tmpdir(), 'narashi-reproducibility-'));
afterAll(async () => {
  await executor.close();
  rmSync(folder, { recursive: true });
});

const network = smallNetwork(3, toySize, 0.2);
const train = async (recipe: Recipe, stopAfter?: number, options: ToyOptions = { network }) =>
  runTrainer(await createToyTrainer(executor, recipe, options), stopAfter);

/** Everything but the clock. */
function figures(epochs: readonly EpochReport[]) {
  return epochs.map(({ seconds: _, imagesPerSecond: __, ...rest }) => rest);
}
const stepsOf = ({ steps }: ToyRun) => steps.map(({ seconds: _, ...rest }) => rest);

function expectSameRun(found: ToyRun, expected: ToyRun): void {
  expect(bitsOf(found.checkpoint.block)).toEqual(bitsOf(expected.checkpoint.block));
  expect(found.checkpoint.policy).toEqual(expected.checkpoint.policy);
  expect(found.checkpoint.gradientEvaluations).toBe(expected.checkpoint.gradientEvaluations);
  expect(stepsOf(found)).toEqual(stepsOf(expected));
  expect(figures(found.epochs)).toEqual(figures(expected.epochs));
}

/** Every piece of state there is, in one recipe or another. */
const recipes: readonly (readonly [string, Partial<Recipe>])[] = [
  ['SGD', { method: 'sgd', warmupEpochs: 0.5 }],
  ['SAM', { method: 'sam', schedule: 'step' }],
  ['ASAM with AdamW and clipping', { method: 'asam', optimizer: 'adamw', learningRate: 0.003, clipNorm: 1 }],
  ['thorough SAMAR, temporal rule', { method: 'samar', mode: 'thorough', lambdaRule: 'temporal', rho: 0.2 }],
  [
    'efficient SAMAR with everything',
    {
      method: 'samar',
      exactEvery: 4,
      ascentFraction: 0.25,
      rho: 0.1,
      mixup: 0.3,
      averageDecay: 0.8,
      labelSmoothing: 0.1,
      classWeights: 'sqrt',
    },
  ],
];

describe.each(recipes)('%s', (name, changes) => {
  const recipe = toyRecipe({ ...changes, epochs: 2, seed: 11 });

  it('twice is the same run', async () => {
    const first = await train(recipe);
    expect(first.end).toBe('done');
    expectSameRun(await train(recipe), first);
  });

  it('another seed is another run', async () => {
    const [one, other] = [await train(recipe, 3), await train({ ...recipe, seed: 12 }, 3)];
    expect(bitsOf(other.checkpoint.block)).not.toEqual(bitsOf(one.checkpoint.block));
    expect(other.steps.map(({ loss }) => loss)).not.toEqual(one.steps.map(({ loss }) => loss));
  });

  it('stopped anywhere and resumed is the same run', async () => {
    const whole = await train(recipe);
    const stream = random(Date.now(), name);
    // At the end of an epoch, and wherever chance has it.
    for (const stop of new Set([6, 1 + stream.integer(11)])) {
      const path = join(folder, 'checkpoint');
      const first = await train(recipe, stop);
      expect([stop, first.end]).toEqual([stop, 'stopped']);
      expect(first.steps).toHaveLength(stop);
      await writeCheckpoint(path, first.checkpoint);
      const trainer = await createToyTrainer(executor, recipe, { network });
      trainer.restore(await readCheckpoint(path));
      const second = await runTrainer(trainer);
      const joined = {
        ...second,
        steps: [...first.steps, ...second.steps],
        epochs: [...first.epochs, ...second.epochs],
      };
      expectSameRun(joined, whole);
    }
  });
});

describe('a run', () => {
  const recipe = toyRecipe({ method: 'samar', exactEvery: 4, rho: 0.1 });

  it('stopped again and again is the same run', async () => {
    const whole = await train(recipe);
    let trainer = await createToyTrainer(executor, recipe, { network });
    const parts: ToyRun[] = [];
    for (;;) {
      const part = await runTrainer(trainer, 1);
      parts.push(part);
      if (part.end === 'done') break;
      trainer = await createToyTrainer(executor, recipe, { network });
      trainer.restore(part.checkpoint);
    }
    const steps = parts.flatMap((part) => part.steps);
    const epochs = parts.flatMap((part) => part.epochs);
    expect(parts.length).toBeGreaterThan(11);
    expectSameRun({ end: 'done', steps, epochs, checkpoint: parts.at(-1)?.checkpoint ?? whole.checkpoint }, whole);
  });

  it('that is done stays done', async () => {
    const whole = await train(recipe);
    const trainer = await createToyTrainer(executor, recipe, { network });
    trainer.restore(whole.checkpoint);
    const again = await runTrainer(trainer);
    expect(again).toMatchObject({ end: 'done', steps: [], epochs: [] });
    expect(bitsOf(again.checkpoint.block)).toEqual(bitsOf(whole.checkpoint.block));
  });

  it('keeps a checkpoint after every epoch, at a stop, and as often as asked', async () => {
    const saved: (readonly [number, number])[] = [];
    const stop = new AbortController();
    const trainer = await createToyTrainer(executor, recipe, { network });
    await trainer.run({
      checkpointSeconds: 0,
      signal: stop.signal,
      onStep: ({ epoch, step }) => {
        if (epoch === 2 && step === 2) stop.abort();
      },
      onCheckpoint: async ({ epoch, step }) => {
        saved.push([epoch, step]);
      },
    });
    await trainer.close();
    expect(saved).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [0, 4],
      [0, 5],
      [1, 0],
      [1, 1],
      [1, 2],
      [1, 2],
    ]);
  });

  it('whose checkpoint cannot be written says so and keeps its state', async () => {
    const trainer = await createToyTrainer(executor, recipe, { network });
    const path = join(folder, 'none', 'checkpoint');
    await expect(
      trainer.run({ checkpointSeconds: 0, onCheckpoint: (checkpoint) => writeCheckpoint(path, checkpoint) }),
    ).rejects.toMatchObject({ code: 'train.checkpoint-not-written' });
    expect(trainer.checkpoint()).toMatchObject({ epoch: 0, step: 1 });
    const rest = await runTrainer(trainer);
    expect(bitsOf(rest.checkpoint.block)).toEqual(bitsOf((await train(recipe)).checkpoint.block));
  });

  it('repeats exactly with several threads too', async () => {
    const several = createOrtExecutor(3);
    const again = async () => runTrainer(await createToyTrainer(several, recipe, { network }));
    expectSameRun(await again(), await again());
    await several.close();
  });

  it('with the preset network repeats and resumes exactly as well', async () => {
    const preset = { ...recipe, seed: 5 };
    const whole = await train(preset, undefined, {});
    const first = await train(preset, 7, {});
    const trainer = await createToyTrainer(executor, preset);
    trainer.restore(first.checkpoint);
    const second = await runTrainer(trainer);
    expect(bitsOf(second.checkpoint.block)).toEqual(bitsOf(whole.checkpoint.block));
    expect(figures([...first.epochs, ...second.epochs])).toEqual(figures(whole.epochs));
  });
});

// One fold of a cross-validation: a network trained without the fold's images, and what it says of them.
import { existsSync } from 'node:fs';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import type { ImageCache } from '../../data/image-cache.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../../train/checkpoint.ts';
import { Evaluator } from '../../train/evaluator.ts';
import { loweringToGoOn } from '../../train/lowering.ts';
import { Trainer } from '../../train/trainer.ts';
import type { Engine } from '../engine.ts';
import { EVALUATION_BATCH } from './finish-training.ts';
import { initialNetwork } from './run-model.ts';
import { countClasses, noImages, type SplitImages, toEvaluationBatches } from './split-images.ts';
import { trainingSource } from './training-source.ts';

export interface FoldOrder {
  readonly engine: Engine;
  readonly cache: ImageCache;
  readonly workspace: string;
  readonly recipe: Recipe;
  readonly classes: number;
  readonly train: SplitImages;
  readonly held: SplitImages;
  readonly signal: AbortSignal;
  readonly onStep: () => void;
  /** Where the fold's checkpoint lies; none is kept without. */
  readonly checkpoint?: string;
}

/** [M][C] probabilities of the images held out. Stopped, it throws the signal's reason, its checkpoint kept. */
export async function trainFold(order: FoldOrder): Promise<number[][]> {
  const { engine, cache, workspace, recipe, classes, train, held, signal, checkpoint, onStep } = order;
  const { executor } = engine;
  const kept = checkpoint === undefined ? undefined : await keptCheckpoint(checkpoint);
  const lowering = loweringToGoOn(await engine.lowering(), kept);
  const network = await initialNetwork({ workspace, recipe, backbone: null }, classes);
  const source = await trainingSource({ executor, network, recipe, cache, train, validation: noImages, signal });
  const trainer = await Trainer.create({
    executor,
    lowering,
    network: source.network,
    recipe,
    batches: source.batches,
    classCounts: countClasses(train.labels, classes),
  });
  try {
    if (kept) goOn(trainer, kept);
    await trainer.run({
      signal,
      onStep,
      ...(checkpoint === undefined
        ? {}
        : { onCheckpoint: (state) => writeCheckpoint(checkpoint, { ...state, tag: { study: 'cross-validation' } }) }),
    });
    signal.throwIfAborted();
    const evaluator = await Evaluator.load(executor, network, lowering, trainer.state, EVALUATION_BATCH);
    try {
      const { probabilities } = await evaluator.judge(toEvaluationBatches(cache, held, EVALUATION_BATCH), signal);
      return Array.from(held.labels, (_, image) =>
        Array.from(probabilities.subarray(image * classes, (image + 1) * classes)),
      );
    } finally {
      await evaluator.close();
    }
  } finally {
    await trainer.close();
  }
}

/** A checkpoint of another recipe is no reason to fail: the fold begins anew. */
function goOn(trainer: Trainer, kept: Checkpoint): void {
  try {
    trainer.restore(kept);
  } catch {
    // Nothing of it was taken over.
  }
}

/** One that is damaged is no reason to fail: the fold begins anew. */
async function keptCheckpoint(path: string): Promise<Checkpoint | undefined> {
  if (!existsSync(path)) return undefined;
  return await readCheckpoint(path).catch(() => undefined);
}

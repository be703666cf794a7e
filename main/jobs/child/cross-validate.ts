// Cross-validation over a pixel cache: every image judged by the one of k networks that never saw it.

import type { Recipe } from '../../../shared/domain/recipe.ts';
import type { CrossValidationResult } from '../../../shared/domain/study.ts';
import { stepsPerEpoch } from '../../data/epoch-order.ts';
import { assignFolds } from '../../data/folds.ts';
import type { ImageCache } from '../../data/image-cache.ts';
import { argmaxRows } from '../../eval/index.ts';
import type { CrossValidationImage, FinishedFold } from '../cross-validation-messages.ts';
import type { Engine } from '../engine.ts';
import { trainFold } from './fold-training.ts';
import { recordsOf, type SplitImages } from './split-images.ts';

export interface CrossValidation {
  readonly engine: Engine;
  readonly cache: ImageCache;
  readonly workspace: string;
  readonly recipe: Recipe;
  readonly classes: readonly string[];
  readonly folds: number;
  readonly images: readonly CrossValidationImage[];
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  /** What is known of a fold from before, and where what is learnt now is kept. */
  readonly memory?: FoldMemory;
}

export interface FoldMemory {
  find(fold: number): Promise<FinishedFold | undefined>;
  keep(fold: number, finished: Omit<FinishedFold, 'key'>): Promise<void>;
  checkpoint(fold: number): string;
}

/** @throws NarashiError services.images-changed; the signal's reason where it was stopped */
export async function crossValidate(order: CrossValidation): Promise<CrossValidationResult> {
  const { cache, recipe, classes, images, signal, memory } = order;
  const all = recordsOf(images, cache);
  const foldOf = assignFolds(images, order.folds, recipe.seed);
  const folds = Array.from({ length: order.folds }, (_, fold) => fold).filter((fold) => foldOf.includes(fold));
  const steps = folds.map(
    (fold) =>
      recipe.epochs *
      stepsPerEpoch(
        foldOf.reduce((n, each) => n + (each === fold ? 0 : 1), 0),
        recipe.batchSize,
      ),
  );
  const total = steps.reduce((sum, each) => sum + each, 0);
  const probabilities: number[][] = images.map(() => []);
  const foldAccuracies: number[] = [];
  let before = 0;
  for (const [place, fold] of folds.entries()) {
    signal.throwIfAborted();
    const positions = Array.from(images.keys()).filter((image) => foldOf[image] === fold);
    const held = pick(all, positions);
    const known = await memory?.find(fold);
    let done = 0;
    order.onProgress(before, total);
    const judged =
      known?.probabilities ??
      (await trainFold({
        ...order,
        classes: classes.length,
        train: pick(
          all,
          Array.from(images.keys()).filter((image) => foldOf[image] !== fold),
        ),
        held,
        onStep: () => order.onProgress(before + Math.min(++done, steps[place] ?? 0), total),
        ...(memory === undefined ? {} : { checkpoint: memory.checkpoint(fold) }),
      }));
    if (!known) await memory?.keep(fold, { images: positions, probabilities: judged });
    positions.forEach((image, row) => {
      probabilities[image] = judged[row] ?? [];
    });
    const right = argmaxRows(judged.flat(), classes.length).filter((seen, row) => seen === held.labels[row]);
    foldAccuracies.push(right.length / Math.max(1, positions.length));
    before += steps[place] ?? 0;
  }
  order.onProgress(total, total);
  return {
    kind: 'cross-validation',
    folds: folds.length,
    classes: [...classes],
    imageIds: images.map(({ id }) => id),
    labels: images.map(({ classIndex }) => classIndex),
    probabilities: probabilities.map((row) => row.map((value) => Math.round(value * 1e6) / 1e6)),
    foldAccuracies,
  };
}

function pick(images: SplitImages, positions: readonly number[]): SplitImages {
  const take = (values: Int32Array) => Int32Array.from(positions, (position) => values[position] ?? 0);
  return { records: take(images.records), labels: take(images.labels), imageIds: take(images.imageIds) };
}

// The loss of a finished training as a function of its weights, over a fixed part of the images it learned from.
import { existsSync } from 'node:fs';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ImageCache } from '../../data/image-cache.ts';
import type { Objective, Place } from '../../eval/flatness/objective.ts';
import { readCheckpoint, tensorsOf } from '../../train/checkpoint.ts';
import { averageName } from '../../train/step-graph.ts';
import { WeightLoss } from '../../train/weight-loss.ts';
import type { Engine } from '../engine.ts';
import type { TrainedRunOrder } from '../flatness-messages.ts';
import type { ImageReference } from '../image-list.ts';
import { checkpointPath } from '../run-files.ts';
import { EVALUATION_BATCH } from './finish-training.ts';
import { fixedPart } from './fixed-part.ts';
import { mislabel } from './label-noise.ts';
import { prepareImages } from './prepare-images.ts';
import { initialNetwork } from './run-model.ts';
import { readSplit, type SplitImages } from './split-images.ts';
import { steadyBatches } from './steady-batches.ts';

export interface Surroundings {
  readonly engine: Engine;
  readonly classes: number;
  readonly workspace: string;
  /** The snapshot of the run. */
  readonly images: readonly ImageReference[];
  /** At most so many training images. */
  readonly limit: number;
  readonly signal: AbortSignal;
  /** After each time the loss or its gradient was found. */
  readonly onFound: () => void;
}

/**
 * For the length of `use`: the place the training ended at (its averaged weights where the recipe averages them). The same
 * images for every training of a snapshot, with the labels it learned, without variation.
 * @throws NarashiError flatness.no-weights, services.images-changed, train.checkpoint-unreadable
 */
export async function lossAround<T>(
  { runId, recipe, backbone, runFolder }: TrainedRunOrder,
  surroundings: Surroundings,
  use: (place: Place, images: number) => Promise<T>,
): Promise<T> {
  const { engine, classes, workspace, images, limit, signal, onFound } = surroundings;
  const path = checkpointPath(runFolder);
  if (!existsSync(path)) throw new NarashiError('flatness.no-weights', { id: runId });
  const state = tensorsOf(await readCheckpoint(path));
  const cache = await prepareImages({
    workspace,
    size: recipe.size,
    images: images.filter(({ split }) => split === 'train'),
    signal,
  });
  try {
    const learned = learnedImages(images, cache, recipe, classes);
    const part = partOf(learned, limit);
    const { lowering } = await engine.lowering();
    const batchSize = Math.min(recipe.batchSize, EVALUATION_BATCH, part.labels.length);
    const loss = await WeightLoss.load({
      executor: engine.executor,
      network: await initialNetwork({ workspace, recipe, backbone }, classes),
      lowering,
      tensor: (name) => state.get(averageName(name)) ?? state.get(name) ?? new Float32Array(),
      batches: steadyBatches(cache, part, batchSize),
      batchSize,
      signal,
    });
    const { layout, weights } = loss;
    const place = { objective: counted(loss, onFound), layout, weights };
    return await use(place, part.labels.length).finally(() => loss.close());
  } finally {
    await cache.close();
  }
}

/** The training split with the labels the run learned, those made wrong on purpose included. */
function learnedImages(
  images: readonly ImageReference[],
  cache: ImageCache,
  { labelNoise, seed }: TrainedRunOrder['recipe'],
  classes: number,
): SplitImages {
  const labelled = readSplit(images, 'train', cache);
  return { ...labelled, labels: mislabel(labelled.labels, classes, labelNoise, seed) };
}

function partOf({ records, labels, imageIds }: SplitImages, limit: number): SplitImages {
  const chosen = fixedPart(labels.length, limit, 'images of the flatness');
  const pick = (values: Int32Array) => chosen.map((index) => values[index] ?? 0);
  return { records: pick(records), labels: pick(labels), imageIds: pick(imageIds) };
}

function counted(objective: Objective, onFound: () => void): Objective {
  const told = async <R>(work: Promise<R>): Promise<R> => {
    const found = await work;
    onFound();
    return found;
  };
  return {
    loss: (weights) => told(objective.loss(weights)),
    gradient: (weights) => told(objective.gradient(weights)),
  };
}

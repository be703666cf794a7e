// What a training learns from: the images, or their features where the frozen part of its network need run only once.
import { augmentationPresets } from '../../../shared/domain/images.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import type { ImageCache } from '../../data/image-cache.ts';
import { discreteWarps } from '../../data/variation.ts';
import type { Executor } from '../../engine/executor.ts';
import type { EvaluationBatches, TrainingBatches } from '../../train/batches.ts';
import type { Network } from '../../train/network.ts';
import { featureEvaluation, featureTraining } from './feature-batches.ts';
import { EVALUATION_BATCH } from './finish-training.ts';
import { FeatureWriter, planFeatures } from './kept-features.ts';
import { type SplitImages, toEvaluationBatches, toTrainingBatches } from './split-images.ts';

export interface SourceOrder {
  readonly executor: Executor;
  readonly network: Network;
  readonly recipe: Recipe;
  readonly cache: ImageCache;
  readonly train: SplitImages;
  readonly validation: SplitImages;
  /** Images of each split that memory has to hold, where they are not those given. */
  readonly counts?: { readonly train: number; readonly validation: number };
  readonly signal: AbortSignal;
  /** Images whose features are computed. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface TrainingSource {
  /** What is trained on the batches: the whole network, or its trained part. */
  readonly network: Network;
  readonly batches: TrainingBatches;
  readonly validation: EvaluationBatches;
}

/** The same training either way, within rounding. @throws the signal's reason where it was stopped */
export async function trainingSource(order: SourceOrder): Promise<TrainingSource> {
  return (await onFeatures(order)) ?? onImages(order);
}

function onImages({ network, cache, train, validation, recipe }: SourceOrder): TrainingSource {
  return {
    network,
    batches: toTrainingBatches(cache, train, recipe),
    validation: toEvaluationBatches(cache, validation, EVALUATION_BATCH),
  };
}

async function onFeatures(order: SourceOrder): Promise<TrainingSource | undefined> {
  const { executor, network, recipe, cache, train, validation, signal, onProgress } = order;
  const images = { train: train.labels.length, validation: validation.labels.length };
  const plan = planFeatures(network, recipe, cache.preprocessing, order.counts ?? images);
  const writer = plan && (await FeatureWriter.load(executor, plan, cache));
  if (!plan || !writer) return undefined;
  const still = discreteWarps(augmentationPresets.none, cache.preprocessing) ?? [];
  const total = images.train + images.validation;
  try {
    const learned = await writer.write(train.records, plan.warps, signal, (done) => onProgress?.(done, total));
    const judged = await writer.write(validation.records, still, signal, (done) =>
      onProgress?.(images.train + done, total),
    );
    return {
      network: plan.features.network,
      batches: featureTraining(learned, train.labels, plan.warps, cache.preprocessing, recipe),
      validation: featureEvaluation(judged, validation.labels, EVALUATION_BATCH),
    };
  } finally {
    await writer.close();
  }
}

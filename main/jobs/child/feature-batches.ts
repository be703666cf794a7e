// Kept features as the trainer and the evaluator read them: the batches and variations they would have had as images.
import type { Preprocessing } from '../../../shared/domain/images.ts';
import { random } from '../../../shared/domain/random.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { trainingPlans } from '../../data/batches.ts';
import { stepsPerEpoch } from '../../data/epoch-order.ts';
import { drawWarp, type Warp, warpKey } from '../../data/variation.ts';
import type { EvaluationBatches, TrainingBatches } from '../../train/batches.ts';
import type { KeptFeatures } from './kept-features.ts';

/** @param labels `[M]` */
export function featureTraining(
  { values, variants, length }: KeptFeatures,
  labels: Int32Array,
  warps: readonly Warp[],
  preprocessing: Preprocessing,
  { batchSize, seed, augmentation, sampling, epochs }: Recipe,
): TrainingBatches {
  const variantOf = new Map(warps.map((warp, variant) => [warpKey(warp), variant]));
  const images = new Float32Array(batchSize * length);
  return {
    stepsPerEpoch: stepsPerEpoch(labels.length, batchSize),
    async *from(epoch, step) {
      const start = { epoch, step };
      for (const plan of trainingPlans({ labels, batchSize, seed, sampling, epochs, start })) {
        plan.indices.forEach((index, place) => {
          const stream = random(seed, 'augment', plan.epoch, index, plan.repeats[place] ?? 0);
          const variant = variantOf.get(warpKey(drawWarp(augmentation, preprocessing, stream))) ?? 0;
          const from = (index * variants + variant) * length;
          images.set(values.subarray(from, from + length), place * length);
        });
        yield { images, labels: plan.indices.map((index) => labels[index] ?? 0) };
      }
    },
  };
}

/** One pass in the given order, the last batch padded. */
export function featureEvaluation(
  { values, length }: KeptFeatures,
  labels: Int32Array,
  batchSize: number,
): EvaluationBatches {
  const images = new Float32Array(batchSize * length);
  return async function* () {
    for (let first = 0; first < labels.length; first += batchSize) {
      const own = labels.subarray(first, first + batchSize);
      images.set(values.subarray(first * length, (first + own.length) * length));
      yield { images, labels: own, count: own.length };
    }
  };
}

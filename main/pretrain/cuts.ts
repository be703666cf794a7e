// Batches of squares cut out of drawn pictures: small ones are cheap to learn from, and every cut is another picture.

import { squarePreprocessing } from '../../shared/domain/images.ts';
import { random } from '../../shared/domain/random.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';
import { trainingBatches } from '../data/batches.ts';
import type { TrainingBatches } from '../train/batches.ts';

export interface PictureFile {
  readonly pixelFile: string;
  readonly labels: Int32Array;
  /** Side of a picture, pixels. */
  readonly size: number;
}

/** Batches `[N,3,recipe.size,recipe.size]`, each image cut at a place of its own. */
export function cutBatches({ pixelFile, labels, size }: PictureFile, recipe: Recipe): TrainingBatches {
  const { batchSize, seed, augmentation, size: cut } = recipe;
  const records = Int32Array.from(labels.keys());
  const cache = { pixelFile, preprocessing: squarePreprocessing(size) };
  async function* from(epoch: number, step: number) {
    const stream = trainingBatches({ cache, records, labels, batchSize, seed, augmentation, start: { epoch, step } });
    const images = new Float32Array(batchSize * 3 * cut * cut);
    for await (const batch of stream) {
      const place = random(seed, 'cut', batch.epoch, batch.step);
      for (let image = 0; image < batchSize; image++) {
        const [left, top] = [place.integer(size - cut + 1), place.integer(size - cut + 1)];
        for (let row = 0; row < 3 * cut; row++) {
          const plane = image * 3 + Math.floor(row / cut);
          const start = (plane * size + top + (row % cut)) * size + left;
          images.set(batch.images.subarray(start, start + cut), (image * 3 * cut + row) * cut);
        }
      }
      yield { images, labels: batch.labels };
    }
  }
  return { stepsPerEpoch: Math.floor(labels.length / batchSize), from };
}

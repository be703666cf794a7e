// Images without variation, over and over: read in this thread, because a worker for each pass costs more than the pass.
import { augmentationPresets } from '../../../shared/domain/images.ts';
import { random } from '../../../shared/domain/random.ts';
import { createAugment } from '../../data/augment.ts';
import type { ImageCache } from '../../data/image-cache.ts';
import type { EvaluationBatches } from '../../train/batches.ts';
import { rawBatches, type SplitImages } from './split-images.ts';

/** As `toEvaluationBatches` gives them; what pads the last batch is left over from the one before. */
export function steadyBatches(cache: ImageCache, split: SplitImages, batchSize: number): EvaluationBatches {
  const { preprocessing, recordBytes } = cache;
  const normalise = createAugment(preprocessing, augmentationPresets.none);
  const images = new Float32Array(batchSize * recordBytes);
  const unused = random(0);
  return async function* () {
    let first = 0;
    for await (const { pixels, count } of rawBatches(cache, split, batchSize)) {
      for (let image = 0; image < count; image++) {
        const record = pixels.subarray(image * recordBytes, (image + 1) * recordBytes);
        normalise(record, images, image * recordBytes, unused);
      }
      yield { images, labels: split.labels.subarray(first, first + count), count };
      first += count;
    }
  };
}

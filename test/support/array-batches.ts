// Batches over images in memory, and toy images whose classes are easy to tell apart.
import type { EvaluationBatches, TrainingBatches } from '../../main/train/batches.ts';
import { random } from '../../shared/domain/random.ts';

export interface ArrayImages {
  /** `[M,C,H,W]` */
  readonly images: Float32Array;
  readonly labels: Int32Array;
  /** `[C,H,W]` */
  readonly imageShape: readonly number[];
}

/** `counts[k]` images of class k: stripes whose direction and width tell the class, under noise. */
export function stripedImages(counts: readonly number[], size: number, seed: number, noise = 0.5): ArrayImages {
  const labels = Int32Array.from(counts.flatMap((count, label) => Array<number>(count).fill(label)));
  const images = new Float32Array(labels.length * 3 * size * size);
  const stream = random(seed, 'striped images');
  let at = 0;
  for (const label of labels) {
    const angle = (Math.PI * label) / counts.length;
    const [across, down] = [Math.cos(angle) * (0.6 + 0.3 * label), Math.sin(angle) * (0.6 + 0.3 * label)];
    const phase = stream.between(0, 2 * Math.PI);
    for (let channel = 0; channel < 3; channel++)
      for (let y = 0; y < size; y++)
        for (let x = 0; x < size; x++)
          images[at++] = Math.sin(across * x + down * y + phase) + noise * stream.gaussian();
  }
  return { images, labels, imageShape: [3, size, size] };
}

/** Shuffled anew each epoch by (seed, epoch) alone; endless, so that the recipe decides the end. */
export function arrayBatches({ images, labels }: ArrayImages, batchSize: number, seed: number): TrainingBatches {
  const length = images.length / labels.length;
  const stepsPerEpoch = Math.floor(labels.length / batchSize);
  async function* from(epoch: number, step: number) {
    for (; ; epoch++, step = 0) {
      const order = Int32Array.from(labels.keys());
      random(seed, 'array batches', epoch).shuffle(order);
      for (; step < stepsPerEpoch; step++) {
        const chosen = order.subarray(step * batchSize, (step + 1) * batchSize);
        const batch = new Float32Array(batchSize * length);
        chosen.forEach((image, index) => {
          batch.set(images.subarray(image * length, (image + 1) * length), index * length);
        });
        yield { images: batch, labels: chosen.map((image) => labels[image] ?? 0) };
      }
    }
  }
  return { stepsPerEpoch, from };
}

/** One pass in order; the last batch is padded with zeros. */
export function arrayEvaluation({ images, labels }: ArrayImages, batchSize: number): EvaluationBatches {
  const length = images.length / labels.length;
  return async function* () {
    for (let first = 0; first < labels.length; first += batchSize) {
      const count = Math.min(batchSize, labels.length - first);
      const batch = { images: new Float32Array(batchSize * length), labels: new Int32Array(batchSize) };
      batch.images.set(images.subarray(first * length, (first + count) * length));
      batch.labels.set(labels.subarray(first, first + count));
      yield { ...batch, count };
    }
  };
}

// Batches with something in them that no training can use.
import type { TrainingBatches } from '../../main/train/batches.ts';

/** Batches in which one pixel of some steps has another value. */
export function spoiled(value: number, steps: readonly number[]) {
  return ({ stepsPerEpoch, from }: TrainingBatches): TrainingBatches => ({
    stepsPerEpoch,
    from: async function* (epoch, first) {
      let step = epoch * stepsPerEpoch + first;
      for await (const batch of from(epoch, first)) {
        if (steps.includes(step++)) batch.images[100] = value;
        yield batch;
      }
    },
  });
}

// What images and judgements looked like when a model was made: held-out images, one value each. Drift is measured against it.
import { z } from 'zod';

/** Of pictures at network size. */
export const imageMeasures = ['brightness', 'contrast', 'sharpness', 'colour'] as const;
export const referenceMeasures = [...imageMeasures, 'ngScore', 'distance'] as const;
export type ReferenceMeasure = (typeof referenceMeasures)[number];
export type ImageMeasure = (typeof imageMeasures)[number];

export const driftReference = z.object({
  version: z.literal(1),
  /** Values of images that are good (OK), and of those that are not: a line makes far fewer of the latter. */
  good: z.record(z.enum(referenceMeasures), z.array(z.number())),
  defective: z.record(z.enum(referenceMeasures), z.array(z.number())),
});
export type DriftReference = z.infer<typeof driftReference>;

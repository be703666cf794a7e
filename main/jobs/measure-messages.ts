// What a measurement of training speed is given, and how long each part of a training takes on this PC.
import { z } from 'zod';
import { device } from '../../shared/contract/training.ts';
import { backboneCard } from '../../shared/domain/backbone.ts';
import { recipeSchema } from '../../shared/domain/recipe.ts';

export const measurePayload = z.object({
  recipe: recipeSchema,
  /** What is known of the recipe's backbone; null where it trains a preset. */
  backbone: backboneCard.nullable(),
  classes: z.int().min(2),
  /** Images of the data set the measurement is for. */
  images: z.object({ train: z.int(), validation: z.int() }),
  /** Root of the workspace. */
  workspace: z.string(),
  /** A folder of its own, removed afterwards. */
  scratch: z.string(),
  /** The CPU when absent. */
  device: device.optional(),
});

const seconds = z.number().nonnegative();

export const timing = z.object({
  /** From the start of the process to the first step. */
  start: seconds,
  /** One step, as the recipe mixes them. */
  step: seconds,
  /** Judging one batch of images. */
  judging: seconds,
  /** Judging one batch of validation images. */
  validating: seconds,
  /** Computing the features of one image, once per run; 0 where every step begins with images. */
  features: seconds,
  /** Writing one checkpoint. */
  checkpoint: seconds,
});
export type Timing = z.infer<typeof timing>;

export const measured = z.object({
  timing,
  /** Share of this PC's processor time that other programs took meanwhile. */
  others: z.number().min(0).max(1),
});
export type Measured = z.infer<typeof measured>;

// What a measurement of flatness is given; it gives back the results of shared/domain/study.ts.
import { z } from 'zod';
import { backboneCard } from '../../shared/domain/backbone.ts';
import { recipeSchema } from '../../shared/domain/recipe.ts';

/** A finished training: its weights lie in the checkpoint of its folder. */
export const trainedRun = z.object({
  runId: z.int(),
  recipe: recipeSchema,
  /** What is known of the recipe's backbone; null where it trained a preset. */
  backbone: backboneCard.nullable(),
  runFolder: z.string(),
});
export type TrainedRunOrder = z.infer<typeof trainedRun>;

const place = z.object({
  /** Number of classes. */
  classes: z.int().positive(),
  /** Root of the workspace, for the pixel cache and the originals. */
  workspace: z.string(),
  /** File that lists the images of the snapshot. */
  images: z.string(),
});

export const flatnessPayload = place.extend({ run: trainedRun });
export type FlatnessOrder = Omit<z.infer<typeof flatnessPayload>, 'images'>;

/** Two runs have the same loss, see shared/domain/same-loss.ts. */
export const landscapePayload = place.extend({ runs: z.array(trainedRun).min(1).max(2) });
export type LandscapeOrder = Omit<z.infer<typeof landscapePayload>, 'images'>;

/** Times the loss or its gradient over all images was found, of how many at most. */
export const flatnessEvent = z.object({ done: z.int(), total: z.int() });

// What a cross-validation is given, what it tells on its way, and what of it lies on disk when a fold is finished.
import { z } from 'zod';
import { splits } from '../../shared/domain/dataset.ts';
import { recipeSchema } from '../../shared/domain/recipe.ts';

export const crossValidationImage = z.object({
  id: z.int(),
  path: z.string(),
  contentHash: z.string(),
  classIndex: z.int(),
  split: z.enum(splits),
  lot: z.string().nullable(),
  part: z.string().nullable(),
});
export type CrossValidationImage = z.infer<typeof crossValidationImage>;

export const crossValidationPayload = z.object({
  /** Root of the workspace, for the pixel cache and the originals. */
  workspace: z.string(),
  /** A folder of its own: finished folds are kept in it until the study is done. */
  folder: z.string(),
  recipe: recipeSchema,
  classes: z.array(z.string()).min(2),
  folds: z.int().min(2),
  /** File that lists the images, one JSON object per line. */
  images: z.string(),
  threads: z.int().positive().optional(),
});
export type CrossValidationPayload = z.infer<typeof crossValidationPayload>;

/** Steps of training done and wanted, over all folds. */
export const crossValidationProgress = z.object({ done: z.int(), total: z.int() });

/** One finished fold: places of its images in the list, and [M][C] probabilities. */
export const finishedFold = z.object({
  key: z.string(),
  images: z.array(z.int()),
  probabilities: z.array(z.array(z.number())),
});
export type FinishedFold = z.infer<typeof finishedFold>;

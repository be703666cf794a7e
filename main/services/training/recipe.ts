// The plain choice of preset and method, and what the user set by hand, made into a complete recipe for a data set.
import type { TrainingChoice, TrainingPreset } from '../../../shared/contract/training.ts';
import { augmentationPresets } from '../../../shared/domain/images.ts';
import { defaultRecipe, type Recipe, recipeSchema } from '../../../shared/domain/recipe.ts';
import { fitRecipe } from '../recommend.ts';

/**
 * `fast` shows in a minute whether the labels make sense; `standard` suits most parts; `accurate` sees details half as
 * large, for four times the work.
 */
const presets: Readonly<Record<TrainingPreset, Pick<Recipe, 'network' | 'size'>>> = {
  fast: { network: 'tiny', size: 64 },
  standard: { network: 'small', size: 64 },
  accurate: { network: 'small', size: 128 },
};

/** Images per step: fewer where there are few, or an epoch would be a step or two and there would be too few of them. */
const batches = [
  { images: 256, batchSize: 32 },
  { images: 96, batchSize: 16 },
  { images: 0, batchSize: 8 },
] as const;

/** @param trainCounts training images of each class */
export function recipeOf(
  { preset, method, advanced }: Pick<TrainingChoice, 'preset' | 'method' | 'advanced'>,
  trainCounts: readonly number[],
): Recipe {
  const { augmentation, ...settings } = advanced;
  const images = trainCounts.reduce((sum, count) => sum + count, 0);
  const chosen = Object.entries(settings).filter(([, value]) => value !== undefined);
  const recipe = recipeSchema.parse({
    ...defaultRecipe(method),
    ...presets[preset],
    batchSize: batches.find((each) => images >= each.images)?.batchSize,
    // As projects are split; a snapshot's images carry their split.
    testFraction: 0.2,
    validationFraction: 0.1,
    ...Object.fromEntries(chosen),
    ...(augmentation === undefined ? {} : { augmentation: augmentationPresets[augmentation] }),
  });
  return fitRecipe(recipe, trainCounts, new Set(chosen.map(([name]) => name)));
}

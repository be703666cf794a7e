// The plain choice of preset and method, and what the user set by hand, made into a complete recipe for a data set.
import type { TrainingChoice, TrainingPreset } from '../../../shared/contract/training.ts';
import { startingFrom, type Trainable } from '../../../shared/domain/fine-tuning.ts';
import { augmentationPresets } from '../../../shared/domain/images.ts';
import { defaultRecipe, type FineTuning, type Recipe, recipeSchema } from '../../../shared/domain/recipe.ts';
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

/** The same with a backbone: a first look trains a new head, and only the most accurate one looks closer than it is used to. */
const backbonePresets: Readonly<Record<TrainingPreset, { readonly scale: number; readonly part?: FineTuning }>> = {
  fast: { scale: 1, part: 'head' },
  standard: { scale: 1 },
  accurate: { scale: 1.5 },
};

/** Images per step: fewer where there are few, or an epoch would be a step or two and there would be too few of them. */
const batches = [
  { images: 256, batchSize: 32 },
  { images: 96, batchSize: 16 },
  { images: 0, batchSize: 8 },
] as const;

/**
 * @param trainCounts training images of each class
 * @param backbone what is known of the backbone that is chosen instead of a preset network
 * @throws NarashiError train.*, backbone.size-fixed, backbone.size-multiple
 */
export function recipeOf(
  { preset, method, advanced }: Pick<TrainingChoice, 'preset' | 'method' | 'advanced'>,
  trainCounts: readonly number[],
  backbone: Trainable | null = null,
): Recipe {
  const { augmentation, ...settings } = advanced;
  const images = trainCounts.reduce((sum, count) => sum + count, 0);
  const chosen = Object.entries(settings).filter(([, value]) => value !== undefined);
  const names = new Set(chosen.map(([name]) => name));
  if (augmentation !== undefined) names.add('augmentation');
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
  return fitRecipe(begun(recipe, backbone, names, preset), trainCounts, names);
}

function begun(recipe: Recipe, backbone: Trainable | null, names: ReadonlySet<string>, preset: TrainingPreset): Recipe {
  const { scale, part } = backbonePresets[preset];
  if (!backbone || part === undefined || names.has('fineTune')) return startingFrom(recipe, backbone, names, scale);
  return startingFrom({ ...recipe, fineTune: part }, backbone, new Set([...names, 'fineTune']), scale);
}

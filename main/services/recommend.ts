// The recipe for a data set nobody has tuned anything on: enough steps for small sets, fair draws for rare classes.
import { defaultRecipe, type Method, type Recipe } from '../../shared/domain/recipe.ts';

/** Fewer steps than this leave a network from scratch half-trained, however few the images. */
const MINIMUM_STEPS = 900;
const MAXIMUM_EPOCHS = 150;
/** From this ratio of the largest to the smallest class on, classes are drawn equally often. */
const IMBALANCED = 2;

/** Adapts the default recipe to the number of training images of each class. */
export function recommendRecipe(method: Method, trainingCounts: readonly number[]): Recipe {
  const recipe = defaultRecipe(method);
  const present = trainingCounts.filter((count) => count > 0);
  const images = present.reduce((sum, count) => sum + count, 0);
  const steps = Math.max(1, Math.floor(images / recipe.batchSize));
  const epochs = Math.min(MAXIMUM_EPOCHS, Math.max(recipe.epochs, Math.ceil(MINIMUM_STEPS / steps)));
  const imbalanced = Math.max(...present) >= IMBALANCED * Math.min(...present);
  return { ...recipe, epochs, sampling: imbalanced ? 'balanced' : 'natural' };
}

// Fits a recipe to a data set nobody has tuned anything on: enough steps for small sets, fair draws for rare classes.
import type { Snapshot } from '../../shared/domain/dataset.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';
import type { Workspace } from './workspace.ts';

/** Fewer steps than this leave a network from scratch half-trained, however few the images. */
const MINIMUM_STEPS = 900;
const MAXIMUM_EPOCHS = 150;
/** From this ratio of the largest to the smallest class on, classes are drawn equally often. */
const IMBALANCED = 2;

/** The recipe with what the user left open set from the number of training images of each class. */
export function fitRecipe(recipe: Recipe, trainingCounts: readonly number[], chosen: ReadonlySet<string>): Recipe {
  const present = trainingCounts.filter((count) => count > 0);
  const images = present.reduce((sum, count) => sum + count, 0);
  const steps = Math.max(1, Math.floor(images / recipe.batchSize));
  const epochs = Math.min(MAXIMUM_EPOCHS, Math.max(recipe.epochs, Math.ceil(MINIMUM_STEPS / steps)));
  const imbalanced = Math.max(...present) >= IMBALANCED * Math.min(...present);
  const weighted = chosen.has('classWeights') && recipe.classWeights !== 'none';
  return {
    ...recipe,
    ...(chosen.has('epochs') ? {} : { epochs }),
    // Weighting and drawing both even out the classes; one of them is enough.
    ...(chosen.has('sampling') || weighted ? {} : { sampling: imbalanced ? 'balanced' : 'natural' }),
  };
}

/** Training images of each class of a snapshot. */
export function trainingCounts({ store }: Workspace, snapshot: Snapshot): number[] {
  const counts = store.snapshots.counts(snapshot.id).filter(({ split }) => split === 'train');
  return snapshot.classes.map((_, index) => counts.find(({ classIndex }) => classIndex === index)?.images ?? 0);
}

// Whether two trainings made the same loss small, so that what is drawn around them compares.
import type { Recipe } from './recipe.ts';

export interface Trained {
  readonly recipe: Pick<Recipe, 'network' | 'size' | 'labelNoise' | 'seed' | 'fineTune' | 'lastStages'>;
  /** Digest of the snapshot. */
  readonly data: string;
}

/** The same weights of the same network on the same images with the same labels, those made wrong on purpose included. */
export function haveSameLoss(a: Trained, b: Trained): boolean {
  const { network, size, labelNoise, seed } = a.recipe;
  const sameLabels = labelNoise === b.recipe.labelNoise && (labelNoise === 0 || seed === b.recipe.seed);
  const sameNetwork = network === b.recipe.network && trainedPart(a.recipe) === trainedPart(b.recipe);
  return a.data === b.data && sameNetwork && size === b.recipe.size && sameLabels;
}

function trainedPart({ fineTune, lastStages }: Trained['recipe']): string {
  return fineTune === 'last' ? `last ${lastStages}` : fineTune;
}

// Whether two trainings made the same loss small, so that what is drawn around them compares.
import type { Recipe } from './recipe.ts';

export interface Trained {
  readonly recipe: Pick<Recipe, 'network' | 'size' | 'labelNoise' | 'seed'>;
  /** Digest of the snapshot. */
  readonly data: string;
}

/** The same network on the same images with the same labels, those made wrong on purpose included. */
export function haveSameLoss(a: Trained, b: Trained): boolean {
  const { network, size, labelNoise, seed } = a.recipe;
  const sameLabels = labelNoise === b.recipe.labelNoise && (labelNoise === 0 || seed === b.recipe.seed);
  return a.data === b.data && network === b.recipe.network && size === b.recipe.size && sameLabels;
}

// What is known of the backbone a recipe starts from: what a job needs beside the file itself.
import type { BackboneCard } from '../../../shared/domain/backbone.ts';
import { backboneOf, type Recipe } from '../../../shared/domain/recipe.ts';
import type { Workplace } from './workplace.ts';

type Workshop = Pick<Workplace, 'store'>;

/** Null for a preset network. @throws NarashiError backbone.not-found */
export function backboneFor({ store }: Workshop, { network }: Pick<Recipe, 'network'>): BackboneCard | null {
  const id = backboneOf(network);
  return id === undefined ? null : store.backbones.get(id);
}

/** The same of what a user chose; null too where nothing was. @throws NarashiError backbone.not-found */
export function chosenBackbone(
  workshop: Workshop,
  { network }: { readonly network?: Recipe['network'] | undefined },
): BackboneCard | null {
  return network === undefined ? null : backboneFor(workshop, { network });
}

/** What people call a network: a backbone's name, or the preset's. */
export function networkName(workshop: Workshop, recipe: Pick<Recipe, 'network'>): string {
  return backboneFor(workshop, recipe)?.name ?? recipe.network;
}

// What is known of the backbone a recipe starts from: what a job needs beside the file itself.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { BackboneCard } from '../../../shared/domain/backbone.ts';
import { backboneOf, type Recipe } from '../../../shared/domain/recipe.ts';
import { backbonePath } from '../run-files.ts';
import type { Workplace } from './workplace.ts';

/** Null for a preset network. @throws NarashiError train.backbone-missing */
export function backboneFor(place: Pick<Workplace, 'root'>, { network }: Pick<Recipe, 'network'>): BackboneCard | null {
  const id = backboneOf(network);
  if (id === undefined) return null;
  throw new NarashiError('train.backbone-missing', { name: id.slice(0, 12), path: backbonePath(place.root, id) });
}

/** The same of what a user chose; null too where nothing was. @throws NarashiError train.backbone-missing */
export function chosenBackbone(
  place: Pick<Workplace, 'root'>,
  { network }: { readonly network?: Recipe['network'] | undefined },
): BackboneCard | null {
  return network === undefined ? null : backboneFor(place, { network });
}

// What a recipe becomes when a backbone is trained instead of a preset network: its size, what is trained, and how fast.
import { NarashiError } from '../contract/errors/index.ts';
import type { BackboneCard } from './backbone.ts';
import type { FineTuning, Recipe } from './recipe.ts';

export type Trainable = Pick<BackboneCard, 'id' | 'name' | 'input' | 'stages' | 'canFineTune' | 'withoutGradient'>;

/** Pretrained weights are spoilt by the steps that suit fresh ones; a head alone is fresh. Measured: docs/backbones.md. */
const defaults: Readonly<Record<FineTuning, Pick<Recipe, 'learningRate' | 'layerDecay'>>> = {
  all: { learningRate: 0.01, layerDecay: 1 },
  last: { learningRate: 0.01, layerDecay: 1 },
  head: { learningRate: 0.05, layerDecay: 1 },
};

/** @throws NarashiError train.part-of-preset, train.head-only, train.stages */
export function startingFrom(recipe: Recipe, backbone: Trainable | null, chosen: ReadonlySet<string>): Recipe {
  if (backbone) return fitToBackbone(recipe, backbone, chosen);
  if (recipe.fineTune !== 'all') throw new NarashiError('train.part-of-preset', {});
  return recipe;
}

/**
 * The recipe for a backbone, where the user left a setting open: the size nearest to the recipe's that it takes, as much
 * of it trained as can be, its statistics as they came.
 * @param chosen names of the settings the user gave a value
 * @throws NarashiError train.head-only, train.stages
 */
function fitToBackbone(recipe: Recipe, card: Trainable, chosen: ReadonlySet<string>): Recipe {
  const possible = card.canFineTune === 'all' ? 'all' : 'head';
  const fineTune = chosen.has('fineTune') ? recipe.fineTune : possible;
  const { name, stages } = card;
  if (fineTune !== 'head' && card.canFineTune === 'head-only')
    throw new NarashiError('train.head-only', { name, list: card.withoutGradient.join(', ') });
  if (fineTune === 'last' && recipe.lastStages > stages)
    throw new NarashiError('train.stages', { name, stages, given: recipe.lastStages });
  const fitted = {
    ...recipe,
    network: `backbone:${card.id}` as const,
    size: sizeFor(card.input, recipe.size),
    fineTune,
    batchNorm: 'frozen' as const,
    ...defaults[fineTune],
  };
  const kept = Object.entries(recipe).filter(([setting]) => chosen.has(setting) && setting !== 'network');
  return { ...fitted, ...Object.fromEntries(kept) };
}

/** The side nearest to `wished` that a backbone takes, pixels. */
export function sizeFor(
  { fixed, size, multipleOf, minimum }: Pick<BackboneCard['input'], 'fixed' | 'size' | 'multipleOf' | 'minimum'>,
  wished: number,
): number {
  return fixed ? size : Math.max(minimum, Math.round(wished / multipleOf) * multipleOf);
}

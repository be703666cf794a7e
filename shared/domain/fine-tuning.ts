// What a recipe becomes when a backbone is trained instead of a preset network: its size, what is trained, and how fast.
import { NarashiError } from '../contract/errors/index.ts';
import type { BackboneCard } from './backbone.ts';
import { augmentationPresets } from './images.ts';
import type { FineTuning, Recipe } from './recipe.ts';

export type Trainable = Pick<
  BackboneCard,
  'id' | 'name' | 'origin' | 'input' | 'stages' | 'canFineTune' | 'withoutGradient'
>;

/** Up to so many training images of a class, on the average, the backbone in the box was measured to be the better start. */
export const FEW_IMAGES = 50;

/** @param trainCounts training images of each class */
export function areFew(trainCounts: readonly number[]): boolean {
  const present = trainCounts.filter((count) => count > 0);
  return present.reduce((sum, count) => sum + count, 0) <= FEW_IMAGES * present.length;
}

/** Pretrained weights are spoilt by the steps that suit fresh ones; a head alone is fresh. */
const learningRates: Readonly<Record<FineTuning, number>> = { all: 0.01, last: 0.01, head: 0.05 };

/**
 * The recipe with what the user left open set for the network it starts from: of a backbone as much is trained as can be,
 * at the size it was made for.
 * @param chosen names of the settings the user gave a value
 * @param scale of the backbone's own image size
 * @throws NarashiError train.part-of-preset, train.head-only, train.stages, backbone.size-fixed, backbone.size-multiple
 */
export function startingFrom(
  recipe: Recipe,
  backbone: Trainable | null,
  chosen: ReadonlySet<string>,
  scale = 1,
): Recipe {
  if (backbone) return fitToBackbone(recipe, backbone, chosen, scale);
  if (recipe.fineTune !== 'all') throw new NarashiError('train.part-of-preset', {});
  return recipe;
}

function fitToBackbone(recipe: Recipe, card: Trainable, chosen: ReadonlySet<string>, scale: number): Recipe {
  // The features in the box are of surfaces as they are; others were learned from everyday photographs.
  const possible = card.canFineTune === 'all' && card.origin === 'imported' ? 'all' : 'head';
  const fineTune = chosen.has('fineTune') ? recipe.fineTune : possible;
  const open: Partial<Recipe> = {
    size: sizeFor(card.input, card.input.size * scale),
    fineTune,
    // Statistics of other pictures spoil what is trained on them, see docs/decisions/022-statistics-of-a-backbone.md.
    batchNorm: fineTune === 'head' ? 'frozen' : 'batch',
    learningRate: learningRates[fineTune],
    // A head learns from few different pictures, whose features are computed once.
    ...(fineTune === 'head' ? { augmentation: augmentationPresets.flips } : {}),
  };
  const left = Object.entries(open).filter(([setting]) => !chosen.has(setting));
  const fitted: Recipe = { ...recipe, ...Object.fromEntries(left), network: `backbone:${card.id}` };
  requirePart(fitted, card);
  requireSize(fitted.size, card);
  return fitted;
}

function requirePart({ fineTune, lastStages }: Recipe, { name, stages, canFineTune, withoutGradient }: Trainable) {
  if (fineTune !== 'head' && canFineTune === 'head-only')
    throw new NarashiError('train.head-only', { name, list: withoutGradient.join(', ') });
  if (fineTune === 'last' && lastStages > stages)
    throw new NarashiError('train.stages', { name, stages, given: lastStages });
}

function requireSize(size: number, { name, input }: Trainable): void {
  const nearest = sizeFor(input, size);
  if (nearest === size) return;
  if (input.fixed) throw new NarashiError('backbone.size-fixed', { name, size, made: input.size });
  const { multipleOf, minimum } = input;
  throw new NarashiError('backbone.size-multiple', { name, size, multipleOf, minimum, nearest });
}

/** The side nearest to `wished` that a backbone takes, pixels. */
export function sizeFor(
  { fixed, size, multipleOf, minimum }: Pick<BackboneCard['input'], 'fixed' | 'size' | 'multipleOf' | 'minimum'>,
  wished: number,
): number {
  return fixed ? size : Math.max(minimum, Math.round(wished / multipleOf) * multipleOf);
}

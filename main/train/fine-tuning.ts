// How fast each weight of a pretrained network learns: what is trained at all, and slower the deeper it lies.
import type { Recipe } from '../../shared/domain/recipe.ts';

/**
 * Factor of the learning rate of a weight; 0: not trained. Stage s of S learns at decay^(S−s) (ELECTRA, Clark et al. 2020;
 * BEiT, Bao et al. 2022), the head at the rate itself.
 * @param depth stage of each weight, from 0 at the image to the largest number, the head's
 */
export function learningRateFactors(
  depth: ReadonlyMap<string, number>,
  { fineTune, lastStages, layerDecay }: Pick<Recipe, 'fineTune' | 'lastStages' | 'layerDecay'>,
): (weight: string) => number {
  const head = Math.max(0, ...depth.values());
  const first = { all: 0, last: head - lastStages, head }[fineTune];
  return (weight) => {
    const stage = depth.get(weight) ?? 0;
    return stage < first ? 0 : layerDecay ** (head - stage);
  };
}

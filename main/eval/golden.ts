// What models make of the golden set: mistakes by its word, and what one judged rightly and another no longer does. Pure.
import { type Decision, type DecisionRule, decide } from '../../shared/domain/decision.ts';
import type { GoldenImage, GoldenScore } from '../../shared/domain/golden.ts';

/** With the rule the model is used with; the surest class decides where there is none. */
export function decideGolden({ ngScore, verdict }: GoldenScore, rule: DecisionRule | null): Decision {
  // How far the image is from the training images was not measured, so that part of a rule does not count here.
  return rule ? decide(ngScore, null, { ...rule, unlikeFrom: null }) : verdict;
}

export interface GoldenOutcome {
  readonly images: number;
  /** To be NG, judged OK. */
  readonly escapes: number;
  /** To be OK, judged NG. */
  readonly overkills: number;
  /** Sent to a person: neither right nor wrong. */
  readonly reviews: number;
}

/** @param decisions one per image, in the order of the set */
export function goldenOutcome(
  images: readonly Pick<GoldenImage, 'verdict'>[],
  decisions: readonly Decision[],
): GoldenOutcome {
  const counted = (fits: (verdict: GoldenImage['verdict'], decision: Decision | undefined) => boolean) =>
    images.filter(({ verdict }, place) => fits(verdict, decisions[place])).length;
  return {
    images: images.length,
    escapes: counted((verdict, decision) => verdict === 'NG' && decision === 'OK'),
    overkills: counted((verdict, decision) => verdict === 'OK' && decision === 'NG'),
    reviews: counted((_, decision) => decision === 'review'),
  };
}

/** Places of images that the live model judges rightly and the other wrongly. */
export function regressions(
  images: readonly Pick<GoldenImage, 'verdict'>[],
  live: readonly Decision[],
  other: readonly Decision[],
): number[] {
  return [...images.keys()].filter((place) => {
    const wanted = images[place]?.verdict;
    return live[place] === wanted && other[place] !== wanted && other[place] !== 'review';
  });
}

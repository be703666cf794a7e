// What a trial can show at best: the smallest p that its seeds allow.
import { count, percent } from '../../../../shared/text/numbers.ts';
import type { SayOf } from '../../../../shared/text/voice.ts';
import type { trialResultTexts } from '../../../text/trial-results.ts';
import { pText } from './p-text.ts';

/** Of an exact two-sided sign-flip test over n seeds: 2 of the 2ⁿ ways to set the signs are as extreme as all alike. */
export const leastP = (seeds: number): number => Math.min(1, 2 ** (1 - seeds));

interface Trial {
  readonly seeds: number;
  /** Methods beside the baseline. */
  readonly methods: number;
  readonly testImages: number;
  readonly ngImages: number;
  readonly okImages: number;
  readonly labelNoise: number;
}

/** The limits of a trial as sentences, the weightiest first. */
export function limits(trial: Trial, say: SayOf<typeof trialResultTexts>, language: 'ja' | 'en'): string[] {
  const { seeds, methods, testImages, ngImages, okImages, labelNoise } = trial;
  const least = leastP(seeds);
  const step = (images: number) => percent(images > 0 ? 1 / images : null, language);
  const said = [
    say('limits.images', {
      images: count(testImages),
      ng: count(ngImages),
      ok: count(okImages),
      ngStep: step(ngImages),
      okStep: step(okImages),
    }),
  ];
  if (seeds <= 1) said.unshift(say('limits.one-seed'));
  else said.unshift(say(least > 0.05 ? 'limits.unreachable' : 'limits.reachable', { seeds, least: pText(least) }));
  if (seeds > 1 && methods > 1) {
    said.push(say('limits.corrected', { count: methods, least: pText(Math.min(1, methods * least)) }));
  }
  if (labelNoise > 0) said.push(say('limits.noise', { noise: percent(labelNoise, language) }));
  return [...said, say('limits.transfer')];
}

// Escape, overkill and accuracy as sentences that say what the test allows, not only what it counted.
import type { Evaluation, Rate } from '../../../shared/domain/evaluation.ts';
import { percent } from '../../../shared/text/numbers.ts';
import type { SayOf } from '../../../shared/text/voice.ts';
import { shownInterval } from '../../components/charts/rates.ts';
import type { resultsTexts } from '../../text/results.ts';

export const headlineRates = ['escape', 'overkill', 'accuracy'] as const;
export type HeadlineRate = (typeof headlineRates)[number];

type Say = SayOf<typeof resultsTexts>;

export function rateSentence(name: HeadlineRate, rate: Rate | null, say: Say, language: 'ja' | 'en'): string {
  if (!rate) return say(`rate.none-${name}`);
  const interval = shownInterval(rate);
  const [low, high] = [percent(interval.low, language), percent(interval.high, language)];
  const { count, total } = rate;
  if (name === 'accuracy') {
    if (count === total) return say('rate.accuracy-all', { count, total, bound: low });
    return say('rate.accuracy-some', { count, total, low, high });
  }
  if (count === 0) return say(`rate.${name}-zero`, { total, bound: high });
  return say(`rate.${name}-some`, { count, total, low, high });
}

/** The three figures of an evaluation, in order of weight. */
export function ratesOf(evaluation: Evaluation): { name: HeadlineRate; rate: Rate | null }[] {
  return headlineRates.map((name) => ({ name, rate: evaluation[name] }));
}

// What a rule of decision does to the test images, beside judging by the surest class.
import type { DecisionAims } from '../../../shared/domain/decision.ts';
import type { Rate } from '../../../shared/domain/evaluation.ts';
import { count, interval, none, percent } from '../../../shared/text/numbers.ts';
import type { DecisionOutcome } from '../../eval/index.ts';
import type { Voice } from '../text.ts';
import { table } from './table.ts';

export function outcomeLines(
  outcome: DecisionOutcome,
  plain: DecisionOutcome,
  { maximumEscape }: DecisionAims,
  say: Voice,
): string[] {
  const { language } = say;
  const share = (rate: Rate | null) =>
    rate ? `${rate.count}/${rate.total} = ${percent(rate.value, language)} (${interval(rate, language)})` : none;
  const yen = (value: number | null) => (value === null ? none : count(value));
  const lines = table(
    [{ title: say('rule.figure') }, { title: say('rule.with') }, { title: say('rule.plain') }],
    [
      [say('rule.escape'), share(outcome.escape), share(plain.escape)],
      [say('rule.overkill'), share(outcome.overkill), share(plain.overkill)],
      [say('rule.review'), percent(outcome.review, language), percent(plain.review, language)],
      [say('rule.yen'), yen(outcome.yenPerThousand), yen(plain.yenPerThousand)],
    ],
    '  ',
  );
  const { provesLimit, escapeBound } = outcome;
  if (provesLimit === null) return lines;
  const facts = { bound: percent(escapeBound, language), limit: percent(maximumEscape, language) };
  return [...lines, '', say(provesLimit ? 'rule.proven' : 'rule.unproven', facts)];
}

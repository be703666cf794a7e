// Differences of the methods to the baseline as rows of a picture and of a table.
import type { Comparison, TrialMeasure } from '../../../../shared/domain/trial.ts';
import { none } from '../../../../shared/text/numbers.ts';
import { pText } from '../../../../shared/text/trial-limits.ts';
import { points, trialMethodName } from '../../../../shared/text/verdicts.ts';
import type { SayOf } from '../../../../shared/text/voice.ts';
import type { ForestRow } from '../../../components/charts/rows.ts';
import type { trialResultTexts } from '../../../text/trial-results.ts';

type Say = SayOf<typeof trialResultTexts>;

export const moreIsBetter = (measure: TrialMeasure): boolean =>
  measure === 'accuracy' || measure === 'balancedAccuracy';

/** `better` and `worse` only where the interval leaves out zero. */
export function stateOf({ measure, low, high }: Pick<Comparison, 'measure' | 'low' | 'high'>): ForestRow['state'] {
  if (low <= 0 && high >= 0) return 'open';
  return low > 0 === moreIsBetter(measure) ? 'better' : 'worse';
}

export function forestRow(comparison: Comparison, say: Say, language: 'ja' | 'en'): ForestRow {
  const { method, difference, low, high, wins, ties, losses, seedP, adjustedP } = comparison;
  const name = trialMethodName(method, language);
  const state = stateOf(comparison);
  const inPoints = (value: number) => say('unit.points', { value: points(value) });
  const range = say('kpi.range', { low: points(low), high: inPoints(high) });
  return {
    name,
    difference,
    low,
    high,
    state,
    words: [
      `${inPoints(difference)} ・ ${say(`state.${state}`)}`,
      range,
      say('differences.counts', { wins, ties, losses }),
      say('differences.p', { seed: pText(seedP), adjusted: pText(adjustedP) }),
    ],
    label: say('differences.row', {
      name,
      difference: inPoints(difference),
      low: points(low),
      high: points(high),
      state: say(`state.${state}`),
    }),
  };
}

export const differenceColumns = (say: Say): string[] => [
  say('column.method'),
  say('column.difference'),
  say('column.range'),
  say('column.counts'),
  say('column.seed-p'),
  say('column.adjusted-p'),
  say('column.image-p'),
  say('column.only'),
];

/** One row of the table; in order of `differenceColumns`. */
export function differenceCells(comparison: Comparison, say: Say, language: 'ja' | 'en'): string[] {
  const { method, difference, low, high, wins, ties, losses, seedP, adjustedP, imageP } = comparison;
  const { onlyMethodRight, onlyBaselineRight } = comparison;
  return [
    trialMethodName(method, language),
    say('unit.points', { value: points(difference) }),
    say('kpi.range', { low: points(low), high: points(high) }),
    say('differences.counts', { wins, ties, losses }),
    pText(seedP),
    pText(adjustedP),
    imageP === null ? none : pText(imageP),
    onlyMethodRight === null || onlyBaselineRight === null ? none : `${onlyMethodRight} / ${onlyBaselineRight}`,
  ];
}

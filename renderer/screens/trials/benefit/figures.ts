// What the figures of a benefit are called, each in its own unit: inputs, what the trial measured, steps of the reckoning.
import { count, duration, measure, percent, yen } from '../../../../shared/text/numbers.ts';
import { points } from '../../../../shared/text/verdicts.ts';
import type { SayOf } from '../../../../shared/text/voice.ts';
import type { benefitTexts } from '../../../text/benefit.ts';
import { signedYen } from './benefit-words.ts';

type Say = SayOf<typeof benefitTexts>;
type Language = 'ja' | 'en';

/** Names by the unit they are written in. */
const names = {
  parts: ['partsPerDay', 'partsPerYear', 'defectivePartsPerYear', 'goodPartsPerYear', 'escapesSaved', 'overkillsSaved'],
  share: ['defectShare', 'baselineEscape', 'candidateEscape', 'baselineOverkill', 'candidateOverkill'],
  points: ['escape', 'overkill'],
  yen: ['escapeCostYen', 'overkillCostYen', 'oneOffYen'],
  effect: ['escapeYen', 'overkillYen', 'electricityYen', 'operatorYen', 'effectYen'],
  seconds: ['baselineSeconds', 'candidateSeconds'],
  energy: ['baselineKilowattHours', 'candidateKilowattHours'],
  daysPerYear: ['daysPerYear'],
  retrainingsPerYear: ['retrainingsPerYear'],
  operatorMinutesPerRetraining: ['operatorMinutesPerRetraining'],
  operatorYenPerHour: ['operatorYenPerHour'],
  yenPerKilowattHour: ['yenPerKilowattHour'],
} as const;
type Unit = keyof typeof names;
type FigureName = (typeof names)[Unit][number];

function unitOf(name: string): readonly [Unit, FigureName] | undefined {
  for (const unit of units) {
    const known = names[unit].find((one) => one === name);
    if (known) return [unit, known];
  }
  return undefined;
}
const units = [
  'parts',
  'share',
  'points',
  'yen',
  'effect',
  'seconds',
  'energy',
  'daysPerYear',
  'retrainingsPerYear',
  'operatorMinutesPerRetraining',
  'operatorYenPerHour',
  'yenPerKilowattHour',
] as const satisfies readonly Unit[];

/** What a figure is called; one that is not known keeps its own name. */
export function figureName(name: string, say: Say): string {
  const known = unitOf(name);
  return known ? say(`name.${known[1]}`) : name;
}

/** A figure in its unit. */
export function figureText(name: string, value: number, say: Say, language: Language): string {
  const unit = unitOf(name)?.[0];
  switch (unit) {
    case undefined:
      return measure(value);
    case 'parts':
      return say('value.parts', { count: plain(value) });
    case 'share':
      return percent(value, language);
    case 'points':
      return say('value.points', { value: points(value) });
    case 'yen':
      return yen(value, language);
    case 'effect':
      return signedYen(value, language);
    case 'seconds':
      return duration(value, language);
    case 'energy':
      return `${measure(value)} kWh`;
    default:
      return say('value.with-unit', { value: plain(value), unit: say(`unit.${unit}`) });
  }
}

/** One place after the point below 100, where it is not whole. */
function plain(value: number): string {
  const text = Math.abs(value) >= 100 || Number.isInteger(value) ? count(value) : value.toFixed(1);
  return text.replace('-', '−');
}

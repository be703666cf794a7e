// The figures of one method as the report writes them, with their intervals.
import type { Comparison, MethodResult, Spread, TrialMeasure } from '../../../shared/domain/trial.ts';
import { clock, measure, none, percent, yen } from '../../../shared/text/numbers.ts';
import { points } from '../../../shared/text/verdicts.ts';
import type { ReportVoice } from './voice.ts';

export const spreadKeys = [
  'accuracy',
  'balancedAccuracy',
  'escape',
  'overkill',
  'calibrationError',
  'memorised',
  'robustness',
  'seconds',
  'kilowattHours',
  'yen',
] as const;
export type SpreadKey = (typeof spreadKeys)[number];

/** Figures that every trial has; the others are shown where some method has them. */
const always: readonly SpreadKey[] = ['accuracy', 'balancedAccuracy', 'escape', 'overkill', 'seconds', 'kilowattHours'];

export function shownKeys(methods: readonly MethodResult[]): SpreadKey[] {
  return spreadKeys.filter((key) => always.includes(key) || methods.some((method) => method[key] !== null));
}

/** `93.1 % (91.0–95.2)`, `0.00252 kWh (0.0021–0.0029)`, `1:54 (1:50–1:58)` */
export function spreadText(spread: Spread | null, key: SpreadKey, say: ReportVoice): string {
  if (!spread) return none;
  const { mean, low, high } = spread;
  const text = valueText(mean, key, say);
  return low === null || high === null ? text : `${text} (${bareText(low, key)}–${bareText(high, key)})`;
}

/** Without its unit. */
function bareText(value: number, key: SpreadKey): string {
  if (key === 'seconds') return clock(value);
  if (key === 'kilowattHours') return measure(value);
  return key === 'yen' ? value.toFixed(2) : (value * 100).toFixed(1);
}

export function valueText(value: number, key: SpreadKey, { language }: ReportVoice): string {
  if (key === 'seconds') return clock(value);
  if (key === 'kilowattHours') return `${measure(value)} kWh`;
  return key === 'yen' ? yen(value, language) : percent(value, language);
}

/** `+2.3 (+0.4 – +4.1)`, in percentage points. */
export function differenceText({ difference, low, high }: Comparison): string {
  return `${points(difference)} (${points(low)} – ${points(high)})`;
}

export function comparisonOf(
  comparisons: readonly Comparison[],
  method: Comparison['method'],
  of: string,
): Comparison | undefined {
  return comparisons.find((each) => each.method === method && each.measure === of);
}

/** Escape and overkill are better when less. */
export const isBetterWhenLess = (of: TrialMeasure) => of === 'escape' || of === 'overkill';

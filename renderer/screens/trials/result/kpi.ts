// The figures of a method: which there are, in which order, and how each is written.
import type { MethodResult, Spread } from '../../../../shared/domain/trial.ts';
import { duration, measure, percent, percentSign, yen } from '../../../../shared/text/numbers.ts';

type Language = 'ja' | 'en';

export const kpiNames = [
  'escape',
  'overkill',
  'accuracy',
  'balancedAccuracy',
  'calibrationError',
  'memorised',
  'robustness',
  'seconds',
  'kilowattHours',
  'yen',
] as const;
export type KpiName = (typeof kpiNames)[number];

const scores: readonly KpiName[] = ['robustness'];
const amounts: readonly KpiName[] = ['seconds', 'kilowattHours', 'yen'];
const isShare = (name: KpiName) => !scores.includes(name) && !amounts.includes(name);

export function kpiText(name: KpiName, value: number, language: Language): string {
  if (name === 'seconds') return duration(value, language);
  if (name === 'kilowattHours') return `${value < 1e-3 ? value.toFixed(5) : measure(value)} kWh`;
  if (name === 'yen') return yen(value, language);
  if (name === 'robustness') return value.toFixed(3);
  return percent(value, language);
}

/** The ends of the interval of a mean; a share has none outside 0 to 1, an amount none below 0. */
export function kpiInterval(name: KpiName, { low, high }: Spread): { low: number; high: number } | null {
  if (low === null || high === null) return null;
  return { low: Math.max(0, low), high: amounts.includes(name) ? high : Math.min(1, high) };
}

/** A deviation in the figure's own unit; of a share in percentage points. */
export function deviationText(name: KpiName, value: number, language: Language, inPoints: (value: string) => string) {
  if (isShare(name)) return inPoints((value * 100).toFixed(1));
  return kpiText(name, value, language);
}

/** The figures of which at least one method has a value. */
export function shownKpis(methods: readonly MethodResult[]): KpiName[] {
  return kpiNames.filter((name) => methods.some((method) => method[name] !== null));
}

/** Figures at an axis of shares. */
export const axisShare = (language: Language) => (value: number) =>
  `${Number((value * 100).toFixed(2))}${percentSign(language)}`;

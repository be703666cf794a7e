// Large amounts for the axis of a chart: `40万`, `400k`.
import { count } from '../../../shared/text/numbers.ts';

const units = {
  ja: [
    [1e8, '億'],
    [1e4, '万'],
  ],
  en: [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ],
} as const;

export function shortAmount(value: number, language: 'ja' | 'en'): string {
  const [size, unit] = units[language].find(([least]) => Math.abs(value) >= least) ?? [1, ''];
  return unit === '' ? count(value) : `${Number((value / size).toPrecision(3))}${unit}`;
}

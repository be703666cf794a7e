// Numbers as people read them, in both languages.
import type { Language } from '../contract/errors/index.ts';
import type { Rate } from '../domain/evaluation.ts';

/** A dash where there is no number. */
export const none = '–';

/** A share: `97.5 %`, `97.5%`. */
export function percent(value: number | null, language: Language): string {
  if (value === null) return none;
  const digits = value === 0 || value === 1 ? 0 : 1;
  return `${(value * 100).toFixed(digits)}${percentSign(language)}`;
}

export const percentSign = (language: Language) => (language === 'ja' ? '%' : ' %');

/** An interval of shares: `91.3–99.7 %`. */
export function interval({ low, high }: Pick<Rate, 'low' | 'high'>, language: Language): string {
  const bare = (value: number) => (value * 100).toFixed(value === 0 || value === 1 ? 0 : 1);
  return `${bare(low)}–${bare(high)}${percentSign(language)}`;
}

/** `42 s`, `1 min 40 s`, `2 h 05 min`. */
export function duration(seconds: number | null, language: Language): string {
  if (seconds === null || !Number.isFinite(seconds)) return none;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  if (language === 'ja') {
    if (hours > 0) return `${hours}時間${two(minutes)}分`;
    return minutes > 0 ? `${minutes}分${two(rest)}秒` : `${rest}秒`;
  }
  if (hours > 0) return `${hours} h ${two(minutes)} min`;
  return minutes > 0 ? `${minutes} min ${two(rest)} s` : `${rest} s`;
}

/** As on a clock: `0:42`, `1:05:00`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Thousands apart: `12,345`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Three significant digits, without an exponent where people can do without. */
export function measure(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return none;
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return value.toExponential(1);
  return value.toFixed(Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(size)))));
}

export function bytes(value: number, language: Language): string {
  const space = language === 'ja' ? '' : ' ';
  if (value < 1000) return `${value}${space}B`;
  if (value < 1e6) return `${(value / 1e3).toFixed(0)}${space}kB`;
  if (value < 1e9) return `${(value / 1e6).toFixed(1)}${space}MB`;
  return `${(value / 1e9).toFixed(1)}${space}GB`;
}

export function yen(value: number | null, language: Language): string {
  if (value === null) return none;
  const text = value < 10 ? value.toFixed(2) : count(value);
  return language === 'ja' ? `${text}円` : `${text} yen`;
}

/** A time of day in the reader's own zone: `2026-11-23 20:40`. */
export function moment(iso: string | null): string {
  if (iso === null) return none;
  const date = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

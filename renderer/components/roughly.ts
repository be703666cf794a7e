// A duration as it is foreseen.
import { duration } from '../../shared/text/numbers.ts';

/** A duration no finer than it can be known: 5 s below a minute, whole minutes below an hour, then 5 minutes. */
export function roughly(seconds: number, language: 'ja' | 'en'): string {
  if (seconds < 57.5) return duration(Math.max(5, 5 * Math.round(seconds / 5)), language);
  const minutes = seconds < 3570 ? Math.round(seconds / 60) : 5 * Math.round(seconds / 300);
  if (minutes < 60) return language === 'ja' ? `${minutes}分` : `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (rest === 0) return language === 'ja' ? `${hours}時間` : `${hours} h`;
  return language === 'ja' ? `${hours}時間${rest}分` : `${hours} h ${rest} min`;
}

// Sizes of folders and disks: gigabytes where megabytes would be a long number.
import { bytes } from '../../../shared/text/numbers.ts';

export function sizeText(value: number, language: 'ja' | 'en'): string {
  if (value < 1e9) return bytes(value, language);
  return `${(value / 1e9).toFixed(1)}${language === 'ja' ? '' : ' '}GB`;
}

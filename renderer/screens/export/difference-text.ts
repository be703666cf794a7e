// A tiny difference of probabilities as people can read it: `0.0000003`, never an exponent; 0 stays 0.
import { none } from '../../../shared/text/numbers.ts';

/** One significant digit, rounded up: what is promised is never smaller than what was measured. */
export function differenceText(value: number): string {
  if (!Number.isFinite(value) || value < 0) return none;
  if (value === 0) return '0';
  const places = Math.max(0, -Math.floor(Math.log10(value)));
  const unit = 10 ** -places;
  // A hair less than exact, so that 0.0003 does not become 0.0004 by the last bit.
  return (Math.ceil(value / unit - 1e-9) * unit).toFixed(places);
}

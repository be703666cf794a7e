// Is the mean of paired differences zero? Fisher's (1935) randomisation test: every difference may as well have the other sign.
import { random } from '../../../shared/domain/random.ts';

/** Up to so many differences all 2^n sign patterns are counted. */
const EXACT = 16;

/**
 * Two-sided p-value. With n differences the exact test cannot get below 2 ÷ 2^n: five seeds never show less than 0.0625.
 * Above 16 differences a seeded sample of the patterns stands for all: (hits + 1) ÷ (flips + 1), after Phipson & Smyth
 * (2010). 1 without differences.
 */
export function signFlipTest(
  differences: readonly number[],
  options: { readonly seed?: number; readonly flips?: number } = {},
): number {
  const count = differences.length;
  if (count === 0) return 1;
  const sum = differences.reduce((total, difference) => total + difference, 0);
  const scale = differences.reduce((total, difference) => total + Math.abs(difference), 0);
  // Sums of the same numbers in another order may differ in the last digits; those count as equal.
  const observed = Math.abs(sum) - 1e-12 * scale;
  if (count <= EXACT) {
    let hits = 0;
    for (let pattern = 0; pattern < 2 ** count; pattern++) {
      const flipped = differences.reduce((total, value, bit) => total + ((pattern >> bit) & 1 ? -value : value), 0);
      if (Math.abs(flipped) >= observed) hits++;
    }
    return hits / 2 ** count;
  }
  const { seed = 0, flips = 20_000 } = options;
  const stream = random(seed, 'sign flips');
  let hits = 0;
  for (let flip = 0; flip < flips; flip++) {
    const flipped = differences.reduce((total, value) => total + (stream.uint32() & 1 ? -value : value), 0);
    if (Math.abs(flipped) >= observed) hits++;
  }
  return (hits + 1) / (flips + 1);
}

// Exact tests that come down to fair coins: McNemar's on paired judgements and the sign test on paired differences.
import { logGamma } from '../beta.ts';

/**
 * Two-sided exact McNemar (1947) test of two judges on the same images: of the images that only one of them got right,
 * each is as likely to be either's. 1 where they never differ.
 * @param onlyFirstRight images only the first judged rightly
 * @param onlySecondRight images only the second judged rightly
 */
export function mcnemarExact(onlyFirstRight: number, onlySecondRight: number): number {
  const total = onlyFirstRight + onlySecondRight;
  return Math.min(1, 2 * fairCoinTail(Math.min(onlyFirstRight, onlySecondRight), total));
}

/** Two-sided sign test: are differences above and below zero equally likely? Zeros say nothing and are left out. */
export function signTest(differences: readonly number[]): number {
  const above = differences.filter((difference) => difference > 0).length;
  const below = differences.filter((difference) => difference < 0).length;
  return mcnemarExact(above, below);
}

/** P(X ≤ count) of `total` tosses of a fair coin. */
function fairCoinTail(count: number, total: number): number {
  const logs = Array.from(
    { length: count + 1 },
    (_, k) => logGamma(total + 1) - logGamma(k + 1) - logGamma(total - k + 1) - total * Math.LN2,
  );
  return logs.reduce((sum, log) => sum + Math.exp(log), 0);
}

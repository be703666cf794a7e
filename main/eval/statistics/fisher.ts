// Whether two shares differ by more than chance: Fisher's exact test.
import { logGamma } from '../beta.ts';

/** Tables as likely as the one found, but for rounding, count as no more likely (as in R and scipy). */
const ROUNDING = 1e-7;

/**
 * Two-sided exact test (Fisher 1922) that `one` of `ones` and `other` of `others` are of the same share: the probability
 * of all tables with these margins that are no more likely than this one.
 * @throws RangeError unless 0 ≤ one ≤ ones and 0 ≤ other ≤ others
 */
export function fisherExact(one: number, ones: number, other: number, others: number): number {
  if (!(one >= 0 && one <= ones && other >= 0 && other <= others)) {
    throw new RangeError(`${one} of ${ones} and ${other} of ${others} are not shares`);
  }
  const marked = one + other;
  const logTotal = logChoose(ones + others, marked);
  const log = (count: number) => logChoose(ones, count) + logChoose(others, marked - count) - logTotal;
  const limit = log(one) + ROUNDING;
  let sum = 0;
  for (let count = Math.max(0, marked - others); count <= Math.min(ones, marked); count++) {
    const each = log(count);
    if (each <= limit) sum += Math.exp(each);
  }
  return Math.min(1, sum);
}

function logChoose(total: number, count: number): number {
  return logGamma(total + 1) - logGamma(count + 1) - logGamma(total - count + 1);
}

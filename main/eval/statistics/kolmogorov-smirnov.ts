// Whether two samples come from one distribution: the two-sample test of Kolmogorov and Smirnov.

export interface KolmogorovSmirnov {
  /** Largest distance of the two distributions, 0 to 1. */
  readonly statistic: number;
  /** Two-sided, from the limiting distribution: never too small for what is compared here (ties make it larger still). */
  readonly pValue: number;
}

/** @throws RangeError where one of them is empty */
export function kolmogorovSmirnov(one: readonly number[], other: readonly number[]): KolmogorovSmirnov {
  if (one.length === 0 || other.length === 0) throw new RangeError('no values');
  const [first, second] = [Float64Array.from(one).sort(), Float64Array.from(other).sort()];
  let [atFirst, atSecond, statistic] = [0, 0, 0];
  while (atFirst < first.length && atSecond < second.length) {
    // Past all values as small as this one, on both sides.
    const value = Math.min(first[atFirst] ?? 0, second[atSecond] ?? 0);
    while (atFirst < first.length && (first[atFirst] ?? 0) <= value) atFirst++;
    while (atSecond < second.length && (second[atSecond] ?? 0) <= value) atSecond++;
    statistic = Math.max(statistic, Math.abs(atFirst / first.length - atSecond / second.length));
  }
  const size = (first.length * second.length) / (first.length + second.length);
  return { statistic, pValue: kolmogorovTail(Math.sqrt(size) * statistic) };
}

/** Where both series of Kolmogorov's distribution converge in a few terms. */
const BETWEEN = 1.18;
const TERMS = 20;

/** P(K > x) of Kolmogorov's (1933) distribution. */
export function kolmogorovTail(x: number): number {
  if (x <= 0.04) return 1;
  if (x < BETWEEN) {
    let sum = 0;
    for (let term = 1; term <= TERMS; term++) sum += Math.exp(-((2 * term - 1) ** 2) * (Math.PI ** 2 / (8 * x * x)));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let term = 1; term <= TERMS; term++) sum += (term % 2 === 1 ? 1 : -1) * Math.exp(-2 * term * term * x * x);
  return Math.min(1, 2 * sum);
}

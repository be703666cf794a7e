// How far a sample has moved from a reference, whatever its size: the population stability index.

/** Bins of the reference: as many as hold twelve values each, since thin bins measure chance. */
const LARGEST = 10;
const VALUES_PER_BIN = 12;

/**
 * Σ (q − p) ln(q ÷ p) over bins between quantiles of the reference, with one value more in each bin (Laplace). By custom
 * below 0.1 nothing has changed, from 0.2 on something has; by chance alone it is about (bins − 1)(1 ÷ m + 1 ÷ n).
 * @throws RangeError where one of them is empty
 */
export function stabilityIndex(
  reference: readonly number[],
  found: readonly number[],
  bins = Math.max(2, Math.min(LARGEST, Math.floor(reference.length / VALUES_PER_BIN))),
): number {
  if (reference.length === 0 || found.length === 0) throw new RangeError('no values');
  const ascending = Float64Array.from(reference).sort();
  const edges = new Set<number>();
  for (let bin = 1; bin < bins; bin++) {
    edges.add(ascending[Math.ceil((bin * ascending.length) / bins) - 1] ?? 0);
  }
  const upper = [...edges];
  const [expected, observed] = [shares(reference, upper), shares(found, upper)];
  return expected.reduce((sum, share, bin) => {
    const now = observed[bin] ?? share;
    return sum + (now - share) * Math.log(now / share);
  }, 0);
}

/** Smoothed, of each bin up to and with its edge, and of what is beyond the last. */
function shares(values: readonly number[], upper: readonly number[]): number[] {
  const counts = new Array<number>(upper.length + 1).fill(1);
  for (const value of values) {
    const found = upper.findIndex((edge) => value <= edge);
    const bin = found < 0 ? upper.length : found;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count) => count / (values.length + counts.length));
}

// Several questions asked of the same trial: p-values corrected so that the chance of any false alarm stays as stated.

/** Holm's (1979) step-down adjusted p-values, in the given order. */
export function holm(pValues: readonly number[]): number[] {
  const count = pValues.length;
  const order = [...pValues.keys()].sort((one, other) => (pValues[one] ?? 0) - (pValues[other] ?? 0));
  const adjusted = new Array<number>(count).fill(1);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (count - rank) * (pValues[index] ?? 1)));
    adjusted[index] = largest;
  }
  return adjusted;
}

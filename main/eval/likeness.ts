// How like an image is to those a model learned from: cosine distances of its features to theirs.

/** Rows `[N,D]` scaled to length 1; a row of zeros stays. */
export function unitRows(rows: Float32Array, width: number): Float32Array {
  const scaled = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += width) {
    const row = rows.subarray(start, start + width);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) for (let index = 0; index < width; index++) scaled[start + index] = (row[index] ?? 0) / length;
  }
  return scaled;
}

export interface Near {
  /** Row of the bank. */
  readonly index: number;
  /** 1 − cosine, 0 to 2. */
  readonly distance: number;
}

/**
 * The nearest rows of `bank` `[N,D]` to `row` `[D]`, nearest first; all of unit length.
 * @param count at most so many
 */
export function nearest(row: Float32Array, bank: Float32Array, count: number): Near[] {
  const width = row.length;
  const found: Near[] = [];
  for (let start = 0, index = 0; start < bank.length; start += width, index++) {
    let product = 0;
    for (let at = 0; at < width; at++) product += (row[at] ?? 0) * (bank[start + at] ?? 0);
    const distance = Math.min(2, Math.max(0, 1 - product));
    if (found.length === count && distance >= (found.at(-1)?.distance ?? 0)) continue;
    const place = found.findIndex((each) => each.distance > distance);
    found.splice(place < 0 ? found.length : place, 0, { index, distance });
    if (found.length > count) found.pop();
  }
  return found;
}

/** The k of the distance below: robust against a single odd training image. */
export const NEIGHBOURS = 5;

/** Distance to the k-th nearest training image (deep nearest neighbours, Sun et al. 2022, section 3), or to the last there is. */
export function likenessDistance(near: readonly Near[]): number {
  return near[Math.min(NEIGHBOURS, near.length) - 1]?.distance ?? 2;
}

/**
 * From which distance on an image counts as unlike: just above the quantile of images that were held out, so that of new
 * images of the same kind no more than `share` are taken for unlike (split conformal prediction, Vovk et al. 2005). Of fewer
 * than 1/share images the largest distance is all there is to go by. Null of none.
 */
export function unlikeThreshold(distances: readonly number[], share = 0.01): number | null {
  const ascending = distances.toSorted((a, b) => a - b);
  const rank = Math.min(ascending.length, Math.ceil((ascending.length + 1) * (1 - share)));
  const value = ascending[rank - 1];
  return value === undefined ? null : value * (1 + 1e-6) + 1e-9;
}

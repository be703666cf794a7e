// A few rows out of many, evenly spread, first and last among them: what a table beside a chart shows.

/** Indices of at most `limit` of `total` rows, in order. */
export function excerpt(total: number, limit: number): number[] {
  if (total <= limit) return Array.from({ length: total }, (_, index) => index);
  if (limit <= 1) return limit === 1 ? [total - 1] : [];
  return Array.from({ length: limit }, (_, index) => Math.round((index * (total - 1)) / (limit - 1)));
}

/** First and last value that are numbers; undefined where there is none. */
export function ends(values: readonly (number | null)[]): { first: number; last: number } | undefined {
  const first = values.find((value) => value !== null);
  const last = values.findLast((value) => value !== null);
  return typeof first === 'number' && typeof last === 'number' ? { first, last } : undefined;
}

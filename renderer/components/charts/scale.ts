// Ends and divisions of an axis at round numbers.

/** The smallest of 1, 2, 5, 10, 20, … (or 0.1, 0.2, …) that is not below a positive value. */
export function roundUp(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((one) => one * size >= value * (1 - 1e-9)) ?? 10;
  return Number((factor * size).toPrecision(12));
}

/** Five marks around zero that hold all values: −end, −end/2, 0, end/2, end. */
export function marksAroundZero(values: readonly number[]): number[] {
  const most = Math.max(0, ...values.map(Math.abs));
  const end = most > 0 ? roundUp(most) : 1;
  return [-1, -0.5, 0, 0.5, 1].map((part) => part * end);
}

/** Round marks, evenly apart, from below the least to above the greatest value. */
export function marksBetween(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = roundUp((high - low) / 4 || Math.abs(high) / 10 || 1);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Where a value stands between the first and the last mark, for SVG: `37.5%`. */
export function placeOn(marks: readonly number[], value: number): string {
  const [from, to] = [marks[0] ?? 0, marks.at(-1) ?? 1];
  return `${(100 * (Math.min(to, Math.max(from, value)) - from)) / (to - from)}%`;
}

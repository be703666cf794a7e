// How far two inspectors agree beyond chance: Cohen's kappa.
import { normalQuantile } from '../normal.ts';

export type Kappa = {
  readonly kappa: number;
  /** 95 % interval for large samples (Fleiss, Cohen & Everitt 1969, eq. 13), kept within −1 and 1. */
  readonly low: number;
  readonly high: number;
  /** Shares of agreement: seen, and expected of two who judge by chance as often. */
  readonly observed: number;
  readonly expected: number;
};

/**
 * Cohen (1960), from a square table [first][second] of counts. Null where nothing was judged, or where both gave every
 * image the same one class: chance alone agrees fully then.
 */
export function cohenKappa(table: readonly (readonly number[])[]): Kappa | null {
  const total = table.flat().reduce((sum, cell) => sum + cell, 0);
  if (total === 0) return null;
  const rows = table.map((row) => row.reduce((sum, cell) => sum + cell, 0) / total);
  const columns = table.map((_, column) => table.reduce((sum, row) => sum + (row[column] ?? 0), 0) / total);
  const share = (row: number, column: number) => (table[row]?.[column] ?? 0) / total;
  const classes = [...table.keys()];
  const observed = classes.reduce((sum, each) => sum + share(each, each), 0);
  const expected = classes.reduce((sum, each) => sum + (rows[each] ?? 0) * (columns[each] ?? 0), 0);
  if (1 - expected < 1e-12) return null;
  const kappa = (observed - expected) / (1 - expected);
  const onDiagonal = classes.reduce((sum, each) => {
    const margins = (rows[each] ?? 0) + (columns[each] ?? 0);
    return sum + share(each, each) * (1 - margins * (1 - kappa)) ** 2;
  }, 0);
  const beside = classes.reduce(
    (sum, row) =>
      sum +
      classes.reduce((inner, column) => {
        if (row === column) return inner;
        return inner + share(row, column) * ((columns[row] ?? 0) + (rows[column] ?? 0)) ** 2;
      }, 0),
    0,
  );
  const centre = (kappa - expected * (1 - kappa)) ** 2;
  const variance = (onDiagonal + (1 - kappa) ** 2 * beside - centre) / ((1 - expected) ** 2 * total);
  const reach = normalQuantile(0.975) * Math.sqrt(Math.max(0, variance));
  return { kappa, low: Math.max(-1, kappa - reach), high: Math.min(1, kappa + reach), observed, expected };
}

// The loss on a plane through the weights, spanned by two filter-normalised random directions (Li et al. 2018).
import { filterNormalised } from './direction.ts';
import { checkPlace, type Place } from './objective.ts';

/** `points` coordinates from −reach to reach, the middle one 0: an odd number of them. */
export function gridAxis(points: number, reach: number): number[] {
  const half = (points - 1) / 2;
  if (!Number.isInteger(half) || half < 1) throw new RangeError(`${points} points have no middle`);
  return Array.from({ length: points }, (_, index) => (reach * (index - half)) / half);
}

/**
 * L(w + a·d₁ + b·d₂) `[rows][columns]` with a from the row's and b from the column's coordinate; null where the loss is no
 * number. Places of one layout and the same seed share their directions, each sized by its own filters.
 */
export async function landscape(place: Place, axis: readonly number[], seed: number): Promise<(number | null)[][]> {
  checkPlace(place);
  const { objective, layout, weights } = place;
  const first = filterNormalised(layout, weights, seed, 0);
  const second = filterNormalised(layout, weights, seed, 1);
  const rows: (number | null)[][] = [];
  for (const a of axis) {
    const row: (number | null)[] = [];
    for (const b of axis) {
      const at = weights.map((weight, index) => weight + a * (first[index] ?? 0) + b * (second[index] ?? 0));
      const loss = await objective.loss(at);
      row.push(Number.isFinite(loss) ? loss : null);
    }
    rows.push(row);
  }
  return rows;
}

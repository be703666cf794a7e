// Random directions whose size in every filter is that of the filter itself (Li et al. 2018), so that networks compare.
import { random } from '../../../shared/domain/random.ts';
import { filtersOf, type NamedShape } from './layout.ts';
import { norm } from './objective.ts';

/**
 * A direction d with ‖d_f‖ = ‖w_f‖ in every filter f, and 0 in what is no filter. The same seed and number draw the same
 * direction for any weights of the layout: only its size follows them.
 */
export function filterNormalised(
  layout: readonly NamedShape[],
  weights: Float64Array,
  seed: number,
  number: number,
): Float64Array {
  const stream = random(seed, 'filter-normalised direction', number);
  const direction = new Float64Array(weights.length);
  for (const { start, end } of filtersOf(layout)) {
    const drawn = direction.subarray(start, end);
    drawn.forEach((_, index) => {
      drawn[index] = stream.gaussian();
    });
    const scale = norm(weights.subarray(start, end)) / (norm(drawn) || 1);
    drawn.forEach((value, index) => {
      drawn[index] = value * scale;
    });
  }
  return direction;
}

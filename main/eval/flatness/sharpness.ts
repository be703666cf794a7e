// How much the loss rises around a place: on average in random directions, and one step along the steepest ascent.
import { filterNormalised } from './direction.ts';
import { checkPlace, moved, norm, type Place } from './objective.ts';

export interface AverageRise {
  /** In units of the filters' own norms. */
  readonly radius: number;
  /** Mean of L(w + r·d) − L(w) over the directions. */
  readonly rise: number;
  /** Standard deviation over the directions (n − 1). */
  readonly deviation: number;
}

export interface WorstRise {
  /** Euclidean length of the step. */
  readonly radius: number;
  readonly rise: number;
}

/** The same directions at every radius. @param loss L(w) */
export async function averageSharpness(
  place: Place,
  loss: number,
  options: { readonly radii: readonly number[]; readonly directions: number; readonly seed: number },
): Promise<AverageRise[]> {
  checkPlace(place);
  const { objective, layout, weights } = place;
  const rises = options.radii.map((): number[] => []);
  for (let number = 0; number < options.directions; number++) {
    const direction = filterNormalised(layout, weights, options.seed, number);
    for (const [index, radius] of options.radii.entries()) {
      rises[index]?.push((await objective.loss(moved(weights, direction, radius))) - loss);
    }
  }
  return options.radii.map((radius, index) => ({ radius, ...meanAndDeviation(rises[index] ?? []) }));
}

/**
 * L(w + ρ·g/‖g‖) − L(w), the first-order answer to max ‖e‖≤ρ L(w+e) − L(w) (Foret et al. 2021, eq. 2). 0 where the
 * gradient is 0.
 * @param loss L(w)
 * @param gradient of L at w
 */
export async function worstSharpness(
  place: Place,
  loss: number,
  gradient: Float64Array,
  radii: readonly number[],
): Promise<WorstRise[]> {
  checkPlace(place);
  const { objective, weights } = place;
  const length = norm(gradient);
  const rises: WorstRise[] = [];
  for (const radius of radii) {
    const rise = length === 0 ? 0 : (await objective.loss(moved(weights, gradient, radius / length))) - loss;
    rises.push({ radius, rise });
  }
  return rises;
}

function meanAndDeviation(values: readonly number[]): { rise: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { rise: mean, deviation: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}

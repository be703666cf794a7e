// The largest eigenvalue of the Hessian: the curvature in the most curved direction, without ever holding the Hessian.
import { random } from '../../../shared/domain/random.ts';
import { checkPlace, dot, moved, norm, type Objective, type Place } from './objective.ts';

export interface Eigenvalue {
  readonly value: number;
  /** ‖Hv − λv‖ / |λ| of the last iteration; 0 where H v is 0. */
  readonly residual: number;
  readonly iterations: number;
}

export interface PowerOptions {
  readonly seed: number;
  readonly iterations: number;
  /** It ends at a residual of this. */
  readonly tolerance: number;
  /** Length of the two half steps of a Hessian-vector product. */
  readonly step: number;
}

/** Hv ≈ [∇L(w + hv) − ∇L(w − hv)] / 2h for a `direction` v of length 1. */
export async function hessianTimes(
  objective: Objective,
  weights: Float64Array,
  direction: Float64Array,
  step: number,
): Promise<Float64Array> {
  const ahead = await objective.gradient(moved(weights, direction, step));
  const behind = await objective.gradient(moved(weights, direction, -step));
  return ahead.gradient.map((value, index) => (value - (behind.gradient[index] ?? 0)) / (2 * step));
}

/** From this iteration on the direction should lean to one side: a start at random no longer explains that it does not. */
const SETTLED = 10;

/**
 * Power iteration. It finds the eigenvalue of largest size; where that is negative, or one of either sign is as large so
 * that the direction swings between them, it goes on with H + ‖Hv‖, whose largest eigenvalue belongs to the largest of H.
 */
export async function largestEigenvalue(place: Place, options: PowerOptions): Promise<Eigenvalue> {
  checkPlace(place);
  const { objective, weights } = place;
  const { seed, tolerance, step } = options;
  const stream = random(seed, 'power iteration');
  let direction = unit(weights.map(() => stream.gaussian()));
  let shift = 0;
  let found: Eigenvalue = { value: 0, residual: 0, iterations: 0 };
  for (let iteration = 1; iteration <= options.iterations; iteration++) {
    const product = await hessianTimes(objective, weights, direction, step);
    const value = dot(direction, product);
    const size = norm(product);
    const rest = norm(moved(product, direction, -value));
    found = { value, residual: rest === 0 ? 0 : rest / Math.abs(value), iterations: iteration };
    const hasSettled = found.residual <= tolerance;
    const isTorn = value < size / 2 && (hasSettled || iteration >= SETTLED);
    if (shift === 0 && isTorn) shift = size;
    else if (hasSettled) break;
    const next = moved(product, direction, shift);
    // A direction that the shift sends to nothing is drawn anew.
    direction = unit(norm(next) > 1e-9 * size ? next : weights.map(() => stream.gaussian()));
  }
  return found;
}

function unit(vector: Float64Array): Float64Array {
  const length = norm(vector) || 1;
  return vector.map((value) => value / length);
}

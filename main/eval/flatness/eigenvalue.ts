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

/**
 * Power iteration. It first finds the eigenvalue λ of largest size; where that is negative, it goes on with H − λ, whose
 * largest eigenvalue belongs to the largest of H.
 */
export async function largestEigenvalue(place: Place, options: PowerOptions): Promise<Eigenvalue> {
  checkPlace(place);
  const dominant = await powerIteration(place, options, 0, options.iterations);
  const left = options.iterations - dominant.iterations;
  if (dominant.value >= 0 || left < 1) return dominant;
  const upper = await powerIteration(place, options, -dominant.value, left);
  return { ...upper, iterations: dominant.iterations + upper.iterations };
}

/** Of H + `shift`; value and residual are those of H. */
async function powerIteration(
  { objective, weights }: Place,
  { seed, tolerance, step }: PowerOptions,
  shift: number,
  limit: number,
): Promise<Eigenvalue> {
  const stream = random(seed, 'power iteration');
  let direction = unit(weights.map(() => stream.gaussian()));
  let found: Eigenvalue = { value: 0, residual: 0, iterations: 0 };
  for (let iteration = 1; iteration <= limit; iteration++) {
    const product = await hessianTimes(objective, weights, direction, step);
    const value = dot(direction, product);
    const rest = norm(moved(product, direction, -value));
    found = { value, residual: rest === 0 ? 0 : rest / Math.abs(value), iterations: iteration };
    const next = moved(product, direction, shift);
    if (!(found.residual > tolerance) || norm(next) === 0) break;
    direction = unit(next);
  }
  return found;
}

function unit(vector: Float64Array): Float64Array {
  const length = norm(vector) || 1;
  return vector.map((value) => value / length);
}

// SAMAR's regularization weight λ: how it follows the sharpness of the loss. The paper (Zou, Deng, Sun,
// arXiv:2412.16854) gives no constants; both rules are our reading of its "flexible sharpness ratio rule".

export type LambdaRule = 'predicted' | 'temporal' | 'fixed';

export interface LambdaSettings {
  readonly rule: LambdaRule;
  readonly initial: number;
  readonly minimum: number;
  readonly maximum: number;
}

export const defaultLambda: LambdaSettings = { rule: 'predicted', initial: 1, minimum: 0.5, maximum: 2 };

/** Everything the rule remembers; part of every checkpoint. */
export interface LambdaState {
  readonly lambda: number;
  /** Moving average of measured over predicted rise of the loss; null before the first step. */
  readonly ratio: number | null;
  /** Fast and slow moving averages of log sharpness. */
  readonly fast: number | null;
  readonly slow: number | null;
}

export interface AscentMeasurement {
  /** S = L(w+e) − L(w). */
  readonly sharpness: number;
  /** The radius actually taken: ρ, or λρ where λ acts through the radius. */
  readonly radius: number;
  readonly gradientNorm: number;
}

export function initialLambda(settings: LambdaSettings): LambdaState {
  return { lambda: settings.initial, ratio: null, fast: null, slow: null };
}

/** λ after one two-pass step. A measurement that is not finite, or of no ascent, changes nothing. */
export function updateLambda(settings: LambdaSettings, state: LambdaState, measured: AscentMeasurement): LambdaState {
  const { sharpness, radius, gradientNorm } = measured;
  const expected = radius * gradientNorm;
  const rise = sharpness / expected;
  if (!(expected > 0) || !Number.isFinite(expected) || !Number.isFinite(rise)) return state;
  switch (settings.rule) {
    case 'fixed':
      return state;
    case 'predicted':
      return predicted(settings, state, rise);
    case 'temporal':
      return temporal(settings, state, Math.log(Math.max(sharpness, 1e-8)));
  }
}

/** Trust-region style: R = EMA₀.₉(S / (radius·‖g‖)) ≈ 1 + ½·radius·ĝᵀHĝ/‖g‖, λ = clip(R). */
function predicted(settings: LambdaSettings, state: LambdaState, rise: number): LambdaState {
  // From λ's own beginning: one measurement at fresh weights says little about the steps that follow.
  const ratio = blend(state.ratio ?? settings.initial, rise, 0.9);
  return { ...state, ratio, lambda: clamp(ratio, settings) };
}

const RAISE_ABOVE = 1.1;
const LOWER_BELOW = 1 / RAISE_ABOVE;
const PACE = 1.02;
/** Share of its distance from the initial value (in log) that λ keeps at each step. */
const HOLD = 0.98;

/**
 * Compares sharpness with its own recent past: fast over slow average of log S. The noise of a stationary S crosses both
 * thresholds now and then. They are therefore equally far from 1, and λ always falls back a little towards its initial
 * value: a plain product of such steps is a random walk that ends at a bound.
 */
function temporal(settings: LambdaSettings, state: LambdaState, logSharpness: number): LambdaState {
  const fast = blend(state.fast, logSharpness, 0.9);
  const slow = blend(state.slow, logSharpness, 0.99);
  const trend = Math.exp(fast - slow);
  const factor = trend > RAISE_ABOVE ? PACE : trend < LOWER_BELOW ? 1 / PACE : 1;
  const lambda = settings.initial ** (1 - HOLD) * state.lambda ** HOLD * factor;
  return { ...state, fast, slow, lambda: clamp(lambda, settings) };
}

function blend(old: number | null, fresh: number, keep: number): number {
  return old === null ? fresh : keep * old + (1 - keep) * fresh;
}

function clamp(value: number, { minimum, maximum }: LambdaSettings): number {
  return Math.min(maximum, Math.max(minimum, value));
}

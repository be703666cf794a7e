// The ascent of the SAM family: from gradients to the perturbed weights where the loss is worst nearby.
import type { GraphBuilder, Value } from '../onnx/builder.ts';

export type AscentKind = 'sam' | 'asam';

/** Keeps a zero gradient from dividing by zero: its ascent is then zero. */
const TINY = 1e-12;
/** η of ASAM: how far weights near zero are still moved. */
const ASAM_ETA = 0.01;

/** Global Euclidean norm over all tensors, a scalar. */
export function globalNorm(builder: GraphBuilder, tensors: readonly Value[]): Value {
  const squares = tensors.map((tensor) =>
    builder.op('Reshape', [builder.op('ReduceSumSquare', [tensor], { keepdims: 0 }), builder.ints([1])]),
  );
  const joined = builder.op('Concat', squares, { axis: 0 });
  return builder.op('Sqrt', [builder.op('ReduceSum', [joined], { keepdims: 0 })]);
}

/**
 * Perturbed weights `w + e`.
 * sam: `e = ρg/‖g‖` (Foret et al. 2021, eq. 2). asam: `T = |w|+η, e = ρT²g/‖Tg‖` (Kwon et al. 2021, eq. 8).
 */
export function perturb(
  builder: GraphBuilder,
  kind: AscentKind,
  weights: readonly Value[],
  gradients: readonly Value[],
  radius: Value,
  gradientNorm: Value,
): readonly Value[] {
  const pairs = weights.map((weight, index) => ({ weight, gradient: at(gradients, index) }));
  const step = (norm: Value) => builder.op('Div', [radius, builder.op('Add', [norm, builder.scalar(TINY)])]);
  const move = (weight: Value, direction: Value, length: Value) =>
    builder.op('Add', [weight, builder.op('Mul', [direction, length])]);
  if (kind === 'sam') {
    const length = step(gradientNorm);
    return pairs.map(({ weight, gradient }) => move(weight, gradient, length));
  }
  const scaled = pairs.map(({ weight, gradient }) => {
    const scale = builder.op('Add', [builder.op('Abs', [weight]), builder.scalar(ASAM_ETA)]);
    return { weight, scale, product: builder.op('Mul', [scale, gradient]) };
  });
  const length = step(
    globalNorm(
      builder,
      scaled.map(({ product }) => product),
    ),
  );
  return scaled.map(({ weight, scale, product }) => move(weight, builder.op('Mul', [scale, product]), length));
}

/** `v = (1−λ)·g + λ·g̃`: λ=0 is the base optimizer, λ=1 is SAM (SAMAR, Zou et al. 2024). */
export function combine(
  builder: GraphBuilder,
  plain: readonly Value[],
  perturbed: readonly Value[],
  lambda: Value,
): readonly Value[] {
  const rest = builder.op('Sub', [builder.scalar(1), lambda]);
  return plain.map((gradient, index) =>
    builder.op('Add', [builder.op('Mul', [gradient, rest]), builder.op('Mul', [at(perturbed, index), lambda])]),
  );
}

/** Scales gradients down to `limit` where their global norm exceeds it. */
export function clip(builder: GraphBuilder, gradients: readonly Value[], norm: Value, limit: Value): readonly Value[] {
  const ratio = builder.op('Div', [limit, builder.op('Add', [norm, builder.scalar(1e-6)])]);
  const scale = builder.op('Min', [ratio, builder.scalar(1)]);
  return gradients.map((gradient) => builder.op('Mul', [gradient, scale]));
}

function at(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (!value) throw new RangeError(`no tensor ${index}`);
  return value;
}

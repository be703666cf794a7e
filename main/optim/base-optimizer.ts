// Base optimizers as graph descriptions: what state they keep per weight and how one step moves it.
import type { GraphBuilder, Value } from '../onnx/builder.ts';

/** Numbers that change from step to step; they are scalar inputs of the graph, never baked in. */
export interface StepScalars {
  readonly learningRate: Value;
  readonly weightDecay: Value;
  /** 1/(1−β₁ᵗ) and 1/√(1−β₂ᵗ); AdamW only. */
  readonly firstCorrection?: Value;
  readonly secondCorrection?: Value;
}

export interface WeightState {
  readonly weight: Value;
  readonly slots: readonly Value[];
}

export interface BaseOptimizer {
  /** Names of the tensors kept beside each weight; they start at zero. */
  readonly slots: readonly string[];
  readonly usesCorrections: boolean;
  update(builder: GraphBuilder, state: WeightState, gradient: Value, scalars: StepScalars): WeightState;
}

/** SGD with momentum: `v ← μv + g + wd·w`, `w ← w − lr·v` (PyTorch's form, dampening 0). */
export function sgd(momentum: number): BaseOptimizer {
  return {
    slots: ['momentum'],
    usesCorrections: false,
    update(builder, { weight, slots: [velocity] }, gradient, { learningRate, weightDecay }) {
      if (!velocity) throw new RangeError('SGD needs its momentum');
      const decayed = builder.op('Add', [gradient, builder.op('Mul', [weight, weightDecay])]);
      const next = builder.op('Add', [builder.op('Mul', [velocity, builder.scalar(momentum)]), decayed]);
      return { weight: builder.op('Sub', [weight, builder.op('Mul', [next, learningRate])]), slots: [next] };
    },
  };
}

/** AdamW (Loshchilov & Hutter 2019, algorithm 2), decoupled weight decay, bias-corrected. */
export function adamw(beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8): BaseOptimizer {
  return {
    slots: ['mean', 'square'],
    usesCorrections: true,
    update(builder, { weight, slots: [mean, square] }, gradient, scalars) {
      const { learningRate, weightDecay, firstCorrection, secondCorrection } = scalars;
      if (!mean || !square || !firstCorrection || !secondCorrection)
        throw new RangeError('AdamW needs two slots and its corrections');
      const blend = (old: Value, fresh: Value, keep: number) =>
        builder.op('Add', [
          builder.op('Mul', [old, builder.scalar(keep)]),
          builder.op('Mul', [fresh, builder.scalar(1 - keep)]),
        ]);
      const nextMean = blend(mean, gradient, beta1);
      const nextSquare = blend(square, builder.op('Mul', [gradient, gradient]), beta2);
      const decayed = builder.op('Sub', [
        weight,
        builder.op('Mul', [weight, builder.op('Mul', [learningRate, weightDecay])]),
      ]);
      const root = builder.op('Mul', [builder.op('Sqrt', [nextSquare]), secondCorrection]);
      const direction = builder.op('Div', [nextMean, builder.op('Add', [root, builder.scalar(epsilon)])]);
      const rate = builder.op('Mul', [learningRate, firstCorrection]);
      return {
        weight: builder.op('Sub', [decayed, builder.op('Mul', [direction, rate])]),
        slots: [nextMean, nextSquare],
      };
    },
  };
}

/** The two AdamW correction factors of step `step` (from 1). */
export function adamCorrections(step: number, beta1 = 0.9, beta2 = 0.999): { first: number; second: number } {
  return { first: 1 / (1 - beta1 ** step), second: 1 / Math.sqrt(1 - beta2 ** step) };
}

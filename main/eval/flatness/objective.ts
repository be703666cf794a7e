// What the flatness figures are computed of: a loss as a function of all trained weights laid end to end.
import { elementCount, type NamedShape } from './layout.ts';

export interface Slope {
  readonly loss: number;
  /** By every weight. */
  readonly gradient: Float64Array;
}

export interface Objective {
  loss(weights: Float64Array): Promise<number>;
  gradient(weights: Float64Array): Promise<Slope>;
}

/** A minimum, or any other place, with the loss around it. */
export interface Place {
  readonly objective: Objective;
  /** The tensors the weights are made of, in their order. */
  readonly layout: readonly NamedShape[];
  readonly weights: Float64Array;
}

/** From the one function that gives both. */
export function objectiveOf(slopeAt: (weights: Float64Array) => Promise<Slope> | Slope): Objective {
  return {
    loss: async (weights) => (await slopeAt(weights)).loss,
    gradient: async (weights) => slopeAt(weights),
  };
}

/** @throws RangeError where the layout does not cover the weights */
export function checkPlace({ layout, weights }: Place): void {
  const total = layout.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  if (total !== weights.length) throw new RangeError(`${weights.length} weights, a layout of ${total}`);
}

/** `weights` + `step` · `direction`. */
export function moved(weights: Float64Array, direction: Float64Array, step: number): Float64Array {
  return weights.map((weight, index) => weight + step * (direction[index] ?? 0));
}

export function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

export const norm = (vector: Float64Array): number => Math.sqrt(dot(vector, vector));

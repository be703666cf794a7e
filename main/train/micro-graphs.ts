// A training step in pieces, for batches that do not fit into memory at once: the gradient of some images, the ascent from a
// gradient, and the update from gradients.
import type { Value } from '../onnx/builder.ts';
import type { Model } from '../onnx/model.ts';
import type { StaticGraph } from '../onnx/specialise.ts';
import { combine, globalNorm } from '../optim/ascent.ts';
import { divide } from './divide.ts';
import { nextName, StepBuilder, type StepGraph, type StepPlan, type StepSignature, updateState } from './step-graph.ts';

export const gradientName = (prefix: 'plain' | 'perturbed', index: number) => `${prefix}/${index}`;
export const perturbedName = (weight: string) => `moved/${weight}`;
export const freshName = (buffer: string) => `fresh/${buffer}`;

export interface GradientGraph {
  readonly model: Model;
  readonly masks: StepSignature['masks'];
  readonly scalars: readonly string[];
  /** Whether it gives the running statistics after these images, as `next/x`. */
  readonly movesStatistics: boolean;
}

/**
 * Inputs `image` `[m,C,H,W]`, `target` `[m,K]`, the weights and running statistics; outputs `loss` (mean over the m images),
 * `logits` `[m,K]` and the gradient of that mean by every weight, `plain/i`.
 */
export function gradientGraph(part: StaticGraph, plan: StepPlan, movesStatistics: boolean): GradientGraph {
  const step = new StepBuilder(part, plan);
  const { builder } = step;
  const divided = divide(part, plan.trainable);
  const features = step.features(divided, step.image);
  const pass = step.pass(divided, step.weights, features, step.target, movesStatistics);
  builder.output(pass.loss.mean, 'loss');
  builder.output(pass.logits, 'logits');
  pass.gradients.forEach((gradient, index) => {
    builder.output(gradient, gradientName('plain', index));
  });
  if (movesStatistics) for (const name of plan.buffers) builder.output(step.nextOf(name), nextName(name));
  return { model: builder.build('gradient'), masks: step.masks, scalars: step.scalars, movesStatistics };
}

/** From weights and their gradients `plain/i` to the weights at the end of the ascent, `moved/x`, and `gradientNorm`. */
export function ascentGraph(part: StaticGraph, plan: StepPlan): Model {
  const step = new StepBuilder(part, { ...plan, buffers: [] });
  const gradients = gradientInputs(step, 'plain');
  const norm = globalNorm(step.builder, gradients);
  step.perturbed(gradients, norm).forEach((moved, index) => {
    step.builder.output(moved, perturbedName(plan.trainable[index] ?? ''));
  });
  step.builder.output(norm, 'gradientNorm');
  return step.builder.build('ascent');
}

/**
 * The end of a step: from the state, the gradients it goes by (`perturbed/i`; for a thorough step `plain/i` too), and the
 * running statistics after it (`fresh/x`), to the state one step on.
 */
export function updateGraph(part: StaticGraph, plan: StepPlan): StepGraph {
  const step = new StepBuilder(part, plan);
  const { builder } = step;
  const last = gradientInputs(step, 'perturbed');
  const direction =
    plan.kind === 'thorough' ? combine(builder, gradientInputs(step, 'plain'), last, step.scalar('lambda')) : last;
  for (const name of plan.buffers) step.setNext(name, builder.input(freshName(name), 'float32', step.shapeOf(name)));
  updateState(step, direction);
  return step.finish();
}

function gradientInputs(step: StepBuilder, prefix: 'plain' | 'perturbed'): readonly Value[] {
  return step.flatShapes.map((shape, index) => step.builder.input(gradientName(prefix, index), 'float32', shape));
}

// Before a backbone is trained: which of its operators have no gradient, and what of it can be trained all the same.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { BackboneCard } from '../../shared/domain/backbone.ts';
import { preflight as operatorsWithoutRule, trainableWeights } from '../autodiff/preflight.ts';
import { judging } from '../autodiff/rule.ts';
import { portable } from '../autodiff/rules/index.ts';
import { backpropagate, forward } from '../autodiff/walk.ts';
import { GraphBuilder } from '../onnx/builder.ts';
import type { Model } from '../onnx/model.ts';
import { classifierNames } from '../onnx/preset/classifier.ts';
import { type StaticGraph, specialise } from '../onnx/specialise.ts';

export type Trainable = Pick<BackboneCard, 'withoutGradient' | 'canFineTune'>;

/**
 * The new head can always be trained: nothing before it needs a gradient then.
 * @param model as `withHead` makes it
 */
export function preflight(model: Model): Trainable {
  const sizes = model.graph.inputs[0]?.shape.slice(1).map(Number) ?? [];
  const graph = specialise(model, [1, ...sizes]);
  const heads: readonly string[] = Object.values(classifierNames);
  const weights = trainableWeights(graph).filter((name) => !heads.includes(name));
  const withoutRule = operatorsWithoutRule(graph, weights).map(({ operator }) => operator);
  const withoutGradient = withoutRule.length > 0 ? [...new Set(withoutRule)] : tried(graph, weights);
  return { withoutGradient, canFineTune: withoutGradient.length === 0 ? 'all' : 'head-only' };
}

/** Operators whose gradient is zero everywhere: nothing before them would learn anything. */
const steps = new Set(['Round', 'Floor', 'Ceil', 'Sign']);

function stepsIn(graph: StaticGraph): string[] {
  return [...new Set(graph.nodes.map(({ operator }) => operator).filter((operator) => steps.has(operator)))];
}

/** Rules may refuse a use of their operator (a window, a mode), which only writing the gradient shows. */
function tried(graph: StaticGraph, weights: readonly string[]): string[] {
  const builder = new GraphBuilder();
  const image = builder.input('image', 'float32', graph.input.shape);
  const targets = weights.flatMap((name) => {
    const tensor = graph.weights.get(name)?.tensor;
    return tensor ? [builder.input(name, tensor.type, tensor.shape)] : [];
  });
  const bindings = new Map([[graph.input.name, image], ...targets.map((value) => [value.name, value] as const)]);
  try {
    const tape = forward(graph, builder, bindings, portable, judging.mode, judging.effects);
    const [logits] = tape.outputs;
    const gradients = logits ? backpropagate(builder, tape, logits, logits, targets) : new Map();
    return targets.every(({ name }) => gradients.has(name)) ? [] : stepsIn(graph);
  } catch (error) {
    if (error instanceof NarashiError && error.code === 'onnx.unsupported') return [String(error.data.operator)];
    throw error;
  }
}

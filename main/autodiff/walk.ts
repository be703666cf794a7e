// The one walk: emits a forward graph through a lowering's rules, then goes back over it, accumulating and un-broadcasting.
import type { GraphBuilder, Value } from '../onnx/builder.ts';
import { qualifiedName } from '../onnx/infer/index.ts';
import type { StaticGraph } from '../onnx/specialise.ts';
import { type Backward, type ForwardEffects, type ForwardMode, type Lowering, RuleContext } from './rule.ts';

interface Step {
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  readonly backward: Backward;
}

/** A forward pass written into a training graph, and the way back through it. */
export interface Tape {
  readonly outputs: readonly Value[];
  readonly steps: readonly Step[];
}

/**
 * Emits `graph` into `builder`. `bindings` gives, by name in `graph`, the values that stand for its input and weights;
 * weights without a binding become constants.
 */
export function forward(
  graph: StaticGraph,
  builder: GraphBuilder,
  bindings: ReadonlyMap<string, Value>,
  lowering: Lowering,
  mode: ForwardMode,
  effects: ForwardEffects,
): Tape {
  const { nodes, outputs: results } = lowering.prepare(graph);
  const values = new Map<string, Value>(bindings);
  const produced = new Set<string>();
  const steps: Step[] = [];
  const resolve = (value: Value): Value => {
    const known = values.get(value.name);
    if (known) return known;
    const tensor = graph.constantOf(value);
    if (!tensor) throw new RangeError(`nothing stands for ${value.name}`);
    const constant = builder.constant(tensor);
    values.set(value.name, constant);
    return constant;
  };
  for (const node of nodes) {
    const inputs = node.inputs.map((input) => input && resolve(input));
    const context = new RuleContext(builder, node, inputs, mode, effects);
    const rule = lowering.rules[qualifiedName(node)];
    const { outputs, backward } = rule
      ? rule(context)
      : { outputs: context.emit(), backward: () => context.fail('it has no gradient') };
    outputs.forEach((output, index) => {
      const name = node.outputs[index]?.name;
      if (name !== undefined) values.set(name, output);
    });
    // A node that passes its input through, or repeats an earlier one, has nothing of its own to go back over.
    const isNew = outputs.some(
      (output) => !produced.has(output.name) && !inputs.some((input) => input?.name === output.name),
    );
    if (isNew) steps.push({ inputs, outputs, backward });
    for (const output of outputs) produced.add(output.name);
  }
  return { outputs: results.map(resolve), steps };
}

/**
 * Gradients of `targets` (training-graph values) given the gradient `seed` of `output`.
 * A target that does not reach the output is absent from the result.
 */
export function backpropagate(
  builder: GraphBuilder,
  tape: Tape,
  output: Value,
  seed: Value,
  targets: readonly Value[],
): ReadonlyMap<string, Value> {
  const active = reachableFrom(tape, targets);
  const gradients = new Map<string, Value>([[output.name, seed]]);
  for (const step of tape.steps.toReversed()) {
    const incoming = step.outputs.map((value) => gradients.get(value.name));
    const wanted = step.inputs.map((input) => input !== undefined && active.has(input.name));
    if (!incoming.some(Boolean) || !wanted.some(Boolean)) continue;
    step.backward(incoming, wanted).forEach((gradient, index) => {
      const input = step.inputs[index];
      if (!gradient || !input || !wanted[index]) return;
      const fitted = sumToShape(builder, gradient, input.shape);
      const earlier = gradients.get(input.name);
      gradients.set(input.name, earlier ? builder.op('Add', [earlier, fitted]) : fitted);
    });
  }
  return gradients;
}

function reachableFrom(tape: Tape, targets: readonly Value[]): ReadonlySet<string> {
  const active = new Set(targets.map((target) => target.name));
  for (const step of tape.steps) {
    if (step.inputs.some((input) => input && active.has(input.name)))
      for (const output of step.outputs) active.add(output.name);
  }
  return active;
}

/** Sums a gradient over the axes along which its input was broadcast. */
export function sumToShape(builder: GraphBuilder, gradient: Value, shape: readonly number[]): Value {
  const extra = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((length, axis) =>
    axis < extra || (shape[axis - extra] === 1 && length !== 1) ? [axis] : [],
  );
  if (axes.length === 0) return gradient;
  const sum = builder.op('ReduceSum', [gradient, builder.ints(axes)], { keepdims: extra > 0 ? 0 : 1 });
  return extra > 0 ? builder.op('Reshape', [sum, builder.ints(shape)]) : sum;
}

// Before training: which tensors can be trained, and whether every operator between them and the output has a gradient.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { StaticNode, Value } from '../onnx/builder.ts';
import { qualifiedName } from '../onnx/infer/index.ts';
import type { StaticGraph } from '../onnx/specialise.ts';
import type { RuleTable } from './rule.ts';
import { portableRules } from './rules/index.ts';

export interface Undifferentiable {
  readonly node: string;
  readonly operator: string;
}

/** Inputs that are parameters of an operator rather than weights: statistics, sizes, limits. */
const parameterInputs: Readonly<Record<string, readonly number[]>> = {
  BatchNormalization: [3, 4],
  Clip: [1, 2],
  Dropout: [1, 2],
  Pad: [1, 2],
  Resize: [1, 2, 3],
};

/** Operators without a gradient on a path from one of the `trainable` weights (by name) to an output. */
export function preflight(
  graph: StaticGraph,
  trainable: Iterable<string>,
  rules: RuleTable = portableRules,
): readonly Undifferentiable[] {
  const active = new Set(trainable);
  const needed = neededValues(graph);
  const missing: Undifferentiable[] = [];
  for (const node of graph.nodes) {
    // Gradients flow through floats only: a path that turns into integers or truths ends there.
    const carrying = node.outputs.filter(({ name, type }) => type.startsWith('float') && needed.has(name));
    if (carrying.length === 0 || !trainedInputs(node).some((input) => active.has(input))) continue;
    for (const output of carrying) active.add(output.name);
    const operator = qualifiedName(node);
    if (!(operator in rules)) missing.push({ node: node.name, operator });
  }
  return missing;
}

/** @throws NarashiError onnx.not-differentiable naming every operator that {@link preflight} finds */
export function assertDifferentiable(
  graph: StaticGraph,
  trainable: Iterable<string>,
  rules: RuleTable = portableRules,
): void {
  const missing = preflight(graph, trainable, rules);
  if (missing.length === 0) return;
  const list = missing.map(({ node, operator }) => `${operator} (${node})`).join(', ');
  throw new NarashiError('onnx.not-differentiable', { count: missing.length, list });
}

/**
 * Names of the float tensors of rank ≥ 1 that reach an output other than as statistics, sizes or limits of an operator, or
 * as the ones and zeros of an InstanceNormalization without parameters.
 */
export function trainableWeights(graph: StaticGraph): readonly string[] {
  const needed = neededValues(graph);
  const used = new Set(
    graph.nodes
      .filter((node) => node.outputs.some(({ name }) => needed.has(name)) && !isPlainInstanceNorm(graph, node))
      .flatMap(trainedInputs),
  );
  return Array.from(graph.weights.keys()).filter((name) => used.has(name));
}

/**
 * An InstanceNormalization without parameters of its own, as PyTorch exports GroupNorm's middle and InstanceNorm by default:
 * it must have a scale and a bias, so they are ones and zeros.
 */
function isPlainInstanceNorm(graph: StaticGraph, node: StaticNode): boolean {
  const [, scale, bias] = node.inputs;
  if (node.operator !== 'InstanceNormalization' || !scale || !bias) return false;
  const isAll = (value: Value, number: number) =>
    graph.weights.get(value.name)?.tensor.data.every((element) => Number(element) === number) ?? true;
  return isAll(scale, 1) && isAll(bias, 0);
}

function trainedInputs(node: StaticNode): readonly string[] {
  const parameters = parameterInputs[qualifiedName(node)] ?? [];
  return node.inputs.flatMap((input, index) => (input && !parameters.includes(index) ? [input.name] : []));
}

/** Every value that an output depends on. */
function neededValues(graph: StaticGraph): ReadonlySet<string> {
  const needed = new Set(graph.outputs.map((output) => output.name));
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output.name))) continue;
    for (const input of node.inputs) if (input) needed.add(input.name);
  }
  return needed;
}

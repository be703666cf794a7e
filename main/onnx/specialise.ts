// Fixes every size of a model: re-emits it for one batch size, so that shapes are static and shape arithmetic folds away.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { GraphBuilder, type StaticNode, type Value } from './builder.ts';
import type { Graph, Model, Node } from './model.ts';
import type { Tensor } from './tensor.ts';

/** A forward graph of static shapes whose weights are named. */
export interface StaticGraph {
  readonly nodes: readonly StaticNode[];
  /** The image input, `[N,C,H,W]`. */
  readonly input: Value;
  readonly outputs: readonly Value[];
  /** Float tensors of the model by name, in the order of first use. */
  readonly weights: ReadonlyMap<string, { readonly value: Value; readonly tensor: Tensor }>;
  readonly constantOf: (value: Value) => Tensor | undefined;
}

/**
 * Re-emits `model` (normalised to one opset) for `inputShape` `[N,C,H,W]`.
 * @throws NarashiError onnx.unsupported naming node and operator, where something cannot be made static
 */
export function specialise(model: Model, inputShape: readonly number[]): StaticGraph {
  const { graph } = model;
  const [info, ...others] = graph.inputs;
  if (!info || others.length > 0) {
    throw new NarashiError('onnx.unreadable', {
      reason: `it has ${graph.inputs.length} inputs, exactly one image input is needed`,
    });
  }
  const builder = new GraphBuilder();
  const values = new Map<string, Value>();
  const weights = new Map<string, { value: Value; tensor: Tensor }>();
  const addTensor = (name: string, tensor: Tensor) => {
    const trainable = tensor.type === 'float32' && tensor.shape.length > 0;
    const value = trainable ? builder.weight(name, tensor) : builder.constant(tensor);
    if (trainable) weights.set(value.name, { value, tensor });
    values.set(name, value);
  };
  values.set(info.name, builder.input(info.name, info.type, inputShape));
  for (const [name, tensor] of graph.initializers) addTensor(name, tensor);
  const consumed = consumedNames(graph);
  for (const node of graph.nodes) {
    const shared = node.operator === 'Identity' ? graph.initializers.get(node.inputs[0] ?? '') : undefined;
    // Exporters store equal weights once and name the others by Identity; training moves them apart again.
    if (shared) addTensor(node.outputs[0] ?? '', shared);
    else emitNode(builder, node, values, consumed);
  }
  const outputs = graph.outputs.map((output) => find(values, output.name, 'output'));
  return {
    nodes: builder.nodes,
    input: find(values, info.name, 'input'),
    outputs,
    weights,
    constantOf: (value) => builder.constantOf(value),
  };
}

function consumedNames(graph: Graph): ReadonlySet<string> {
  return new Set([...graph.nodes.flatMap((node) => node.inputs), ...graph.outputs.map((output) => output.name)]);
}

function emitNode(builder: GraphBuilder, node: Node, values: Map<string, Value>, consumed: ReadonlySet<string>): void {
  const inputs = node.inputs.map((name) => (name === '' ? undefined : find(values, name, node.name)));
  // Trailing outputs nobody reads (a Dropout's mask, a BatchNormalization's statistics) are not asked for.
  const lastUsed = node.outputs.findLastIndex((name) => consumed.has(name));
  if (lastUsed < 0) return;
  const options = { domain: node.domain, name: node.name };
  const outputs = builder.multi(node.operator, inputs, node.attributes, lastUsed + 1, options);
  outputs.forEach((value, index) => {
    const name = node.outputs[index];
    if (name) values.set(name, value);
  });
}

function find(values: ReadonlyMap<string, Value>, name: string, user: string): Value {
  const value = values.get(name);
  if (!value)
    throw new NarashiError('onnx.unreadable', { reason: `${user} refers to ${name}, which nothing produces` });
  return value;
}

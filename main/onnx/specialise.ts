// Fixes every size of a model: re-emits it for one batch size, so that shapes are static and shape arithmetic folds away.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { GraphBuilder, type StaticNode, type Value } from './builder.ts';
import { lowerEinsum } from './einsum.ts';
import type { Graph, Model, Node, ValueInfo } from './model.ts';
import { type BatchChange, scaleBatch } from './static-batch.ts';
import type { Tensor } from './tensor.ts';
import { trainableNames } from './trainable.ts';

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
 * @throws NarashiError onnx.inputs, onnx.input-size, onnx.fixed-batch; onnx.unsupported naming node and operator, where something cannot be made static
 */
export function specialise(model: Model, inputShape: readonly number[]): StaticGraph {
  const { graph } = model;
  const [info, ...others] = graph.inputs;
  if (!info || others.length > 0) {
    const list = graph.inputs.map((input) => input.name).join(', ');
    throw new NarashiError('onnx.inputs', { count: graph.inputs.length, list: list || '-' });
  }
  checkInput(info, inputShape);
  const trainable = trainableNames(graph);
  const builder = new GraphBuilder();
  const values = new Map<string, Value>();
  const weights = new Map<string, { value: Value; tensor: Tensor }>();
  values.set(info.name, builder.input(info.name, info.type, inputShape));
  for (const [name, tensor] of graph.initializers) {
    const isWeight = trainable.has(name);
    const value = isWeight ? builder.weight(name, tensor) : builder.constant(tensor);
    if (isWeight) weights.set(value.name, { value, tensor });
    values.set(name, value);
  }
  const consumed = consumedNames(graph);
  const [from] = info.shape;
  const [to] = inputShape;
  const change = typeof from === 'number' && to !== undefined && from !== to ? { from, to } : undefined;
  for (const node of graph.nodes) {
    try {
      emitNode(builder, node, values, consumed, change);
    } catch (error) {
      throw change ? new NarashiError('onnx.fixed-batch', { ...change, node: node.name }, { cause: error }) : error;
    }
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

/** A model exported for one size cannot see another; a fixed batch can be changed, its other sizes cannot. */
function checkInput(info: ValueInfo, shape: readonly number[]): void {
  const fits =
    info.shape.length === shape.length &&
    info.shape.every((wanted, axis) => axis === 0 || typeof wanted === 'string' || wanted === shape[axis]);
  if (fits) return;
  throw new NarashiError('onnx.input-size', {
    name: info.name,
    wanted: `[${info.shape.join(', ')}]`,
    given: `[${shape.join(', ')}]`,
  });
}

function consumedNames(graph: Graph): ReadonlySet<string> {
  return new Set([...graph.nodes.flatMap((node) => node.inputs), ...graph.outputs.map((output) => output.name)]);
}

function emitNode(
  builder: GraphBuilder,
  node: Node,
  values: Map<string, Value>,
  consumed: ReadonlySet<string>,
  change: BatchChange | undefined,
): void {
  const given = node.inputs.map((name) => (name === '' ? undefined : find(values, name, node.name)));
  // Trailing outputs nobody reads (a Dropout's mask, a BatchNormalization's statistics) are not asked for.
  const lastUsed = node.outputs.findLastIndex((name) => consumed.has(name));
  if (lastUsed < 0) return;
  const inputs = change ? scaleBatch(builder, node, given, change) : given;
  const options = { domain: node.domain, name: node.name };
  const product = node.operator === 'Einsum' ? lowerEinsum(builder, node, inputs) : undefined;
  const outputs = product ? [product] : builder.multi(node.operator, inputs, node.attributes, lastUsed + 1, options);
  outputs.forEach((value, index) => {
    const name = node.outputs[index];
    if (name) values.set(name, value);
  });
}

function find(values: ReadonlyMap<string, Value>, name: string, user: string): Value {
  const value = values.get(name);
  if (!value) throw new NarashiError('onnx.missing-value', { node: user, value: name });
  return value;
}

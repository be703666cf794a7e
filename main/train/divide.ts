// Divides a network into the part that stays as it came and the part that is trained.
import type { StaticNode, Value } from '../onnx/builder.ts';
import type { StaticGraph } from '../onnx/specialise.ts';

export interface DividedGraph {
  /** From the image to {@link features}; undefined where every weight is trained. */
  readonly frozen: StaticGraph | undefined;
  /** What goes from one part to the other; the image itself where nothing is frozen. */
  readonly features: readonly Value[];
  /** From the features to the output. */
  readonly trained: StaticGraph;
}

/**
 * What depends on the image but on no `trainable` weight is frozen. What depends on neither, such as a fixed weight brought
 * into shape, is part of both.
 */
export function divide(graph: StaticGraph, trainable: Iterable<string>): DividedGraph {
  const whole = { frozen: undefined, features: [graph.input], trained: graph };
  const active = new Set(trainable);
  const fromImage = new Set([graph.input.name]);
  const frozen: StaticNode[] = [];
  const trained: StaticNode[] = [];
  const reads = ({ inputs }: StaticNode, names: ReadonlySet<string>) =>
    inputs.some((input) => input && names.has(input.name));
  const produce = ({ outputs }: StaticNode, names: Set<string>) => {
    for (const { name } of outputs) names.add(name);
  };
  for (const node of graph.nodes) {
    if (reads(node, active)) {
      trained.push(node);
      produce(node, active);
    } else if (reads(node, fromImage)) {
      frozen.push(node);
      produce(node, fromImage);
    } else {
      frozen.push(node);
      trained.push(node);
    }
  }
  const isFixed = (value: Value | undefined) => value !== undefined && graph.weights.has(value.name);
  if (!frozen.some((node) => reads(node, fromImage) && node.inputs.some(isFixed))) return whole;
  const features = new Map<string, Value>();
  const need = (value: Value | undefined) => {
    if (value && fromImage.has(value.name)) features.set(value.name, value);
  };
  for (const node of trained) for (const input of node.inputs) need(input);
  for (const output of graph.outputs) need(output);
  const outputs = [...features.values()];
  return {
    frozen: { ...graph, nodes: frozen, outputs },
    features: outputs,
    trained: { ...graph, nodes: trained },
  };
}

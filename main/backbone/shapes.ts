// The type and shape of every value of a model, under the model's own names, for images of one size.
import type { Value } from '../onnx/builder.ts';
import type { Graph, Model, Node } from '../onnx/model.ts';
import { specialise } from '../onnx/specialise.ts';

export interface Shapes {
  readonly of: ReadonlyMap<string, Pick<Value, 'type' | 'shape'>>;
  /** Number of images they are for. */
  readonly batch: number;
  /** Side of the images, pixels. */
  readonly side: number;
}

/** Two images, so that the batch is told from axes of length one; one where the model was exported for one. */
const BATCHES = [2, 1];

/** `sizes`: channels, height and width in the order of the model's input. @throws NarashiError as {@link specialise} does */
export function shapesOf(model: Model, sizes: readonly number[]): Shapes {
  const { nodes, outputs: results } = model.graph;
  const used = new Set([...nodes.flatMap((node) => node.inputs), ...results.map((output) => output.name)]);
  const names = nodes.flatMap((node) => node.outputs.filter((name) => used.has(name)));
  const asked = withOutputs(model, names);
  const [first] = model.graph.inputs[0]?.shape ?? [];
  const batches = typeof first === 'number' && first > 1 ? [first] : BATCHES;
  let failure: unknown;
  for (const batch of batches) {
    try {
      const { outputs } = specialise(asked, [batch, ...sizes]);
      return {
        of: new Map(names.flatMap((name, index) => (outputs[index] ? [[name, outputs[index]]] : []))),
        batch,
        side: Math.max(...sizes),
      };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** The model with these values as its only outputs and without the nodes none of them needs. */
export function withOutputs(model: Model, names: readonly string[]): Model {
  const outputs = names.map((name) => ({ name, type: 'float32' as const, shape: [] }));
  const { graph } = model;
  return { ...model, graph: { ...graph, outputs, nodes: neededNodes(graph, names) } };
}

function neededNodes(graph: Graph, names: readonly string[]): readonly Node[] {
  const needed = new Set(names);
  const kept = graph.nodes.toReversed().filter((node) => {
    const isNeeded = node.outputs.some((name) => needed.has(name));
    if (isNeeded) for (const name of node.inputs) needed.add(name);
    return isNeeded;
  });
  return kept.reverse();
}

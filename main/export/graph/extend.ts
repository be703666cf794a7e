// Adds nodes around a finished graph, under names that nothing in it bears.
import { type AttributeInputs, toAttributes } from '../../onnx/attribute.ts';
import type { Graph, Node } from '../../onnx/model.ts';
import type { Tensor } from '../../onnx/tensor.ts';

/** Names of added values begin so; a graph read from a file may not use it. */
const PREFIX = 'line/';

export class GraphExtension {
  readonly nodes: Node[] = [];
  readonly constants = new Map<string, Tensor>();

  constructor(graph: Graph) {
    const names = [...graph.nodes.flatMap(({ outputs }) => outputs), ...graph.initializers.keys()];
    if (names.some((name) => name.startsWith(PREFIX))) throw new RangeError('the graph was extended before');
  }

  /** A constant under a readable name, which is made unique. */
  constant(name: string, tensor: Tensor): string {
    const full = `${PREFIX}${name}${this.constants.size}`;
    this.constants.set(full, tensor);
    return full;
  }

  /** Adds a node; the name of its output. */
  op(operator: string, inputs: readonly string[], attributes: AttributeInputs = {}, output?: string): string {
    const name = output ?? `${PREFIX}${operator}${this.nodes.length}`;
    this.nodes.push({ operator, domain: '', name, inputs, outputs: [name], attributes: toAttributes(attributes) });
    return name;
  }
}

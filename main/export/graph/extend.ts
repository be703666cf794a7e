// Adds nodes around a finished graph, under names that nothing in it bears.
import { type AttributeInputs, toAttributes } from '../../onnx/attribute.ts';
import type { Graph, Node } from '../../onnx/model.ts';
import type { Tensor } from '../../onnx/tensor.ts';

export class GraphExtension {
  readonly nodes: Node[] = [];
  readonly constants = new Map<string, Tensor>();

  readonly #prefix: string;

  /** @param prefix names of added values begin so; the graph may use none of them */
  constructor(graph: Graph, prefix: string) {
    this.#prefix = prefix;
    const names = [...graph.nodes.flatMap(({ outputs }) => outputs), ...graph.initializers.keys()];
    if (names.some((name) => name.startsWith(prefix))) throw new RangeError('the graph was extended before');
  }

  /** A constant under a readable name, which is made unique. */
  constant(name: string, tensor: Tensor): string {
    const full = `${this.#prefix}${name}${this.constants.size}`;
    this.constants.set(full, tensor);
    return full;
  }

  /** Adds a node; the name of its output. */
  op(operator: string, inputs: readonly string[], attributes: AttributeInputs = {}, output?: string): string {
    const name = output ?? `${this.#prefix}${operator}${this.nodes.length}`;
    this.nodes.push({ operator, domain: '', name, inputs, outputs: [name], attributes: toAttributes(attributes) });
    return name;
  }
}

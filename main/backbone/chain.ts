// Looking back through a graph: who produced a value, which inputs are data, which only arrange it otherwise.
import { readInt, readInts } from '../onnx/attribute.ts';
import { constantOf } from '../onnx/constant.ts';
import type { Graph, Node } from '../onnx/model.ts';
import { type Tensor, toNumbers } from '../onnx/tensor.ts';
import type { Shapes } from './shapes.ts';

export class Chain {
  readonly graph: Graph;
  readonly #producers: ReadonlyMap<string, Node>;
  readonly #shapes: Shapes;
  /** Values computed from the image's pixels; all others are constant once the image's size is known. */
  readonly #data = new Set<string>();

  constructor(graph: Graph, shapes: Shapes) {
    this.graph = graph;
    this.#shapes = shapes;
    this.#producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
    for (const input of graph.inputs) this.#data.add(input.name);
    for (const node of graph.nodes) {
      if (!node.inputs.some((name) => this.#data.has(name))) continue;
      for (const name of node.outputs) if (this.isFloat(name)) this.#data.add(name);
    }
  }

  producer(value: string): Node | undefined {
    return this.#producers.get(value);
  }

  constant(name: string | undefined): Tensor | undefined {
    const given = this.graph.initializers.get(name ?? '');
    if (given) return given;
    const node = this.#producers.get(name ?? '');
    return node && constantOf(node);
  }

  /** Of the value for a small batch; of an initializer its own. */
  shape(value: string): readonly number[] {
    return this.#shapes.of.get(value)?.shape ?? this.graph.initializers.get(value)?.shape ?? [];
  }

  /** Of the square image, pixels. */
  get side(): number {
    return this.#shapes.side;
  }

  isFloat(value: string): boolean {
    return this.#shapes.of.get(value)?.type === 'float32';
  }

  /** Whether the value is computed from the image's pixels. */
  isData(value: string | undefined): value is string {
    return value !== undefined && this.#data.has(value);
  }

  /** The one input that pixels reach; undefined where they reach several or none. */
  data(node: Node): string | undefined {
    const given = node.inputs.filter((name) => this.isData(name));
    return given.length === 1 ? given[0] : undefined;
  }

  /** The value before a node that only arranges numbers otherwise (or, like Dropout, leaves them alone while judging). */
  before(node: Node): string | undefined {
    return arranging.has(node.operator) && node.domain === '' ? node.inputs[0] : undefined;
  }

  /** Back through nodes that only arrange, to the value they arrange. */
  bare(value: string): string {
    const node = this.producer(value);
    const earlier = node && this.before(node);
    return earlier === undefined ? value : this.bare(earlier);
  }

  /** The value whose positions `node` averages, with the axis of its channels, where that is what it does. */
  averaged(node: Node): { readonly value: string; readonly channels: number } | undefined {
    const [value = ''] = node.inputs;
    const shape = this.shape(value);
    const last = shape.length - 1;
    if (node.operator === 'GlobalAveragePool') return { value, channels: 1 };
    if (node.operator === 'AveragePool' && last === 3 && coversAll(node, shape)) return { value, channels: 1 };
    if (node.operator !== 'ReduceMean') return undefined;
    const axes = (readInts(node, 'axes', undefined) ?? this.#axesInput(node))?.map(
      (axis) => (axis + last + 1) % (last + 1),
    );
    const averages = (...wanted: number[]) =>
      axes?.length === wanted.length && wanted.every((axis) => axes.includes(axis));
    if (last === 3 && averages(2, 3)) return { value, channels: 1 };
    if (last === 3 && averages(1, 2)) return { value, channels: 3 };
    if (last === 2 && averages(1)) return { value, channels: 2 };
    return undefined;
  }

  /** The token sequence whose first token `node` takes. */
  firstToken(node: Node): string | undefined {
    const [value = '', index] = node.inputs;
    if (node.operator !== 'Gather' || this.shape(value).length !== 3 || readInt(node, 'axis', 0) !== 1)
      return undefined;
    const tensor = this.constant(index);
    return tensor && tensor.data.length === 1 && toNumbers(tensor)[0] === 0 ? value : undefined;
  }

  #axesInput(node: Node): readonly number[] | undefined {
    const tensor = this.constant(node.inputs[1]);
    return tensor && toNumbers(tensor);
  }
}

const arranging = new Set(['Flatten', 'Reshape', 'Squeeze', 'Unsqueeze', 'Dropout', 'Identity']);

/** A window as large as the map, without padding: what exporters make of a global average over a fixed size. */
function coversAll(node: Node, shape: readonly number[]): boolean {
  const kernel = readInts(node, 'kernel_shape', []);
  const pads = readInts(node, 'pads', []);
  return (
    kernel.length === 2 && kernel.every((length, axis) => length === shape[axis + 2]) && pads.every((pad) => pad === 0)
  );
}

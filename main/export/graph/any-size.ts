// The graph with the resizing inside: 8-bit RGB pictures of any size in, resized as Pillow's BILINEAR does, bit for bit.
// The filter's weights (main/data/resize.ts) are computed in the graph and applied as two products of 64-bit matrices,
// whose sums are whole numbers below 2^53 and so exact.
import type { Model } from '../../onnx/model.ts';
import { fromNumbers, int64 } from '../../onnx/tensor.ts';
import { dataTypeCode } from '../../onnx/write.ts';
import { INPUT_NAME } from '../inspection-model.ts';
import { GraphExtension } from './extend.ts';

export const ANY_SIZE_INPUT = 'picture';
/** Fixed-point digits of Pillow's weights. */
const ONE = 2 ** 22;

/** Input `picture` uint8 `[batch,height,width,3]`, RGB; outputs as before. All pictures of a batch have one size. */
export function withResizing(model: Model): Model {
  const [input] = model.graph.inputs;
  const [, , height, width] = input?.shape ?? [];
  if (typeof height !== 'number' || typeof width !== 'number') throw new RangeError('the network needs a fixed size');
  const graph = new GraphExtension(model.graph, 'resize/');
  const maker = new Resizer(graph);
  const wide = graph.op('Cast', [ANY_SIZE_INPUT], { to: dataTypeCode('float64') });
  // [B,H,W,3] → [B,3,H,W]: rows first, then columns, each rounded to whole grey levels, in Pillow's order.
  const planes = graph.op('Transpose', [wide], { perm: [0, 3, 1, 2] });
  const shape = graph.op('Shape', [ANY_SIZE_INPUT]);
  const sizeAt = (axis: number) => graph.op('Gather', [shape, graph.constant('axis', int64([], [axis]))]);
  const across = graph.op('MatMul', [planes, maker.weights(sizeAt(2), width)]);
  const rows = maker.toGrey(across);
  const down = graph.op('Transpose', [maker.weights(sizeAt(1), height)], { perm: [1, 0] });
  const resized = maker.toGrey(graph.op('MatMul', [down, rows]));
  graph.op('Cast', [resized], { to: dataTypeCode('float32') }, INPUT_NAME);
  return {
    ...model,
    graph: {
      ...model.graph,
      inputs: [{ name: ANY_SIZE_INPUT, type: 'uint8', shape: ['batch', 'height', 'width', 3] }],
      nodes: [...graph.nodes, ...model.graph.nodes],
      initializers: new Map([...model.graph.initializers, ...graph.constants]),
    },
  };
}

class Resizer {
  readonly #graph: GraphExtension;

  constructor(graph: GraphExtension) {
    this.#graph = graph;
  }

  number(value: number): string {
    return this.#graph.constant('number', fromNumbers('float64', [], [value]));
  }

  /** Sums of fixed-point products → grey levels: (sum + half) >> 22. */
  toGrey(sums: string): string {
    const { op } = bound(this.#graph);
    return op('Floor', [op('Div', [op('Add', [sums, this.number(ONE / 2)]), this.number(ONE)])]);
  }

  /** Pillow's fixed-point weights `[from,to]` for `from` samples (a value of the graph) made `to`. */
  weights(from: string, to: number): string {
    const { op } = bound(this.#graph);
    const whole = (value: number) => this.#graph.constant('whole', int64([], [value]));
    const wide = (value: string) => op('Cast', [value], { to: dataTypeCode('float64') });
    const samples = wide(from);
    const scale = op('Div', [samples, this.number(to)]);
    const support = op('Max', [scale, this.number(1)]);
    const places = fromNumbers(
      'float64',
      [1, to],
      Array.from({ length: to }, (_, place) => place + 0.5),
    );
    const centre = op('Mul', [this.#graph.constant('places', places), scale]);
    // First and last sample that Pillow looks at: what lies outside weighs nothing, also where the triangle would reach.
    const trunc = (value: string) => wide(op('Cast', [value], { to: dataTypeCode('int64') }));
    const half = this.number(0.5);
    const start = op('Max', [trunc(op('Add', [op('Sub', [centre, support]), half])), this.number(0)]);
    const end = op('Min', [trunc(op('Add', [op('Add', [centre, support]), half])), samples]);
    const axis = this.#graph.constant('axis', int64([1], [1]));
    const sample = op('Unsqueeze', [wide(op('Range', [whole(0), from, whole(1)])), axis]);
    const distance = op('Abs', [
      op('Mul', [op('Add', [op('Sub', [sample, centre]), half]), op('Div', [this.number(1), support])]),
    ]);
    const triangle = op('Max', [op('Sub', [this.number(1), distance]), this.number(0)]);
    const inside = op('And', [op('GreaterOrEqual', [sample, start]), op('Less', [sample, end])]);
    const weight = op('Where', [inside, triangle, this.number(0)]);
    const zero = this.#graph.constant('axis', int64([1], [0]));
    const share = op('Div', [weight, op('ReduceSum', [weight, zero], { keepdims: 1 })]);
    // Where a size does not change Pillow leaves the samples alone; so do these weights: 1 at the place itself.
    return op('Floor', [op('Add', [op('Mul', [share, this.number(ONE)]), half])]);
  }
}

const bound = (graph: GraphExtension) => ({ op: graph.op.bind(graph) });

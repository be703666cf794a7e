// The state of a run (weights, optimizer slots, buffers) in two shared-memory copies that take turns as input and output.
import { elementCount, float32, type TensorOf } from '../onnx/tensor.ts';
import type { NamedShape } from './step-graph.ts';

export type StateTensors = Readonly<Record<string, TensorOf<'float32'>>>;

export class TrainingState {
  readonly layout: readonly NamedShape[];
  readonly #sides: readonly [Float32Array, Float32Array];
  readonly #views: readonly [StateTensors, StateTensors];
  #current: 0 | 1 = 0;

  /** Everything starts at zero; `set` the weights. */
  constructor(layout: readonly NamedShape[]) {
    this.layout = layout;
    const total = layout.reduce((sum, { shape }) => sum + elementCount(shape), 0);
    const allocate = () => new Float32Array(new SharedArrayBuffer(Math.max(1, total) * Float32Array.BYTES_PER_ELEMENT));
    this.#sides = [allocate(), allocate()];
    this.#views = [viewsOf(layout, this.#sides[0]), viewsOf(layout, this.#sides[1])];
  }

  /** Which side holds the present state. */
  get side(): 0 | 1 {
    return this.#current;
  }

  views(side: 0 | 1): StateTensors {
    return this.#views[side];
  }

  /** A tensor of the present state (a live view). */
  get(name: string): Float32Array {
    const tensor = this.#views[this.#current][name];
    if (!tensor) throw new RangeError(`no state ${name}`);
    return tensor.data;
  }

  has(name: string): boolean {
    return name in this.#views[this.#current];
  }

  /** Makes the side the last step wrote the present one. Not calling it discards the step. */
  commit(): void {
    this.#current = this.#current === 0 ? 1 : 0;
  }

  /** Whether the named tensors are finite on the side the last step wrote. */
  nextIsFinite(names: readonly string[]): boolean {
    const next = this.#views[this.#current === 0 ? 1 : 0];
    return names.every((name) => next[name]?.data.every(Number.isFinite));
  }

  /** All of the present state as one block, in layout order: what a checkpoint stores. */
  get block(): Float32Array {
    return this.#sides[this.#current];
  }
}

function viewsOf(layout: readonly NamedShape[], block: Float32Array): StateTensors {
  const views: Record<string, TensorOf<'float32'>> = {};
  let offset = 0;
  for (const { name, shape } of layout) {
    const count = elementCount(shape);
    views[name] = float32(shape, block.subarray(offset, offset + count));
    offset += count;
  }
  return views;
}

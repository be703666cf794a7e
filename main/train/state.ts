// The state of a run (weights, optimizer slots, buffers) in two shared-memory copies that take turns as input and output.
// On an executor with a residence the copies are on its device while steps go on, and here only once they were fetched.
import type { BoundTensor, Residence } from '../engine/executor.ts';
import { elementCount, float32, type TensorOf } from '../onnx/tensor.ts';
import type { NamedShape } from './step-graph.ts';

export type StateTensors = Readonly<Record<string, TensorOf<'float32'> & Pick<BoundTensor, 'resident'>>>;

export type Side = 0 | 1;

export class TrainingState {
  readonly layout: readonly NamedShape[];
  readonly #sides: readonly [Float32Array, Float32Array];
  readonly #views: readonly [StateTensors, StateTensors];
  readonly #residence: Residence | undefined;
  #current: Side = 0;
  /** Whether the memory of the present side is behind the device's. */
  #isBehind = false;

  /** Everything starts at zero; `set` the weights. */
  constructor(layout: readonly NamedShape[], residence?: Residence) {
    this.layout = layout;
    this.#residence = residence;
    const total = layout.reduce((sum, { shape }) => sum + elementCount(shape), 0);
    const allocate = () => new Float32Array(new SharedArrayBuffer(Math.max(1, total) * Float32Array.BYTES_PER_ELEMENT));
    this.#sides = [allocate(), allocate()];
    const views = (block: Float32Array) => viewsOf(layout, block, residence !== undefined);
    this.#views = [views(this.#sides[0]), views(this.#sides[1])];
  }

  /** Which side holds the present state. */
  get side(): Side {
    return this.#current;
  }

  views(side: Side): StateTensors {
    return this.#views[side];
  }

  /** A tensor of the present state: a live view, to be written to before the first step only. @throws RangeError where the state has to be fetched first */
  get(name: string): Float32Array {
    this.#requireHere();
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
    this.#isBehind = this.#residence !== undefined;
  }

  /** Brings a side, the present one unless told, from the device into its memory. */
  async fetch(side: Side = this.#current): Promise<void> {
    await this.#residence?.fetch(Object.values(this.#views[side]));
    if (side === this.#current) this.#isBehind = false;
  }

  /** Whether the named tensors are finite on the side the last step wrote, which lies in memory. */
  nextIsFinite(names: readonly string[]): boolean {
    const next = this.#views[this.#current === 0 ? 1 : 0];
    return names.every((name) => next[name]?.data.every(Number.isFinite));
  }

  /** All of the present state as one block, in layout order: what a checkpoint stores. @throws RangeError as {@link get} */
  get block(): Float32Array {
    this.#requireHere();
    return this.#sides[this.#current];
  }

  /** Replaces all of the present state, on the device too. */
  restore(block: Float32Array): void {
    this.#sides[this.#current].set(block);
    this.#residence?.forget(Object.values(this.#views[this.#current]));
    this.#isBehind = false;
  }

  /** Frees the device's memory. What was fetched before stays here. */
  close(): void {
    for (const side of this.#views) this.#residence?.forget(Object.values(side));
  }

  #requireHere(): void {
    if (this.#isBehind) throw new RangeError('the state is on the device: fetch it first');
  }
}

/** Numbers of resident tensors: no two alike in this process. */
let residents = 0;

function viewsOf(layout: readonly NamedShape[], block: Float32Array, isResident: boolean): StateTensors {
  const views: Record<string, StateTensors[string]> = {};
  let offset = 0;
  for (const { name, shape } of layout) {
    const count = elementCount(shape);
    const tensor = float32(shape, block.subarray(offset, offset + count));
    views[name] = isResident ? { ...tensor, resident: residents++ } : tensor;
    offset += count;
  }
  return views;
}

// Tensors that runs left on the device. They are read back through a second session that only passes them on: asking the
// tensor itself for its data ends the process (onnxruntime-node 1.30).
import type * as ort from 'onnxruntime-node';
import { GraphBuilder } from '../../onnx/builder.ts';
import { writeModel } from '../../onnx/write.ts';
import type { BoundTensor } from '../executor.ts';
import { toOrt } from './tensors.ts';

export class DeviceTensors {
  readonly #held = new Map<number, ort.Tensor>();
  /** Passing sessions by what they pass. */
  readonly #passing = new Map<string, ort.InferenceSession>();
  readonly #open: (model: Uint8Array) => Promise<ort.InferenceSession>;

  constructor(open: (model: Uint8Array) => Promise<ort.InferenceSession>) {
    this.#open = open;
  }

  get(key: number): ort.Tensor | undefined {
    return this.#held.get(key);
  }

  /** The earlier value of the tensor is given back to the device. */
  put(key: number, tensor: ort.Tensor): void {
    this.drop(key);
    this.#held.set(key, tensor);
  }

  drop(key: number): void {
    this.#held.get(key)?.dispose();
    this.#held.delete(key);
  }

  async fetch(bound: readonly BoundTensor[]): Promise<void> {
    const present = bound.flatMap((tensor) => {
      const held = tensor.resident === undefined ? undefined : this.#held.get(tensor.resident);
      return held ? [{ tensor, held }] : [];
    });
    if (present.length === 0) return;
    const session = await this.#session(present.map(({ tensor }) => tensor));
    const feeds = Object.fromEntries(present.map(({ held }, index) => [`in${index}`, held]));
    const fetches = Object.fromEntries(present.map(({ tensor }, index) => [`out${index}`, toOrt(tensor)]));
    await session.run(feeds, fetches);
  }

  async close(): Promise<void> {
    for (const key of [...this.#held.keys()]) this.drop(key);
    for (const session of this.#passing.values()) await session.release();
    this.#passing.clear();
  }

  async #session(bound: readonly BoundTensor[]): Promise<ort.InferenceSession> {
    const key = bound.map(({ type, shape }) => `${type} ${shape}`).join();
    const known = this.#passing.get(key);
    if (known) return known;
    const builder = new GraphBuilder();
    bound.forEach(({ type, shape }, index) => {
      builder.output(builder.op('Identity', [builder.input(`in${index}`, type, shape)]), `out${index}`);
    });
    const session = await this.#open(writeModel(builder.build('passing')));
    this.#passing.set(key, session);
    return session;
  }
}

// The ONNX Runtime sessions of one thread, and the buffers tied to them.
import type * as ort from 'onnxruntime-node';
import type { Bindings, BoundTensor } from '../executor.ts';
import { InferenceSession, Tensor } from './runtime.ts';
import { sessionOptions } from './session-options.ts';

interface OrtBinding {
  readonly program: number;
  readonly session: ort.InferenceSession;
  readonly feeds: Record<string, ort.Tensor>;
  readonly fetches: Record<string, ort.Tensor>;
}

export interface LoadOrder {
  readonly program: number;
  readonly model: Uint8Array;
  readonly profile: string | undefined;
  readonly isSteady: boolean;
}

export class OrtSessions {
  readonly #threads: number;
  readonly #sessions = new Map<number, ort.InferenceSession>();
  readonly #bindings = new Map<number, OrtBinding>();

  constructor(threads: number) {
    this.#threads = threads;
  }

  async load({ program, model, profile, isSteady }: LoadOrder): Promise<void> {
    const session = await InferenceSession.create(model, sessionOptions(this.#threads, profile, isSteady));
    this.#sessions.set(program, session);
  }

  bind(program: number, binding: number, inputs: Bindings, outputs: Bindings): void {
    const session = this.#sessions.get(program);
    if (!session) throw new Error(`program ${program} is not loaded`);
    requireNames('input', session.inputNames, inputs);
    requireNames('output', session.outputNames, outputs);
    this.#bindings.set(binding, { program, session, feeds: tensors(inputs), fetches: tensors(outputs) });
  }

  /** Blocks this thread while it computes. */
  async run(id: number): Promise<void> {
    const binding = this.#bindings.get(id);
    if (!binding) throw new Error(`binding ${id} is gone`);
    await binding.session.run(binding.feeds, binding.fetches);
  }

  async release(program: number): Promise<void> {
    const session = this.#sessions.get(program);
    session?.endProfiling();
    await session?.release();
    this.#sessions.delete(program);
    for (const [id, binding] of this.#bindings) if (binding.program === program) this.#bindings.delete(id);
  }

  async releaseAll(): Promise<void> {
    for (const program of [...this.#sessions.keys()]) await this.release(program);
  }
}

/** ONNX Runtime ignores what it does not know; a buffer nobody writes must not pass unnoticed. */
function requireNames(kind: string, known: readonly string[], bound: Bindings): void {
  const unknown = Object.keys(bound).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`the model has no ${kind} ${unknown}`);
}

function tensors(bound: Bindings): Record<string, ort.Tensor> {
  return Object.fromEntries(Object.entries(bound).map(([name, tensor]) => [name, toOrt(tensor)]));
}

function toOrt(tensor: BoundTensor): ort.Tensor {
  if (tensor.type === 'float32') return new Tensor('float32', tensor.data, tensor.shape);
  if (tensor.type === 'int64') return new Tensor('int64', tensor.data, tensor.shape);
  return new Tensor('uint8', tensor.data, tensor.shape);
}

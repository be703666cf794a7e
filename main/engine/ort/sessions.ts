// The ONNX Runtime sessions of one thread, and the buffers tied to them.
import type * as ort from 'onnxruntime-node';
import type { Bindings, BoundTensor } from '../executor.ts';
import { type Provider, providerTraits } from '../providers.ts';
import { DeviceTensors } from './device-tensors.ts';
import { InferenceSession } from './runtime.ts';
import { sessionOptions } from './session-options.ts';
import { toOrt } from './tensors.ts';

interface OrtBinding {
  readonly program: number;
  readonly session: ort.InferenceSession;
  /** Over the bound memory. */
  readonly feeds: Record<string, ort.Tensor>;
  /** Null: left on the device. */
  readonly fetches: Record<string, ort.Tensor | null>;
  /** Names of inputs and outputs that may lie on the device, with their tensors' numbers. */
  readonly residentInputs: readonly Resident[];
  readonly residentOutputs: readonly Resident[];
}

type Resident = readonly [name: string, key: number];

export interface LoadOrder {
  readonly program: number;
  readonly model: Uint8Array;
  readonly profile?: string | undefined;
  readonly isSteady?: boolean | undefined;
  readonly resident?: readonly string[] | undefined;
}

export class OrtSessions {
  readonly #threads: number;
  readonly #provider: Provider;
  readonly #sessions = new Map<number, ort.InferenceSession>();
  readonly #bindings = new Map<number, OrtBinding>();
  readonly #device: DeviceTensors;

  constructor(threads: number, provider: Provider = 'cpu') {
    this.#threads = threads;
    this.#provider = provider;
    this.#device = new DeviceTensors((model) => this.#create({ model }));
  }

  async load(order: LoadOrder): Promise<void> {
    this.#sessions.set(order.program, await this.#create(order));
  }

  bind(program: number, binding: number, inputs: Bindings, outputs: Bindings): void {
    const session = this.#sessions.get(program);
    if (!session) throw new Error(`program ${program} is not loaded`);
    requireNames('input', session.inputNames, inputs);
    requireNames('output', session.outputNames, outputs);
    const keeps = providerTraits[this.#provider].keepsTensors;
    const residentOutputs = keeps ? residentOf(outputs) : [];
    this.#bindings.set(binding, {
      program,
      session,
      feeds: tensors(inputs),
      fetches: { ...tensors(outputs), ...Object.fromEntries(residentOutputs.map(([name]) => [name, null])) },
      residentInputs: keeps ? residentOf(inputs) : [],
      residentOutputs,
    });
  }

  /** Blocks this thread while it computes. */
  async run(id: number): Promise<void> {
    const binding = this.#bindings.get(id);
    if (!binding) throw new Error(`binding ${id} is gone`);
    const { session, feeds, fetches, residentInputs, residentOutputs } = binding;
    const onDevice = residentInputs.flatMap(([name, key]) => {
      const tensor = this.#device.get(key);
      return tensor ? [[name, tensor] as const] : [];
    });
    const results = await session.run({ ...feeds, ...Object.fromEntries(onDevice) }, fetches);
    if (residentOutputs.length === 0) return;
    for (const [name, key] of residentOutputs) {
      const result = results[name];
      if (result?.location !== 'gpu-buffer') throw new Error(`output ${name} was not left on the device`);
      this.#device.put(key, result);
    }
    // Where outputs stay on the device, the binding does not write the others into the memory it was given.
    for (const [name, bound] of Object.entries(fetches)) if (bound) copyInto(bound, results[name]);
  }

  /** Writes what the device holds of these tensors into their memory. */
  fetch(bound: readonly BoundTensor[]): Promise<void> {
    return this.#device.fetch(bound);
  }

  /** From now on these tensors' memory counts. */
  forget(bound: readonly BoundTensor[]): void {
    for (const { resident } of bound) if (resident !== undefined) this.#device.drop(resident);
  }

  async release(program: number): Promise<void> {
    const session = this.#sessions.get(program);
    session?.endProfiling();
    await session?.release();
    this.#sessions.delete(program);
    for (const [id, binding] of this.#bindings) if (binding.program === program) this.#bindings.delete(id);
  }

  async releaseAll(): Promise<void> {
    await this.#device.close();
    for (const program of [...this.#sessions.keys()]) await this.release(program);
  }

  #create(order: Omit<LoadOrder, 'program'>): Promise<ort.InferenceSession> {
    const { model, profile, isSteady, resident } = order;
    const wishes = { threads: this.#threads, provider: this.#provider, profile, isSteady, resident };
    return InferenceSession.create(model, sessionOptions(wishes));
  }
}

/** ONNX Runtime ignores what it does not know; a buffer nobody writes must not pass unnoticed. */
function requireNames(kind: string, known: readonly string[], bound: Bindings): void {
  const unknown = Object.keys(bound).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`the model has no ${kind} ${unknown}`);
}

function copyInto(bound: ort.Tensor, result: ort.Tensor | undefined): void {
  const [to, from] = [bound.data, result?.data];
  if (to instanceof Float32Array && from instanceof Float32Array) to.set(from);
  else if (to instanceof BigInt64Array && from instanceof BigInt64Array) to.set(from);
  else if (to instanceof Uint8Array && from instanceof Uint8Array) to.set(from);
  else throw new TypeError('an output came in another type than it was bound with');
}

function residentOf(bound: Bindings): Resident[] {
  return Object.entries(bound).flatMap(([name, { resident }]) => (resident === undefined ? [] : [[name, resident]]));
}

function tensors(bound: Bindings): Record<string, ort.Tensor> {
  return Object.fromEntries(Object.entries(bound).map(([name, tensor]) => [name, toOrt(tensor)]));
}

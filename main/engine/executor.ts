// What training needs from whatever runs its graphs: load a model once, bind buffers once, run many times.
import type { DataType, TensorOf } from '../onnx/tensor.ts';

/** A tensor over memory that both the caller and the device side see. */
export type BoundTensor = (TensorOf<'float32'> | TensorOf<'int64'> | TensorOf<'uint8'>) & {
  /** A number of its own: an executor with a {@link Residence} may leave the tensor on its device between runs. */
  readonly resident?: number;
};

export type Bindings = Readonly<Record<string, BoundTensor>>;

/** A program with its buffers: we allocate nothing per run (onnxruntime-node makes and drops its own copy of the outputs). */
export interface Binding {
  /** Reads the inputs, computes, writes the outputs. Resolves when the outputs are in place. */
  run(): Promise<void>;
}

export interface Program {
  /**
   * Ties buffers to inputs and outputs by name. An output may never share memory with an input of the same binding:
   * the runtime writes outputs before it has read all inputs.
   */
  bind(inputs: Bindings, outputs: Bindings): Binding;
  close(): Promise<void>;
}

/**
 * Tensors that stay on an executor's device from one run to the next. What a run writes into a resident tensor is on the
 * device only, until it is fetched; a run that reads it takes it from there.
 */
export interface Residence {
  /** Writes the tensors' values on the device into their memory. Those that are not on the device stay as they are. */
  fetch(tensors: readonly BoundTensor[]): Promise<void>;
  /** What lies in the tensors' memory counts again: the device's copies are dropped before anything else runs. */
  forget(tensors: readonly BoundTensor[]): void;
}

export interface ExecutorInfo {
  /** For example `onnxruntime-node 1.30.0`. */
  readonly runtime: string;
  readonly executionProvider: string;
  readonly threads: number;
}

export interface Executor {
  readonly info: ExecutorInfo;
  /** Absent where every run reads its inputs from memory and writes its outputs there. */
  readonly residence?: Residence | undefined;
  /** Compiles a model. @throws NarashiError engine.load-failed */
  load(model: Uint8Array, options?: LoadOptions): Promise<Program>;
  close(): Promise<void>;
}

export interface LoadOptions {
  /** Writes a profile of every node to this path prefix. */
  readonly profile?: string;
  /** The same sizes come again and again: memory is laid out once. */
  readonly isSteady?: boolean;
  /** Outputs that may stay on the device; they must be bound to resident tensors. */
  readonly resident?: readonly string[];
}

/** Memory that crosses threads without copies. */
export function sharedTensor(type: 'float32', shape: readonly number[]): TensorOf<'float32'>;
export function sharedTensor(type: 'int64', shape: readonly number[]): TensorOf<'int64'>;
export function sharedTensor(type: 'uint8', shape: readonly number[]): TensorOf<'uint8'>;
export function sharedTensor(type: BoundTensor['type'], shape: readonly number[]): BoundTensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const buffer = new SharedArrayBuffer(count * bytes[type]);
  if (type === 'float32') return { type, shape, data: new Float32Array(buffer) };
  if (type === 'int64') return { type, shape, data: new BigInt64Array(buffer) };
  return { type, shape, data: new Uint8Array(buffer) };
}

const bytes = { float32: 4, int64: 8, uint8: 1 } satisfies Partial<Record<DataType, number>>;

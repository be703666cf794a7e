// Numbers between our memory and tfjs: int64 and uint8 travel as int32, and nothing that does not fit passes.
import { elementCount, type Tensor as OnnxTensor } from '../../onnx/tensor.ts';
import type { BoundTensor } from '../executor.ts';
import type { Tensor, Tf } from './api.ts';
import { keptType } from './operator.ts';

const LIMIT = 2n ** 31n;

/** @throws RangeError where a number does not fit 32 bits */
export function toTensor(tf: Tf, { type, shape, data }: OnnxTensor): Tensor {
  const kept = keptType(type);
  if (!kept) throw new RangeError(`tensors of ${type} are not supported`);
  // Copies: the caller's memory is shared with other threads and changes between runs.
  if (data instanceof BigInt64Array) return tf.tensor(Int32Array.from(data, toInt32), [...shape], 'int32');
  if (data instanceof Float32Array) return tf.tensor(new Float32Array(data), [...shape], 'float32');
  if (kept === 'bool') return tf.tensor(Uint8Array.from(data, Number), [...shape], 'bool');
  return tf.tensor(Int32Array.from(data, Number), [...shape], 'int32');
}

function toInt32(value: bigint): number {
  if (value >= -LIMIT && value < LIMIT) return Number(value);
  throw new RangeError(`${value} does not fit the 32 bits TensorFlow.js has`);
}

/** Copies a result into the memory bound to it. @throws RangeError where type or size differ */
export async function copyTo(target: BoundTensor, tensor: Tensor): Promise<void> {
  const values = await tensor.data();
  if (values.length !== elementCount(target.shape)) {
    throw new RangeError(`a result of [${tensor.shape}] does not fit a buffer of [${target.shape}]`);
  }
  if (target.type === 'int64') target.data.set(BigInt64Array.from(values, (value) => BigInt(value)));
  else target.data.set(values);
}

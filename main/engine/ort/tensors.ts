// Bound tensors as ONNX Runtime takes them: over the same memory, without a copy.
import type * as ort from 'onnxruntime-node';
import type { BoundTensor } from '../executor.ts';
import { Tensor } from './runtime.ts';

export function toOrt(tensor: BoundTensor): ort.Tensor {
  if (tensor.type === 'float32') return new Tensor('float32', tensor.data, tensor.shape);
  if (tensor.type === 'int64') return new Tensor('int64', tensor.data, tensor.shape);
  return new Tensor('uint8', tensor.data, tensor.shape);
}

// TensorProto → Tensor: raw bytes, typed fields or external files, checked against the declared shape.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import {
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as Proto,
  type TensorProto,
} from './proto/onnx_pb.js';
import type { ReadExternal } from './read.ts';
import { clampToSafe, type DataType, elementCount, fromNumbers, type Tensor } from './tensor.ts';

const dataTypes: Readonly<Partial<Record<number, DataType>>> = {
  [Proto.FLOAT]: 'float32',
  [Proto.UINT8]: 'uint8',
  [Proto.INT8]: 'int8',
  [Proto.UINT16]: 'uint16',
  [Proto.INT16]: 'int16',
  [Proto.INT32]: 'int32',
  [Proto.INT64]: 'int64',
  [Proto.BOOL]: 'bool',
  [Proto.FLOAT16]: 'float16',
  [Proto.DOUBLE]: 'float64',
  [Proto.UINT32]: 'uint32',
  [Proto.UINT64]: 'uint64',
};

const bytesPerElement: Readonly<Record<DataType, number>> = {
  float32: 4,
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  int32: 4,
  int64: 8,
  bool: 1,
  float16: 2,
  float64: 8,
  uint32: 4,
  uint64: 8,
};

/** Number formats that ONNX Runtime cannot train in and this reader does not hold. */
const otherNumbers = /^(BFLOAT16|FLOAT8|FLOAT4|INT4|UINT4|INT2|UINT2)/;

/** @throws NarashiError onnx.precision for other number formats, onnx.unreadable for strings and complex numbers. */
export function dataTypeOf(code: number, name: string): DataType {
  const type = dataTypes[code];
  if (type) return type;
  const known = Proto[code] ?? String(code);
  if (otherNumbers.test(known)) throw new NarashiError('onnx.precision', { tensor: name, type: known.toLowerCase() });
  throw new NarashiError('onnx.unreadable', { reason: `${name} has elements of type ${known}` });
}

/** Reads one tensor. Data is copied where it is not aligned, else shared with the file's bytes. */
export function readTensorProto(proto: TensorProto, readExternal: ReadExternal | undefined): Tensor {
  const type = dataTypeOf(proto.dataType, proto.name);
  const shape = proto.dims.map(clampToSafe);
  const count = elementCount(shape);
  const tensor = readElements(proto, type, shape, readExternal);
  if (tensor.data.length !== count) {
    throw new NarashiError('onnx.unreadable', {
      reason: `tensor ${proto.name} holds ${tensor.data.length} elements, its shape [${shape}] needs ${count}`,
    });
  }
  return tensor;
}

function readElements(
  proto: TensorProto,
  type: DataType,
  shape: readonly number[],
  readExternal: ReadExternal | undefined,
): Tensor {
  if (proto.dataLocation === DataLocation.EXTERNAL)
    return fromRaw(type, shape, externalBytes(proto, readExternal), proto.name);
  if (proto.rawData.length > 0) return fromRaw(type, shape, proto.rawData, proto.name);
  if (type === 'int64') return { type, shape, data: BigInt64Array.from(proto.int64Data) };
  if (type === 'uint64') return { type, shape, data: BigUint64Array.from(proto.uint64Data) };
  // float16 keeps its bits in int32_data.
  if (type === 'float16') return { type, shape, data: Uint16Array.from(proto.int32Data) };
  const list = { float32: proto.floatData, float64: proto.doubleData, uint32: proto.uint64Data.map(clampToSafe) };
  return fromNumbers(
    type,
    shape,
    type === 'float32' || type === 'float64' || type === 'uint32' ? list[type] : proto.int32Data,
  );
}

function externalBytes(proto: TensorProto, readExternal: ReadExternal | undefined): Uint8Array {
  const entry = (key: string) => proto.externalData.find((item) => item.key === key)?.value;
  const location = entry('location') ?? '';
  const refuse = (reason: string, cause?: unknown) =>
    new NarashiError('onnx.external-data', { tensor: proto.name, file: location || '-', reason }, { cause });
  // A model must not make the app open files elsewhere on the disk.
  const outside = location === '' || /^([/\\]|[a-zA-Z]:)/.test(location) || location.split(/[/\\]/).includes('..');
  if (outside) throw refuse('it does not lie beside the model');
  if (!readExternal) throw refuse('only the model file was given');
  const bytes = attempt(() => readExternal(location), refuse);
  const offset = Number(entry('offset') ?? 0);
  const length = Number(entry('length') ?? bytes.length - offset);
  if (!(offset >= 0 && length >= 0 && offset + length <= bytes.length)) throw refuse('it is cut short');
  return bytes.subarray(offset, offset + length);
}

function attempt<T>(action: () => T, refuse: (reason: string, cause: unknown) => NarashiError): T {
  try {
    return action();
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error), error);
  }
}

function fromRaw(type: DataType, shape: readonly number[], raw: Uint8Array, name: string): Tensor {
  const size = bytesPerElement[type];
  if (raw.length % size !== 0) throw new NarashiError('onnx.unreadable', { reason: `tensor ${name} is cut short` });
  const bytes = raw.byteOffset % size === 0 ? raw : new Uint8Array(raw);
  const { buffer, byteOffset } = bytes;
  const length = raw.length / size;
  switch (type) {
    case 'float32':
      return { type, shape, data: new Float32Array(buffer, byteOffset, length) };
    case 'float64':
      return { type, shape, data: new Float64Array(buffer, byteOffset, length) };
    case 'float16':
    case 'uint16':
      return { type, shape, data: new Uint16Array(buffer, byteOffset, length) };
    case 'int8':
      return { type, shape, data: new Int8Array(buffer, byteOffset, length) };
    case 'int16':
      return { type, shape, data: new Int16Array(buffer, byteOffset, length) };
    case 'int32':
      return { type, shape, data: new Int32Array(buffer, byteOffset, length) };
    case 'int64':
      return { type, shape, data: new BigInt64Array(buffer, byteOffset, length) };
    case 'uint8':
    case 'bool':
      return { type, shape, data: new Uint8Array(buffer, byteOffset, length) };
    case 'uint32':
      return { type, shape, data: new Uint32Array(buffer, byteOffset, length) };
    case 'uint64':
      return { type, shape, data: new BigUint64Array(buffer, byteOffset, length) };
  }
}

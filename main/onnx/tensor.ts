// Dense tensors as ONNX stores them: a type, a shape and a typed array in row-major order.

interface TypedArrays {
  float32: Float32Array;
  float64: Float64Array;
  /** IEEE half precision, as raw bits. */
  float16: Uint16Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
  uint64: BigUint64Array;
  bool: Uint8Array;
}

export type DataType = keyof TypedArrays;

/** A tensor of one data type. `shape` is empty for a scalar. */
export interface TensorOf<T extends DataType> {
  readonly type: T;
  readonly shape: readonly number[];
  readonly data: TypedArrays[T];
}

export type Tensor = { [T in DataType]: TensorOf<T> }[DataType];

/** Number of elements of a shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function float32(shape: readonly number[], data: Float32Array | readonly number[]): TensorOf<'float32'> {
  return { type: 'float32', shape, data: data instanceof Float32Array ? data : Float32Array.from(data) };
}

export function int64(shape: readonly number[], data: readonly number[]): TensorOf<'int64'> {
  return { type: 'int64', shape, data: BigInt64Array.from(data, (value) => BigInt(value)) };
}

export function bool(shape: readonly number[], data: readonly boolean[]): TensorOf<'bool'> {
  return { type: 'bool', shape, data: Uint8Array.from(data, Number) };
}

/** The elements as JavaScript numbers (int64 beyond ±2^53 is clamped: ONNX uses such values only to mean "to the end"). */
export function toNumbers(tensor: Tensor): number[] {
  if (tensor.data instanceof BigInt64Array || tensor.data instanceof BigUint64Array) {
    return Array.from(tensor.data, clampToSafe);
  }
  if (tensor.type === 'float16') return Array.from(tensor.data, halfToNumber);
  return Array.from(tensor.data);
}

/** A tensor of `type` from JavaScript numbers. */
export function fromNumbers(type: DataType, shape: readonly number[], numbers: readonly number[]): Tensor {
  switch (type) {
    case 'float32':
      return { type, shape, data: Float32Array.from(numbers) };
    case 'float64':
      return { type, shape, data: Float64Array.from(numbers) };
    case 'float16':
      return { type, shape, data: Uint16Array.from(numbers, numberToHalf) };
    case 'int8':
      return { type, shape, data: Int8Array.from(numbers) };
    case 'int16':
      return { type, shape, data: Int16Array.from(numbers) };
    case 'int32':
      return { type, shape, data: Int32Array.from(numbers) };
    case 'int64':
      return { type, shape, data: BigInt64Array.from(numbers, toBigInt) };
    case 'uint8':
      return { type, shape, data: Uint8Array.from(numbers) };
    case 'uint16':
      return { type, shape, data: Uint16Array.from(numbers) };
    case 'uint32':
      return { type, shape, data: Uint32Array.from(numbers) };
    case 'uint64':
      return { type, shape, data: BigUint64Array.from(numbers, toBigInt) };
    case 'bool':
      return { type, shape, data: Uint8Array.from(numbers, (value) => (value === 0 ? 0 : 1)) };
  }
}

/** Whole part; infinite and undefined numbers become the ends of the range, as casts on CPUs do. */
function toBigInt(value: number): bigint {
  if (Number.isFinite(value)) return BigInt(Math.trunc(value));
  return value > 0 ? 2n ** 63n - 1n : -(2n ** 63n);
}

export function clampToSafe(value: bigint): number {
  const limit = Number.MAX_SAFE_INTEGER;
  return Math.max(-limit, Math.min(limit, Number(value)));
}

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const halfScratch = new DataView(new ArrayBuffer(4));
/** Nearest half, ties to even. */
function numberToHalf(value: number): number {
  halfScratch.setFloat32(0, value);
  const bits = halfScratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  if (Number.isNaN(value)) return sign | 0x7e00;
  const magnitude = Math.abs(value);
  if (magnitude >= 65520) return sign | 0x7c00;
  if (magnitude < 2 ** -14) return sign | roundHalfEven(magnitude * 2 ** 24);
  const exponent = Math.floor(Math.log2(magnitude));
  return sign | (((exponent + 15) << 10) + roundHalfEven((magnitude / 2 ** exponent - 1) * 1024));
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

// Inference of operators that move, cut, join or repeat elements.
import { readInt, readInts, readTensor } from '../attribute.ts';
import { elementCount } from '../tensor.ts';
import { broadcast, type InferRule, size } from './inference.ts';

export const movementRules: Readonly<Record<string, InferRule>> = {
  Shape: (inference) => {
    const { shape } = inference.value(0);
    const part = shape.slice(readInt(inference.node, 'start', 0), readInt(inference.node, 'end', shape.length));
    return [{ type: 'int64', shape: [part.length] }];
  },
  Size: () => [{ type: 'int64', shape: [] }],
  Reshape: (inference) => {
    const { type, shape } = inference.value(0);
    const wanted = inference.ints(1);
    const copied = wanted.map((length, axis) =>
      length === 0 && readInt(inference.node, 'allowzero', 0) === 0 ? size(shape, axis) : length,
    );
    const known = elementCount(copied.filter((length) => length !== -1));
    const result = copied.map((length) => (length === -1 ? elementCount(shape) / known : length));
    const isWhole = result.every((length) => Number.isInteger(length) && length >= 0);
    if (!isWhole || elementCount(result) !== elementCount(shape))
      inference.fail(`[${shape}] cannot become [${wanted}]`);
    return [{ type, shape: result }];
  },
  Flatten: (inference) => {
    const { type, shape } = inference.value(0);
    const listed = readInt(inference.node, 'axis', 1);
    const axis = listed < 0 ? listed + shape.length : listed;
    return [{ type, shape: [elementCount(shape.slice(0, axis)), elementCount(shape.slice(axis))] }];
  },
  Transpose: (inference) => {
    const { type, shape } = inference.value(0);
    const order = readInts(inference.node, 'perm', undefined) ?? shape.map((_, axis) => shape.length - 1 - axis);
    return [{ type, shape: order.map((axis) => size(shape, axis)) }];
  },
  Squeeze: (inference) => {
    const { type, shape } = inference.value(0);
    const axes = inference.optionalInts(1)?.map((axis) => inference.axis(axis, shape.length));
    return [{ type, shape: shape.filter((length, axis) => (axes ? !axes.includes(axis) : length !== 1)) }];
  },
  Unsqueeze: (inference) => {
    const { type, shape } = inference.value(0);
    const listed = inference.ints(1);
    const rank = shape.length + listed.length;
    const axes = listed.map((axis) => inference.axis(axis, rank));
    const rest = [...shape];
    return [
      { type, shape: Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : (rest.shift() ?? 1))) },
    ];
  },
  Concat: (inference) => {
    const { type, shape } = inference.value(0);
    const axis = inference.axis(readInt(inference.node, 'axis', 0), shape.length);
    const total = inference.inputs.reduce((sum, _, index) => {
      const other = inference.value(index).shape;
      const fits = other.length === shape.length && other.every((length, at) => at === axis || length === shape[at]);
      return fits ? sum + size(other, axis) : inference.fail(`shapes [${shape}] and [${other}] do not join at ${axis}`);
    }, 0);
    return [{ type, shape: shape.with(axis, total) }];
  },
  Split: (inference) => {
    const { type, shape } = inference.value(0);
    const axis = inference.axis(readInt(inference.node, 'axis', 0), shape.length);
    const count = inference.node.outputCount;
    const whole = size(shape, axis);
    const chunk = Math.ceil(whole / count);
    const sizes =
      inference.optionalInts(1) ?? Array.from({ length: count }, (_, index) => Math.min(chunk, whole - chunk * index));
    const total = sizes.reduce((sum, length) => sum + length, 0);
    if (total !== whole || sizes.some((length) => length < 0))
      inference.fail(`sizes [${sizes}] do not add up to ${whole}`);
    return sizes.map((length) => ({ type, shape: shape.with(axis, length) }));
  },
  Slice: (inference) => {
    const { type, shape } = inference.value(0);
    const starts = inference.ints(1);
    const ends = inference.ints(2);
    const axes = inference.optionalInts(3) ?? starts.map((_, axis) => axis);
    const steps = inference.optionalInts(4) ?? starts.map(() => 1);
    const result = [...shape];
    axes.forEach((listed, index) => {
      const axis = inference.axis(listed, shape.length);
      const { first, count, step } = sliceRange(
        size(shape, axis),
        starts[index] ?? 0,
        ends[index] ?? 0,
        steps[index] ?? 1,
      );
      if (step === 0 || first < 0) inference.fail('slice with step 0');
      result[axis] = count;
    });
    return [{ type, shape: result }];
  },
  Expand: (inference) => {
    const { type, shape } = inference.value(0);
    const wanted = inference.ints(1);
    return [{ type, shape: broadcast(shape, wanted) ?? inference.fail(`[${shape}] does not expand to [${wanted}]`) }];
  },
  Tile: (inference) => {
    const { type, shape } = inference.value(0);
    const repeats = inference.ints(1);
    return [{ type, shape: shape.map((length, axis) => length * size(repeats, axis)) }];
  },
  Pad: (inference) => {
    const { type, shape } = inference.value(0);
    const pads = inference.ints(1);
    return [{ type, shape: shape.map((length, axis) => length + size(pads, axis) + size(pads, axis + shape.length)) }];
  },
  ConstantOfShape: (inference) => [
    { type: readTensor(inference.node, 'value', undefined)?.type ?? 'float32', shape: inference.ints(0) },
  ],
  Range: (inference) => {
    const [start = 0, limit = 0, delta = 1] = [0, 1, 2].map((index) => size(inference.ints(index), 0));
    return [{ type: inference.value(0).type, shape: [Math.max(0, Math.ceil((limit - start) / delta))] }];
  },
  DepthToSpace: (inference) => {
    const { type, shape } = inference.value(0);
    const block = readInt(inference.node, 'blocksize', 1);
    const [batch = 1, channels = 1, height = 1, width = 1] = shape;
    return [{ type, shape: [batch, channels / block ** 2, height * block, width * block] }];
  },
  SpaceToDepth: (inference) => {
    const { type, shape } = inference.value(0);
    const block = readInt(inference.node, 'blocksize', 1);
    const [batch = 1, channels = 1, height = 1, width = 1] = shape;
    return [{ type, shape: [batch, channels * block ** 2, height / block, width / block] }];
  },
};

/** First index, number of elements and step of one sliced axis, after ONNX's clamping. */
export function sliceRange(
  length: number,
  start: number,
  end: number,
  step: number,
): { first: number; count: number; step: number } {
  const clamp = (index: number, low: number, high: number) => Math.max(low, Math.min(high, index));
  const from = start < 0 ? start + length : start;
  const to = end < 0 ? end + length : end;
  const first = step > 0 ? clamp(from, 0, length) : clamp(from, 0, length - 1);
  const last = step > 0 ? clamp(to, 0, length) : clamp(to, -1, length - 1);
  return { first, count: Math.max(0, Math.ceil((last - first) / step)), step };
}

// Gradient cases of operators that join, cut, pick or frame elements.
import { float32, int64 } from '../../../../../main/onnx/tensor.ts';
import { type GradientCase, randomConstant, uniform } from '../../../../support/central-difference.ts';
import { op, squared } from './common.ts';

const slice = (name: string, ...lists: readonly (readonly number[])[]): GradientCase => ({
  name: `Slice, ${name}`,
  inputs: [uniform([5, 7])],
  build: op('Slice', {}, ...lists),
});

const gather = (
  name: string,
  shape: readonly number[],
  axis: number,
  indexShape: readonly number[],
  indices: readonly number[],
): GradientCase => ({
  name: `Gather, ${name}`,
  inputs: [uniform(shape)],
  build: (builder, x) => builder.op('Gather', [x, builder.constant(int64(indexShape, indices))], { axis }),
});

const pad = (name: string, mode: string, shape: readonly number[], pads: readonly number[]): GradientCase => ({
  name: `Pad, ${mode}, ${name}`,
  inputs: [uniform(shape)],
  build: op('Pad', { mode }, pads),
});

/** Splits and uses the listed parts, each in its own way. */
const split = (
  name: string,
  axis: number,
  sizes: readonly number[] | undefined,
  used: readonly number[],
): GradientCase => ({
  name: `Split, ${name}`,
  inputs: [uniform([3, 6])],
  build: (builder, x) => {
    const count = sizes?.length ?? 3;
    const parts = builder.multi('Split', [x, sizes && builder.ints(sizes)], { axis }, count);
    const chosen = used.flatMap((index) => {
      const part = parts[index];
      return part ? [index % 2 === 0 ? squared(builder, part) : part] : [];
    });
    return builder.op('Concat', chosen, { axis });
  },
});

export const selectionCases: readonly GradientCase[] = [
  {
    name: 'Concat of three, axis 1',
    inputs: [uniform([2, 1, 2]), uniform([2, 3, 2]), uniform([2, 2, 2])],
    build: op('Concat', { axis: 1 }),
  },
  { name: 'Concat of two, axis -1', inputs: [uniform([2, 1]), uniform([2, 3])], build: op('Concat', { axis: -1 }) },
  {
    name: 'Concat around a constant',
    inputs: [uniform([2, 3])],
    build: (builder, x) =>
      builder.op('Concat', [randomConstant(builder, [1, 3]), x, randomConstant(builder, [3, 3])], { axis: 0 }),
  },
  {
    name: 'Concat of a value with itself',
    inputs: [uniform([2, 3])],
    build: (builder, x) => builder.op('Concat', [x, x], { axis: 0 }),
  },
  split('uneven parts', 1, [1, 2, 3], [0, 1, 2]),
  split('even parts, negative axis', -1, undefined, [0, 1, 2]),
  split('first and last part used', 1, [1, 2, 3], [0, 2]),
  split('middle part used', 1, [1, 2, 3], [1]),
  split('one part', 0, [3], [0]),
  slice('start and end', [1, 2], [4, 6]),
  slice('negative bounds and axis', [-4], [-1], [-1]),
  slice('to the end', [2], [2 ** 40], [1]),
  slice('step 2', [0], [7], [1], [2]),
  slice('step 3 from 1, cut short', [1], [6], [1], [3]),
  slice('steps on both axes', [1, 0], [5, 7], [0, 1], [2, 3]),
  slice('reversed', [-1], [-(2 ** 40)], [1], [-1]),
  slice('backwards by 2 and forwards by 2', [-2, 1], [-(2 ** 40), 5], [1, 0], [-2, 2]),
  slice('backwards by 3 to a bound', [6], [0], [1], [-3]),
  slice('single element', [2], [3], [0], [4]),
  gather('scalar index', [3, 4], 0, [], [1]),
  gather('scalar index, negative, last axis', [3, 4], -1, [], [-1]),
  gather('run of indices', [2, 6], 1, [3], [2, 3, 4]),
  gather('permutation', [2, 4, 3], 1, [4], [2, 0, 3, 1]),
  gather('repeated indices, table rows', [4, 3], 0, [2, 3], [0, 3, 0, 1, 0, 3]),
  gather('repeated indices, middle axis', [2, 3, 4], 1, [4], [2, 2, 0, -1]),
  gather('repeated indices, last axis', [2, 3, 4], 2, [2, 2], [1, 1, 0, 1]),
  gather('repeated indices, vector', [5], 0, [3], [4, 4, 1]),
  pad('around', 'constant', [2, 3, 2], [0, 1, 2, 1, 0, 1]),
  pad('negative', 'constant', [4, 5], [-1, 2, -2, -1]),
  {
    name: 'Pad with a value',
    inputs: [uniform([2, 3])],
    build: (builder, x) => builder.op('Pad', [x, builder.ints([1, 0, 0, 2]), builder.constant(float32([], [3]))]),
  },
  pad('both axes', 'reflect', [3, 4], [2, 1, 1, 3]),
  pad('image', 'reflect', [1, 2, 3, 3], [0, 0, 1, 1, 0, 0, 1, 1]),
  pad('both axes', 'edge', [3, 4], [2, 1, 0, 3]),
];

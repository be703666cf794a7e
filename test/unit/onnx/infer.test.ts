// Inferred types and shapes, and folded values, equal what ONNX Runtime computes: a table of nodes and their variants.
import { describe, expect, it } from 'vitest';
import { type AttributeInputs, float, tensorAttribute, toAttributes } from '../../../main/onnx/attribute.ts';
import { GraphBuilder, type Value } from '../../../main/onnx/builder.ts';
import type { Model } from '../../../main/onnx/model.ts';
import { bool, elementCount, float32, fromNumbers, int64, type Tensor } from '../../../main/onnx/tensor.ts';
import { noise, noiseTensor, relativeError, runModel } from './run.ts';

interface Case {
  readonly operator: string;
  readonly inputs: readonly (Tensor | undefined)[];
  readonly attributes?: AttributeInputs;
  readonly outputs?: number;
  /** Inputs from here on must be constant for shapes to be known. */
  readonly settings?: number;
  /** The values must fold, not only the shapes. */
  readonly folds?: boolean;
}

const ints = (...values: number[]) => int64([values.length], values);
const int = (value: number) => int64([], [value]);
const floats = (...values: number[]) => float32([values.length], values);
const flags = (...values: boolean[]) => bool([values.length], values);
const counting = (...shape: number[]) => {
  const count = shape.reduce((product, length) => product * length, 1);
  return int64(shape, [...Array(count).keys()]);
};
const real = (...shape: number[]) => noiseTensor(shape, shape.length + 1);
const positive = (...shape: number[]) =>
  float32(
    shape,
    noise(elementCount(shape), 3).map((value) => Math.abs(value) + 0.1),
  );

const unary = 'Abs Neg Sign Floor Ceil Round Sin Cos Exp Relu'.split(' ');
const otherUnary =
  'Acos Asin Atan Celu Elu Erf HardSigmoid HardSwish Hardmax LeakyRelu LogSoftmax Selu Sigmoid Softmax Softplus Softsign Tan Tanh ThresholdedRelu'.split(
    ' ',
  );
const binary = 'Add Sub Mul Div Min Max'.split(' ');
const comparisons = 'Equal Less Greater LessOrEqual GreaterOrEqual'.split(' ');
const reductions =
  'ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceSumSquare'.split(' ');
const window = { kernel_shape: [3, 2], strides: [2, 1] };
const conv = [real(2, 4, 9, 8), real(6, 4, 3, 3), floats(1, 2, 3, 4, 5, 6)];
const resizeModes = [
  { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
  { mode: 'linear', coordinate_transformation_mode: 'half_pixel' },
];

const cases: readonly Case[] = [
  ...unary.map((operator): Case => ({ operator, inputs: [floats(-1.5, -0.5, 0, 0.5, 1.5, 2.5)], folds: true })),
  ...otherUnary.map((operator): Case => ({ operator, inputs: [real(2, 3, 4)] })),
  ...['Sqrt', 'Log', 'Reciprocal'].map((operator): Case => ({ operator, inputs: [positive(2, 3)], folds: true })),
  ...binary.flatMap((operator): Case[] => [
    { operator, inputs: [real(2, 1, 3), positive(4, 1)], folds: true },
    { operator, inputs: [int64([3], [-7, 7, 9]), ints(2)], folds: true },
  ]),
  { operator: 'Sum', inputs: [real(2, 3), real(3), real(1)], folds: true },
  { operator: 'Mean', inputs: [real(2, 3), real(3)] },
  { operator: 'Pow', inputs: [positive(3), float32([], [2.5])], folds: true },
  { operator: 'Pow', inputs: [ints(2, 3), ints(3)], folds: true },
  { operator: 'Mod', inputs: [ints(-7, 7, 8), ints(3)], folds: true },
  { operator: 'Mod', inputs: [ints(-7, 7, 8), ints(3)], attributes: { fmod: 1 }, folds: true },
  { operator: 'Clip', inputs: [real(2, 3), float32([], [-0.1]), float32([], [0.2])], folds: true },
  { operator: 'Clip', inputs: [ints(1, 5, 9), undefined, int(6)], folds: true },
  ...comparisons.flatMap((operator): Case[] => [
    { operator, inputs: [ints(1, 2, 3), int64([2, 1], [2, 3])], folds: true },
    { operator, inputs: [floats(1, 2), floats(2, 1)], folds: true },
  ]),
  ...['And', 'Or', 'Xor'].map(
    (operator): Case => ({ operator, inputs: [flags(true, false), flags(true, true)], folds: true }),
  ),
  { operator: 'Not', inputs: [flags(true, false)], folds: true },
  { operator: 'IsNaN', inputs: [floats(1, Number.NaN)], folds: true },
  { operator: 'IsInf', inputs: [floats(1, Number.POSITIVE_INFINITY)] },
  { operator: 'Where', inputs: [flags(true, false), real(3, 1), real(1, 2)], folds: true },
  { operator: 'PRelu', inputs: [real(2, 3, 4), real(3, 1)] },
  { operator: 'Dropout', inputs: [real(2, 3), float32([], [0.5])] },
  ...[1, 6, 7, 9].flatMap((to): Case[] => [
    { operator: 'Cast', inputs: [floats(-1.7, 0, 0.4, 2.9)], attributes: { to }, folds: true },
    { operator: 'Cast', inputs: [ints(-1, 0, 5)], attributes: { to }, folds: true },
    { operator: 'Cast', inputs: [flags(true, false)], attributes: { to }, folds: true },
  ]),
  { operator: 'CastLike', inputs: [floats(1.5, 2.5), ints(1)], folds: true },
  { operator: 'Constant', inputs: [], attributes: { value: tensorAttribute(real(2, 2)) }, folds: true },
  { operator: 'Constant', inputs: [], attributes: { value_float: float(2.5) }, folds: true },
  { operator: 'Constant', inputs: [], attributes: { value_int: 3 }, folds: true },
  { operator: 'Constant', inputs: [], attributes: { value_ints: [3, 4] }, folds: true },
  // Shapes and their arithmetic.
  { operator: 'Shape', inputs: [real(2, 3, 4)], folds: true },
  { operator: 'Shape', inputs: [real(2, 3, 4)], attributes: { start: -2 }, folds: true },
  { operator: 'Shape', inputs: [real(2, 3, 4)], attributes: { start: 0, end: -1 }, folds: true },
  { operator: 'Size', inputs: [real(2, 3, 4)], folds: true },
  { operator: 'Range', inputs: [int(2), int(11), int(3)], settings: 0, folds: true },
  { operator: 'Range', inputs: [int(5), int(-2), int(-2)], settings: 0, folds: true },
  { operator: 'Range', inputs: [float32([], [0]), float32([], [1]), float32([], [0.3])], settings: 0, folds: true },
  { operator: 'ConstantOfShape', inputs: [ints(2, 3)], settings: 0, folds: true },
  {
    operator: 'ConstantOfShape',
    inputs: [ints(2)],
    attributes: { value: tensorAttribute(ints(7)) },
    settings: 0,
    folds: true,
  },
  {
    operator: 'ConstantOfShape',
    inputs: [ints()],
    attributes: { value: tensorAttribute(ints(7)) },
    settings: 0,
    folds: true,
  },
  ...[[6, 4], [0, -1], [-1], [2, 0, 4, 1], [4, 3, 2]].map(
    (shape): Case => ({ operator: 'Reshape', inputs: [counting(2, 3, 4), ints(...shape)], settings: 1, folds: true }),
  ),
  ...[0, 1, 2, 3, -1].map(
    (axis): Case => ({ operator: 'Flatten', inputs: [counting(2, 3, 4)], attributes: { axis }, folds: true }),
  ),
  { operator: 'Flatten', inputs: [counting(2, 3, 4)], folds: true },
  { operator: 'Squeeze', inputs: [counting(1, 3, 1)], folds: true },
  { operator: 'Squeeze', inputs: [counting(1, 3, 1), ints(-1)], settings: 1, folds: true },
  { operator: 'Unsqueeze', inputs: [counting(2, 3), ints(0, -1)], settings: 1, folds: true },
  { operator: 'Unsqueeze', inputs: [int(3), ints(0)], settings: 1, folds: true },
  { operator: 'Transpose', inputs: [counting(2, 3, 4)], folds: true },
  { operator: 'Transpose', inputs: [counting(2, 3, 4)], attributes: { perm: [1, 2, 0] }, folds: true },
  { operator: 'Concat', inputs: [counting(2, 3), counting(2, 1)], attributes: { axis: -1 }, folds: true },
  {
    operator: 'Concat',
    inputs: [counting(2, 3), counting(1, 3), counting(1, 3)],
    attributes: { axis: 0 },
    folds: true,
  },
  { operator: 'Expand', inputs: [counting(3, 1), ints(2, 1, 4)], settings: 1, folds: true },
  { operator: 'Expand', inputs: [counting(2, 3), ints(1)], settings: 1, folds: true },
  { operator: 'Tile', inputs: [counting(2, 3), ints(2, 3)], settings: 1, folds: true },
  { operator: 'Split', inputs: [counting(6, 2)], attributes: { axis: 0 }, outputs: 3 },
  { operator: 'Split', inputs: [counting(2, 6), ints(1, 5)], attributes: { axis: -1 }, outputs: 2, settings: 1 },
  ...[
    [ints(1), ints(3)],
    [ints(-2), ints(Number.MAX_SAFE_INTEGER), ints(1)],
    [ints(-1), ints(-Number.MAX_SAFE_INTEGER), ints(-1), ints(-1)],
    [ints(5, 0), ints(0, 4), ints(0, 1), ints(-2, 3)],
    [ints(10), ints(20), ints(0)],
  ].map((settings): Case => ({ operator: 'Slice', inputs: [counting(6, 5), ...settings], settings: 1, folds: true })),
  { operator: 'Pad', inputs: [counting(2, 3), ints(1, 0, 0, 2), int(9)], settings: 1, folds: true },
  { operator: 'Pad', inputs: [real(3, 4), ints(-1, 1, 0, -2)], settings: 1, folds: true },
  { operator: 'Pad', inputs: [real(3, 4), ints(1, 2, 0, 1)], attributes: { mode: 'reflect' }, settings: 1 },
  { operator: 'Gather', inputs: [counting(4, 3), ints(0, -1)], folds: true },
  { operator: 'Gather', inputs: [counting(4, 3), int64([2, 2], [0, 1, 2, 0])], attributes: { axis: 1 }, folds: true },
  { operator: 'Gather', inputs: [counting(4), int(-2)], folds: true },
  {
    operator: 'GatherElements',
    inputs: [counting(2, 3), int64([2, 2], [0, -1, 1, 2])],
    attributes: { axis: 1 },
    folds: true,
  },
  { operator: 'GatherND', inputs: [real(2, 3, 4), int64([2, 2], [0, 1, 1, 2])] },
  { operator: 'GatherND', inputs: [real(2, 3, 4), int64([2, 1], [1, 2])], attributes: { batch_dims: 1 } },
  {
    operator: 'ScatterElements',
    inputs: [counting(3, 3), int64([1, 2], [2, -3]), int64([1, 2], [50, 60])],
    attributes: { axis: 1 },
    folds: true,
  },
  { operator: 'ScatterND', inputs: [counting(4, 2), int64([2, 1], [3, 0]), int64([2, 2], [9, 8, 7, 6])], folds: true },
  { operator: 'ScatterND', inputs: [counting(4, 2), int64([1, 2], [-1, 1]), ints(99)], folds: true },
  { operator: 'Trilu', inputs: [counting(3, 4)], folds: true },
  { operator: 'Trilu', inputs: [counting(2, 3, 3), int(-1)], attributes: { upper: 0 }, folds: true },
  { operator: 'CumSum', inputs: [counting(2, 3), int(1)], folds: true },
  { operator: 'OneHot', inputs: [ints(0, 2), int(3), floats(0, 1)], settings: 1 },
  { operator: 'OneHot', inputs: [ints(0, 2), ints(3), floats(0, 1)], attributes: { axis: 0 }, settings: 1 },
  { operator: 'TopK', inputs: [real(2, 5), ints(2)], outputs: 2, settings: 1 },
  { operator: 'NonZero', inputs: [int64([2, 2], [1, 0, 2, 3])], settings: 0, folds: true },
  { operator: 'DepthToSpace', inputs: [real(1, 8, 2, 3)], attributes: { blocksize: 2 } },
  { operator: 'SpaceToDepth', inputs: [real(1, 2, 4, 6)], attributes: { blocksize: 2 } },
  // Reductions.
  ...reductions.flatMap((operator): Case[] => [
    { operator, inputs: [positive(2, 3, 4)], attributes: { axes: [1, -1] } },
    { operator, inputs: [positive(2, 3)], attributes: { keepdims: 0 } },
  ]),
  ...['ReduceProd', 'ReduceMax', 'ReduceMin'].map(
    (operator): Case => ({ operator, inputs: [ints(2, 3, 4)], attributes: { keepdims: 0 }, folds: true }),
  ),
  { operator: 'ReduceMean', inputs: [real(2, 3)], attributes: { axes: [-1] }, folds: true },
  { operator: 'ReduceSum', inputs: [counting(2, 3), ints(0)], settings: 1, folds: true },
  { operator: 'ReduceSum', inputs: [counting(2, 3)], attributes: { noop_with_empty_axes: 1 }, folds: true },
  { operator: 'ArgMax', inputs: [real(2, 5)], attributes: { axis: -1, keepdims: 0 } },
  { operator: 'ArgMin', inputs: [real(2, 5)] },
  // Products.
  { operator: 'MatMul', inputs: [real(2, 1, 3, 4), real(5, 4, 2)] },
  { operator: 'MatMul', inputs: [real(4), real(4, 2)] },
  { operator: 'MatMul', inputs: [real(2, 3, 4), real(4)] },
  { operator: 'Gemm', inputs: [real(4, 3), real(5, 4), real(5)], attributes: { transA: 1, transB: 1 } },
  { operator: 'Einsum', inputs: [real(2, 3, 4), real(2, 5, 4)], attributes: { equation: 'bnd,bmd->bnm' } },
  { operator: 'Einsum', inputs: [real(2, 3), real(3, 4)], attributes: { equation: 'ij, jk' } },
  // Windows.
  { operator: 'Conv', inputs: conv },
  { operator: 'Conv', inputs: conv, attributes: { pads: [1, 0, 2, 1], strides: [2, 1], dilations: [1, 2] } },
  ...['SAME_UPPER', 'SAME_LOWER', 'VALID'].map(
    (auto_pad): Case => ({ operator: 'Conv', inputs: conv, attributes: { auto_pad, strides: [2, 3] } }),
  ),
  { operator: 'Conv', inputs: [real(1, 4, 6, 6), real(8, 1, 3, 3)], attributes: { group: 4, pads: [1, 1, 1, 1] } },
  { operator: 'Conv', inputs: [real(1, 4, 9), real(2, 4, 3)] },
  ...[
    {},
    { strides: [2, 2], output_padding: [1, 1], pads: [1, 1, 1, 1] },
    { strides: [2, 3], dilations: [2, 1] },
    { group: 2 },
    { strides: [2, 2], output_shape: [11, 12] },
  ].map(
    (attributes): Case => ({ operator: 'ConvTranspose', inputs: [real(1, 4, 5, 6), real(4, 2, 3, 3)], attributes }),
  ),
  ...['SAME_UPPER', 'SAME_LOWER'].map(
    (auto_pad): Case => ({
      operator: 'ConvTranspose',
      inputs: [real(1, 4, 5, 6), real(4, 2, 3, 3)],
      attributes: { auto_pad, strides: [2, 2] },
    }),
  ),
  ...['MaxPool', 'AveragePool'].flatMap((operator): Case[] =>
    [
      { ...window },
      { ...window, ceil_mode: 1 },
      { ...window, pads: [1, 1, 1, 0], ceil_mode: 1 },
      { ...window, auto_pad: 'SAME_UPPER' },
      { kernel_shape: [2, 2], strides: [3, 3], ceil_mode: 1 },
    ].map((attributes): Case => ({ operator, inputs: [real(1, 2, 8, 9)], attributes })),
  ),
  { operator: 'MaxPool', inputs: [real(1, 2, 9, 9)], attributes: { kernel_shape: [3, 3], dilations: [2, 1] } },
  { operator: 'LpPool', inputs: [real(1, 2, 8, 9)], attributes: { ...window } },
  { operator: 'GlobalAveragePool', inputs: [real(2, 3, 4, 5)] },
  { operator: 'GlobalMaxPool', inputs: [real(2, 3, 4, 5)] },
  ...resizeModes.flatMap((attributes): Case[] => [
    { operator: 'Resize', inputs: [real(1, 2, 5, 6), undefined, floats(1, 1, 1.7, 0.6)], attributes, settings: 1 },
    {
      operator: 'Resize',
      inputs: [real(1, 2, 5, 6), undefined, undefined, ints(1, 2, 7, 12)],
      attributes,
      settings: 1,
    },
  ]),
  // Normalisation.
  { operator: 'BatchNormalization', inputs: [real(2, 3, 4), real(3), real(3), real(3), positive(3)] },
  { operator: 'InstanceNormalization', inputs: [real(2, 3, 4, 4), real(3), real(3)] },
  { operator: 'LayerNormalization', inputs: [real(2, 3, 4), real(4), real(4)], attributes: { axis: -1 } },
  { operator: 'LRN', inputs: [real(1, 4, 3, 3)], attributes: { size: 3 } },
  { operator: 'LpNormalization', inputs: [real(2, 4)], attributes: { axis: 1, p: 2 } },
];

const nameOf = (index: number) => `i${index}`;

/** The node in a builder, with inputs before `live` fed from outside and the others constant. */
function emit(builder: GraphBuilder, test: Case, live: number): Value[] {
  const inputs = test.inputs.map((tensor, index) => {
    if (!tensor) return undefined;
    return index < live ? builder.input(nameOf(index), tensor.type, tensor.shape) : builder.constant(tensor);
  });
  return [...builder.multi(test.operator, inputs, test.attributes ?? {}, test.outputs ?? 1)];
}

function modelOf(test: Case, outputs: readonly Value[]): Model {
  const names = outputs.map((_, index) => `o${index}`);
  const present = test.inputs.flatMap((tensor, index) => (tensor ? [{ name: nameOf(index), ...tensor }] : []));
  return {
    opsets: new Map([['', 17]]),
    graph: {
      name: 'test',
      inputs: present.map(({ name, type, shape }) => ({ name, type, shape })),
      outputs: outputs.map(({ type, shape }, index) => ({ name: `o${index}`, type, shape })),
      nodes: [
        {
          operator: test.operator,
          domain: '',
          name: 'node',
          inputs: test.inputs.map((tensor, index) => (tensor ? nameOf(index) : '')),
          outputs: names,
          attributes: toAttributes(test.attributes ?? {}),
        },
      ],
      initializers: new Map(),
    },
    metadata: new Map(),
    producer: 'test',
    description: '',
  };
}

describe('inference and folding', () => {
  cases.forEach((test, number) => {
    it(`${number} ${test.operator} ${Object.keys(test.attributes ?? {})}`, async () => {
      const inferred = emit(new GraphBuilder(), test, test.settings ?? test.inputs.length);
      const feeds = test.inputs.flatMap((tensor, index) => (tensor ? [[nameOf(index), tensor] as const] : []));
      const truth = await runModel(modelOf(test, inferred), Object.fromEntries(feeds));
      inferred.forEach(({ type, shape }, index) => {
        expect([type, ...shape]).toEqual([truth[`o${index}`]?.type, ...(truth[`o${index}`]?.shape ?? [])]);
      });
      const builder = new GraphBuilder();
      const [value] = emit(builder, test, 0);
      const folded = value && builder.constantOf(value);
      if (test.folds) expect(folded).toBeDefined();
      if (!folded) return;
      const numbers = Array.from(folded.data, Number);
      expect(folded.shape).toEqual(truth.o0?.shape);
      expect(relativeError(numbers, truth.o0?.numbers ?? [])).toBeLessThan(1e-6);
    });
  });

  it('folds tensors of every type through a cast and back', () => {
    for (const type of [
      'float16',
      'float64',
      'int8',
      'int16',
      'int32',
      'uint8',
      'uint16',
      'uint32',
      'uint64',
    ] as const) {
      const builder = new GraphBuilder();
      const value = builder.constant(fromNumbers(type, [2], [1, 3]));
      const cast = builder.constantOf(builder.op('Cast', [value], { to: 1 }));
      expect(Array.from(cast?.data ?? [], Number)).toEqual([1, 3]);
    }
  });
});

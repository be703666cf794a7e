// Every rewritten operator, in every operator set that needs the rewrite, computes what it did before on ONNX Runtime.
import { describe, expect, it } from 'vitest';
import { type AttributeInputs, float, toAttributes } from '../../../main/onnx/attribute.ts';
import type { Value } from '../../../main/onnx/builder.ts';
import type { Model, Node, ValueInfo } from '../../../main/onnx/model.ts';
import { normaliseModel } from '../../../main/onnx/normalise/index.ts';
import { specialise } from '../../../main/onnx/specialise.ts';
import { float32, int64, type Tensor } from '../../../main/onnx/tensor.ts';
import { noiseTensor, reEmit, relativeError, runModel } from './run.ts';

interface Case {
  readonly title: string;
  readonly opsets: readonly number[];
  readonly operator: string;
  readonly domain?: string;
  readonly shape?: readonly number[];
  /** Inputs after the image; undefined leaves one out. */
  readonly constants?: readonly (Tensor | undefined)[];
  readonly attributes?: AttributeInputs;
  readonly outputs?: number;
}

const ints = (...values: number[]) => int64([values.length], values);
const floats = (...values: number[]) => float32([values.length], values);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const image = [2, 4, 6, 6];
const old = range(11, 12);
const recent = range(18, 20);
const all = range(11, 20);

const reductions = 'ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSumExp ReduceSumSquare'.split(
  ' ',
);

/** Equation and shape of the second operand; the first is the image. */
const products: readonly (readonly [string, readonly number[]])[] = [
  ['bchw,cd->bhwd', [4, 3]],
  ['bchw,hw->bc', [6, 6]],
  ['bchw, dchw -> bd', [5, 4, 6, 6]],
  ['bchw,bchw->bhw', [2, 4, 6, 6]],
  ['bchw,bdhw->bdc', [2, 3, 6, 6]],
];

const cases: readonly Case[] = [
  ...products.map(
    ([equation, shape]): Case => ({
      title: equation,
      opsets: [12, 17],
      operator: 'Einsum',
      constants: [noiseTensor(shape, 7)],
      attributes: { equation },
    }),
  ),
  { title: 'axes', opsets: old, operator: 'Squeeze', shape: [2, 1, 3, 1], attributes: { axes: [1, -1] } },
  { title: 'all', opsets: old, operator: 'Squeeze', shape: [2, 1, 3, 1] },
  { title: 'axes', opsets: old, operator: 'Unsqueeze', shape: [2, 3], attributes: { axes: [0, -1] } },
  { title: 'axes', opsets: old, operator: 'ReduceSum', attributes: { axes: [2, 3], keepdims: 0 } },
  { title: 'all', opsets: old, operator: 'ReduceSum' },
  { title: 'input axes', opsets: range(13, 20), operator: 'ReduceSum', constants: [ints(-1, 2)] },
  ...reductions.flatMap((operator): Case[] => [
    { title: 'attribute axes', opsets: [11, 13, 17], operator, attributes: { axes: [2, 3], keepdims: 0 } },
    { title: 'input axes', opsets: recent, operator, constants: [ints(-1, 2)], attributes: { keepdims: 0 } },
    { title: 'all axes', opsets: recent, operator },
  ]),
  { title: 'no axes', opsets: recent, operator: 'ReduceMean', attributes: { noop_with_empty_axes: 1 } },
  { title: 'sizes', opsets: old, operator: 'Split', attributes: { axis: 1, split: [1, 3] }, outputs: 2 },
  { title: 'equal', opsets: old, operator: 'Split', attributes: { axis: -1 }, outputs: 3 },
  {
    title: 'sizes',
    opsets: range(13, 20),
    operator: 'Split',
    constants: [ints(3, 1)],
    attributes: { axis: 1 },
    outputs: 2,
  },
  {
    title: 'uneven',
    opsets: recent,
    operator: 'Split',
    attributes: { axis: 2, num_outputs: 4 },
    shape: [1, 2, 7],
    outputs: 4,
  },
  { title: 'even', opsets: recent, operator: 'Split', attributes: { axis: -1, num_outputs: 2 }, outputs: 2 },
  ...['Softmax', 'LogSoftmax', 'Hardmax'].flatMap((operator): Case[] => [
    { title: 'flattened by default', opsets: old, operator },
    { title: 'flattened at 2', opsets: old, operator, attributes: { axis: 2 } },
    { title: 'last axis', opsets: old, operator, attributes: { axis: -1 } },
    { title: 'last axis of two', opsets: all, operator, shape: [3, 5], attributes: { axis: 1 } },
    { title: 'channels', opsets: range(13, 20), operator, attributes: { axis: 1 } },
  ]),
  { title: 'ratio', opsets: [11], operator: 'Dropout', attributes: { ratio: float(0.3) } },
  { title: 'ratio input', opsets: range(12, 20), operator: 'Dropout', constants: [float32([], [0.3])] },
  { title: 'bounds', opsets: all, operator: 'Clip', constants: [float32([], [-0.2]), float32([], [0.5])] },
  { title: 'upper', opsets: all, operator: 'Clip', constants: [undefined, float32([], [0.5])] },
  { title: 'constant', opsets: all, operator: 'Pad', constants: [ints(0, 0, 1, 2, 0, 0, 0, 1), float32([], [2])] },
  {
    title: 'reflect',
    opsets: all,
    operator: 'Pad',
    constants: [ints(0, 0, 1, 2, 0, 0, 2, 1)],
    attributes: { mode: 'reflect' },
  },
  {
    title: 'edge',
    opsets: all,
    operator: 'Pad',
    constants: [ints(0, 0, 1, 2, 0, 0, 2, 1)],
    attributes: { mode: 'edge' },
  },
  { title: 'axes', opsets: recent, operator: 'Pad', constants: [ints(1, 2, 3, 4), float32([], [1.5]), ints(-1, 2)] },
  {
    title: 'scales, nearest',
    opsets: all,
    operator: 'Resize',
    constants: [floats(), floats(1, 1, 2, 2)],
    attributes: { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
  },
  {
    title: 'sizes, linear',
    opsets: all,
    operator: 'Resize',
    constants: [floats(), floats(), ints(2, 4, 9, 5)],
    attributes: { mode: 'linear', coordinate_transformation_mode: 'pytorch_half_pixel' },
  },
  {
    title: 'sizes, corners',
    opsets: range(13, 20),
    operator: 'Resize',
    constants: [undefined, undefined, ints(2, 4, 9, 11)],
    attributes: { mode: 'linear', coordinate_transformation_mode: 'align_corners' },
  },
  {
    title: 'cubic',
    opsets: [11, 13],
    operator: 'Resize',
    constants: [floats(), floats(1, 1, 2, 2)],
    attributes: { mode: 'cubic', cubic_coeff_a: float(-0.75) },
  },
  {
    title: 'defaults written out',
    opsets: recent,
    operator: 'Resize',
    constants: [undefined, floats(1, 1, 2, 1.5)],
    attributes: { mode: 'linear', antialias: 0, keep_aspect_ratio_policy: 'stretch' },
  },
  {
    title: 'inference',
    opsets: all,
    operator: 'BatchNormalization',
    constants: [floats(1, 2, 3, 4), floats(4, 3, 2, 1), floats(0.1, 0.2, 0.3, 0.4), floats(1, 2, 1, 2)],
    attributes: { momentum: float(0.7), epsilon: float(0.01) },
  },
  {
    title: 'groups 18',
    opsets: recent,
    operator: 'GroupNormalization',
    constants: [floats(1, 2), floats(0.3, 0.4)],
    attributes: { num_groups: 2, epsilon: float(0.01) },
  },
  {
    title: 'last axes',
    opsets: range(17, 20),
    operator: 'LayerNormalization',
    constants: [noiseTensor([6, 6], 4), noiseTensor([6, 6], 5)],
    attributes: { axis: 2 },
  },
  { title: 'native', opsets: range(14, 20), operator: 'HardSwish' },
  { title: 'exact', opsets: [20], operator: 'Gelu' },
  { title: 'tanh', opsets: [20], operator: 'Gelu', attributes: { approximate: 'tanh' } },
  { title: 'contrib', opsets: [11, 17, 20], operator: 'Gelu', domain: 'com.microsoft' },
  { title: 'contrib', opsets: [17], operator: 'QuickGelu', domain: 'com.microsoft', attributes: { alpha: float(1.5) } },
  {
    title: 'contrib',
    opsets: [17],
    operator: 'FastGelu',
    domain: 'com.microsoft',
    constants: [floats(1, 2, 3, 4, 5, 6)],
  },
  { title: 'activation', opsets: recent, operator: 'Mish' },
  { title: 'copy', opsets: all, operator: 'Reshape', constants: [ints(0, -1, 9)] },
  { title: 'saturating', opsets: [19, 20], operator: 'Cast', attributes: { to: 6, saturate: 1 } },
  { title: 'plain', opsets: all, operator: 'Cast', attributes: { to: 7 } },
  { title: 'same', opsets: [11, 13, 19], operator: 'Equal', constants: [float32([], [0])] },
  ...[0, 1].flatMap((count_include_pad) =>
    [0, 1].map(
      (ceil_mode): Case => ({
        title: `pads ${count_include_pad}, ceil ${ceil_mode}`,
        opsets: all,
        operator: 'AveragePool',
        attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 0, 0, 1], count_include_pad, ceil_mode },
      }),
    ),
  ),
  {
    title: 'ceil',
    opsets: all,
    operator: 'MaxPool',
    attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 },
  },
  { title: 'DCR', opsets: all, operator: 'DepthToSpace', attributes: { blocksize: 2, mode: 'DCR' } },
  { title: 'CRD', opsets: all, operator: 'DepthToSpace', attributes: { blocksize: 2, mode: 'CRD' } },
];

function modelOf(test: Case, opset: number): Model {
  const { operator, domain = '', shape = image, constants = [], attributes = {}, outputs = 1 } = test;
  const names = Array.from({ length: outputs }, (_, index) => `y${index}`);
  const node: Node = {
    operator,
    domain,
    name: 'under_test',
    inputs: ['x', ...constants.map((tensor, index) => (tensor ? `c${index}` : ''))],
    outputs: names,
    attributes: toAttributes(attributes),
  };
  return {
    opsets: new Map([['', opset], ...(domain ? [[domain, 1] as const] : [])]),
    graph: {
      name: 'test',
      inputs: [{ name: 'x', type: 'float32', shape }],
      outputs: names.map((name) => ({ name, type: 'float32', shape: [] })),
      nodes: [node],
      initializers: new Map(constants.flatMap((tensor, index) => (tensor ? [[`c${index}`, tensor] as const] : []))),
    },
    metadata: new Map(),
    producer: 'test',
    description: '',
  };
}

describe('normaliseModel', () => {
  for (const test of cases) {
    for (const opset of test.opsets) {
      it(`${test.domain ?? ''} ${test.operator} ${opset}: ${test.title}`, async () => {
        const draft = modelOf(test, opset);
        const normal = normaliseModel(draft);
        expect([...normal.opsets]).toEqual([['', 17]]);
        const fixed = specialise(normal, test.shape ?? image);
        // The declared outputs must be right for ONNX Runtime to take the file.
        const outputs = draft.graph.outputs.map(({ name }, index) => ({ name, ...shapeOf(fixed.outputs[index]) }));
        const inputs = { x: noiseTensor(test.shape ?? image) };
        const before = await runModel(declare(draft, outputs), inputs);
        const after = await runModel(declare(normal, outputs), inputs);
        const emitted = await runModel(reEmit(fixed), inputs);
        draft.graph.outputs.forEach(({ name }, index) => {
          const expected = before[name];
          for (const actual of [after[name], emitted[`output_${index}`]]) {
            expect(actual?.shape).toEqual(expected?.shape);
            expect(actual?.type).toBe(expected?.type);
            expect(relativeError(actual?.numbers ?? [], expected?.numbers ?? [])).toBeLessThan(1e-5);
          }
        });
      });
    }
  }
});

function shapeOf(value: Value | undefined): Pick<ValueInfo, 'type' | 'shape'> {
  return { type: value?.type ?? 'float32', shape: value?.shape ?? [] };
}

function declare(model: Model, outputs: readonly ValueInfo[]): Model {
  return { ...model, graph: { ...model.graph, outputs } };
}

// Broken and unusable files: the exact code, and the words a person needs, for each of a corpus.
import { readFileSync } from 'node:fs';
import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { type AttributeInputs, toAttributes } from '../../../main/onnx/attribute.ts';
import type { Model, Node } from '../../../main/onnx/model.ts';
import { normaliseModel } from '../../../main/onnx/normalise/index.ts';
import {
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataLocation as Location,
  ModelProtoSchema,
} from '../../../main/onnx/proto/onnx_pb.js';
import { readModel } from '../../../main/onnx/read.ts';
import { specialise } from '../../../main/onnx/specialise.ts';
import { type DataType, float32, fromNumbers, int64, type Tensor } from '../../../main/onnx/tensor.ts';
import { writeModel } from '../../../main/onnx/write.ts';
import { type ErrorCode, NarashiError } from '../../../shared/contract/errors/index.ts';
import { noise } from './run.ts';

const shape = [1, 3, 8, 8];
const golden = new Uint8Array(readFileSync(new URL('../../fixtures/golden/convnet/model.onnx', import.meta.url)));

function use(bytes: Uint8Array, readExternal?: (location: string) => Uint8Array): void {
  specialise(normaliseModel(readModel(bytes, readExternal)), shape);
}

function refusal(action: () => unknown): NarashiError {
  try {
    action();
  } catch (error) {
    if (error instanceof NarashiError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

interface Parts {
  readonly opset?: number;
  readonly inputs?: readonly { name: string; type: DataType; shape: readonly (number | string)[] }[];
  readonly weights?: Readonly<Record<string, Tensor>>;
}

const node = (
  operator: string,
  inputs: readonly string[] = ['x'],
  attributes: AttributeInputs = {},
  outputs: readonly string[] = ['y'],
  domain = '',
): Node => ({ operator, domain, name: `the_${operator}`, inputs, outputs, attributes: toAttributes(attributes) });

const image = { name: 'x', type: 'float32', shape: ['batch', 3, 8, 8] } as const;

function file(nodes: readonly Node[], { opset = 17, inputs = [image], weights = {} }: Parts = {}): Uint8Array {
  const model: Model = {
    opsets: new Map([['', opset]]),
    graph: {
      name: 'test',
      inputs,
      outputs: [{ name: 'y', type: 'float32', shape: [] }],
      nodes,
      initializers: new Map(Object.entries(weights)),
    },
    metadata: new Map(),
    producer: 'test',
    description: '',
  };
  return writeModel(model);
}

/** A file with one weight written field by field. */
function rawFile(initializer: Parameters<typeof create<typeof ModelProtoSchema>>[1]): Uint8Array {
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, initializer));
}

const weightFile = (tensor: object) =>
  rawFile({
    irVersion: 8n,
    opsetImport: [{ version: 17n }],
    graph: { name: 'g', initializer: [{ name: 'w', ...tensor }] },
  });

const ones = (...dims: number[]) => float32(dims, Array(dims.reduce((a, b) => a * b, 1)).fill(1));
const external = {
  dims: [2n],
  dataType: 1,
  dataLocation: Location.EXTERNAL,
  externalData: [
    { key: 'location', value: 'model.onnx.data' },
    { key: 'length', value: '8' },
  ],
};
const escaping = { ...external, externalData: [{ key: 'location', value: '../secret' }] };

interface Refused {
  readonly title: string;
  readonly bytes: Uint8Array;
  readonly code: ErrorCode;
  readonly words: readonly string[];
  readonly readExternal?: (location: string) => Uint8Array;
}

const corpus: readonly Refused[] = [
  { title: 'zero bytes', bytes: new Uint8Array(), code: 'onnx.empty', words: ['empty'] },
  {
    title: 'garbage',
    bytes: Uint8Array.from(noise(999), (v) => v * 128),
    code: 'onnx.unreadable',
    words: ['not a readable ONNX'],
  },
  { title: 'text', bytes: new TextEncoder().encode('{"model": true}\n'), code: 'onnx.unreadable', words: ['Export'] },
  { title: 'zeros', bytes: new Uint8Array(64), code: 'onnx.unreadable', words: ['cut short'] },
  { title: 'truncated', bytes: golden.subarray(0, golden.length / 2), code: 'onnx.unreadable', words: ['cut short'] },
  { title: 'no graph', bytes: rawFile({ irVersion: 8n }), code: 'onnx.unreadable', words: ['no graph'] },
  { title: 'no opset', bytes: rawFile({ irVersion: 8n, graph: {} }), code: 'onnx.unreadable', words: ['operator set'] },
  {
    title: 'old opset',
    bytes: file([node('Relu')], { opset: 9 }),
    code: 'onnx.opset',
    words: ['9', '11 to 20', 'opset_version=17'],
  },
  { title: 'new opset', bytes: file([node('Relu')], { opset: 21 }), code: 'onnx.opset', words: ['21'] },
  {
    title: 'unknown operator',
    bytes: file([node('Frobnicate')]),
    code: 'onnx.unsupported',
    words: ['the_Frobnicate', 'Frobnicate', 'not known'],
  },
  { title: 'inherited name', bytes: file([node('constructor')]), code: 'onnx.unsupported', words: ['the_constructor'] },
  {
    title: 'foreign domain',
    bytes: file([node('FusedConv', ['x'], {}, ['y'], 'com.microsoft')]),
    code: 'onnx.domain',
    words: ['the_FusedConv', 'com.microsoft', 'without optimisation'],
  },
  {
    title: 'quantized',
    bytes: file([node('QuantizeLinear')]),
    code: 'onnx.quantized',
    words: ['the_QuantizeLinear', 'float32 model'],
  },
  { title: 'integer convolution', bytes: file([node('QLinearConv')]), code: 'onnx.quantized', words: ['QLinearConv'] },
  {
    title: 'sequence',
    bytes: file([node('SplitToSequence')]),
    code: 'onnx.control-flow',
    words: ['the_SplitToSequence', 'tracing'],
  },
  {
    title: 'branch',
    bytes: rawFile({
      irVersion: 8n,
      opsetImport: [{ version: 17n }],
      graph: {
        node: [
          { opType: 'If', name: 'the_If', attribute: [{ name: 'then_branch', type: AttributeType.GRAPH, g: {} }] },
        ],
      },
    }),
    code: 'onnx.control-flow',
    words: ['the_If'],
  },
  {
    title: 'two inputs',
    bytes: file([node('Add', ['x', 'z'])], { inputs: [image, { ...image, name: 'z' }] }),
    code: 'onnx.inputs',
    words: ['2 inputs', 'x, z'],
  },
  {
    title: 'integer image',
    bytes: file([node('Relu')], { inputs: [{ ...image, type: 'uint8' }] }),
    code: 'onnx.precision',
    words: ['uint8', '"x"'],
  },
  {
    title: 'half image',
    bytes: file([node('Relu')], { inputs: [{ ...image, type: 'float16' }] }),
    code: 'onnx.precision',
    words: ['float16', 'model.float()'],
  },
  {
    title: 'half weights',
    bytes: file([node('Mul', ['x', 'w'])], { weights: { w: fromNumbers('float16', [3, 1, 1], [1, 2, 3]) } }),
    code: 'onnx.precision',
    words: ['float16', '"w"', 'model.float()'],
  },
  {
    title: 'bfloat16 weights',
    bytes: weightFile({ dims: [1n], dataType: 16, rawData: new Uint8Array(2) }),
    code: 'onnx.precision',
    words: ['bfloat16', '"w"'],
  },
  {
    title: 'text weights',
    bytes: weightFile({ dims: [1n], dataType: 8 }),
    code: 'onnx.unreadable',
    words: ['w has elements of type STRING'],
  },
  {
    title: 'wrong raw size',
    bytes: weightFile({ dims: [4n], dataType: 1, rawData: new Uint8Array(12) }),
    code: 'onnx.unreadable',
    words: ['tensor w', '3 elements', 'needs 4'],
  },
  {
    title: 'torn element',
    bytes: weightFile({ dims: [1n], dataType: 1, rawData: new Uint8Array(3) }),
    code: 'onnx.unreadable',
    words: ['w is cut short'],
  },
  {
    title: 'missing weight data',
    bytes: weightFile({ dims: [4n], dataType: 1 }),
    code: 'onnx.unreadable',
    words: ['0 elements'],
  },
  {
    title: 'external, not given',
    bytes: weightFile(external),
    code: 'onnx.external-data',
    words: ['model.onnx.data', 'folder of the model'],
  },
  {
    title: 'external, missing',
    bytes: weightFile(external),
    code: 'onnx.external-data',
    words: ['no such file'],
    readExternal: () => {
      throw new Error('no such file');
    },
  },
  {
    title: 'external, short',
    bytes: weightFile(external),
    code: 'onnx.external-data',
    words: ['cut short'],
    readExternal: () => new Uint8Array(4),
  },
  {
    title: 'external, elsewhere',
    bytes: weightFile(escaping),
    code: 'onnx.external-data',
    words: ['beside the model'],
    readExternal: () => new Uint8Array(8),
  },
  {
    title: 'missing value',
    bytes: file([node('Add', ['x', 'ghost'])]),
    code: 'onnx.missing-value',
    words: ['the_Add', 'ghost'],
  },
  {
    title: 'missing output',
    bytes: file([node('Relu', ['x'], {}, ['other'])]),
    code: 'onnx.missing-value',
    words: ['output', '"y"'],
  },
  {
    title: 'cycle',
    bytes: file([node('Add', ['x', 'b'], {}, ['a']), node('Relu', ['a'], {}, ['b']), node('Relu', ['b'])]),
    code: 'onnx.cycle',
    words: ['the_Add', 'the_Relu'],
  },
  {
    title: 'value produced twice',
    bytes: file([node('Relu'), node('Abs')]),
    code: 'onnx.unreadable',
    words: ['y is produced twice'],
  },
  {
    title: 'other image size',
    bytes: file([node('Relu')], { inputs: [{ ...image, shape: ['batch', 3, 32, 32] }] }),
    code: 'onnx.input-size',
    words: ['[batch, 3, 32, 32]', '[1, 3, 8, 8]'],
  },
  {
    title: 'computed shape',
    bytes: file([node('NonZero')]),
    code: 'onnx.unsupported',
    words: ['the_NonZero', 'depends on the image'],
  },
  {
    title: 'shapes that do not fit',
    bytes: file([node('Conv', ['x', 'w'])], { weights: { w: ones(4, 5, 3, 3) } }),
    code: 'onnx.unsupported',
    words: ['the_Conv', '[4,5,3,3]', '[1,3,8,8]'],
  },
  {
    title: 'wrong attribute kind',
    bytes: file([node('Flatten', ['x'], { axis: 'one' })]),
    code: 'onnx.unsupported',
    words: ['axis is string'],
  },
  { title: 'Upsample', bytes: file([node('Upsample')]), code: 'onnx.unsupported', words: ['Resize'] },
  {
    title: 'wrapping pad',
    bytes: file([node('Pad', ['x', 'w'], { mode: 'wrap' })], {
      opset: 19,
      weights: { w: int64([8], Array(8).fill(1)) },
    }),
    code: 'onnx.unsupported',
    words: ['wrap'],
  },
  {
    title: 'dilated average',
    bytes: file([node('AveragePool', ['x'], { kernel_shape: [2, 2], dilations: [2, 2] })], { opset: 19 }),
    code: 'onnx.unsupported',
    words: ['dilated'],
  },
  {
    title: 'antialiased resize',
    bytes: file([node('Resize', ['x', '', 'w'], { mode: 'linear', antialias: 1 })], {
      opset: 18,
      weights: { w: ones(4) },
    }),
    code: 'onnx.unsupported',
    words: ['antialias'],
  },
  {
    title: 'computed axes',
    bytes: file([node('Cast', ['x'], { to: 7 }, ['a']), node('ReduceMean', ['x', 'a'])], { opset: 18 }),
    code: 'onnx.unsupported',
    words: ['the_ReduceMean', 'constant'],
  },
];

describe('refusals', () => {
  for (const { title, bytes, code, words, readExternal } of corpus) {
    it(title, () => {
      const error = refusal(() => use(bytes, readExternal));
      expect(error.code).toBe(code);
      for (const word of words) expect(error.message).toContain(word);
      expect(error.message).toContain('Nothing was changed');
      expect(error.in('ja')).toContain('何も変更していません');
    });
  }

  it('a model of a fixed batch that cannot be changed says how to export it', () => {
    const weights = { shape: int64([2], [3, 128]) };
    const bytes = file([node('Transpose', ['x'], { perm: [1, 0, 2, 3] }, ['t']), node('Reshape', ['t', 'shape'])], {
      inputs: [{ ...image, shape: [2, 3, 8, 8] }],
      weights,
    });
    const error = refusal(() => use(bytes));
    expect(error.code).toBe('onnx.fixed-batch');
    expect(error.message).toContain('dynamic_axes');
  });

  it('a file cut anywhere is refused in words, never by a crash', () => {
    for (let length = 0; length < golden.length; length += 97) {
      const error = refusal(() => use(golden.subarray(0, length)));
      expect(error.code).toMatch(/^onnx\./);
    }
  });

  it('a file with flipped bytes is used or refused in words', () => {
    for (let place = 0; place < golden.length; place += 41) {
      const damaged = golden.slice();
      damaged[place] = 255 - (damaged[place] ?? 0);
      try {
        specialise(normaliseModel(readModel(damaged)), [1, 3, 16, 16]);
      } catch (error) {
        expect(error).toBeInstanceOf(NarashiError);
      }
    }
  });
});

// Which float type a node computes in where two types meet.
import { expect, it } from 'vitest';
import { mixed } from '../../../main/autodiff/mixed.ts';
import { mannerOf } from '../../../main/autodiff/rule.ts';
import { portable } from '../../../main/autodiff/rules/index.ts';
import { GraphBuilder, type Value } from '../../../main/onnx/builder.ts';
import { dataTypeCode } from '../../../main/onnx/write.ts';

type Parts = { readonly half: Value; readonly full: Value; readonly truth: Value };

const cases: readonly (readonly [string, 'float16' | 'float32', (builder: GraphBuilder, parts: Parts) => Value])[] = [
  ['a product of matrices', 'float16', (builder, { full }) => builder.op('MatMul', [full, full])],
  ['a sum of halves', 'float16', (builder, { half }) => builder.op('Add', [half, half])],
  ['a half and a constant', 'float16', (builder, { half }) => builder.op('Mul', [half, builder.scalar(0.5)])],
  [
    'a half and too small a constant',
    'float32',
    (builder, { half }) => builder.op('Max', [half, builder.scalar(1e-12)]),
  ],
  [
    'a half and too large a constant',
    'float32',
    (builder, { half }) => builder.op('Min', [half, builder.scalar(1e30)]),
  ],
  ['a half and a value in float32', 'float32', (builder, { half, full }) => builder.op('Add', [half, full])],
  ['a sum over an axis', 'float32', (builder, { half }) => builder.op('ReduceSum', [half, builder.ints([0])])],
  ['a quotient', 'float32', (builder, { half }) => builder.op('Div', [half, half])],
  ['an exponential', 'float32', (builder, { half }) => builder.op('Exp', [half])],
  [
    'a half and a mask of truths',
    'float16',
    (builder, { half, truth }) =>
      builder.op('Mul', [half, builder.op('Cast', [truth], { to: dataTypeCode('float32') })]),
  ],
  ['values in float32', 'float32', (builder, { full }) => builder.op('Relu', [full])],
];

it.each(cases)('%s: %s', (_, type, write) => {
  const builder = new GraphBuilder(mannerOf(mixed(portable)));
  const full = builder.input('full', 'float32', [4, 4]);
  const half = builder.input('half', 'float16', [4, 4]);
  const truth = builder.input('truth', 'bool', [4, 4]);
  const result = write(builder, { half, full, truth });
  expect(result.type).toBe(type);
  const last = builder.nodes.at(-1);
  const floats = last?.inputs.flatMap((input) => (input?.type.startsWith('float') ? [input.type] : []));
  expect(new Set(floats)).toEqual(new Set([type]));
});

it('a mask comes straight from its truths', () => {
  const builder = new GraphBuilder(mannerOf(mixed(portable)));
  const truth = builder.input('truth', 'bool', [4]);
  const mask = builder.op('Cast', [truth], { to: dataTypeCode('float32') });
  builder.output(builder.op('Mul', [builder.input('half', 'float16', [4]), mask]), 'y');
  const casts = builder.build('masked').graph.nodes.filter(({ operator }) => operator === 'Cast');
  expect(casts.map(({ inputs }) => inputs)).toEqual([['truth']]);
});

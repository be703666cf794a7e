// Which convolutions are joined with what follows them.
import { describe, expect, it } from 'vitest';
import { fuseNormalisation } from '../../../main/autodiff/cpu-fast/fuse.ts';
import { assignLayouts } from '../../../main/autodiff/cpu-fast/layout.ts';
import { GraphBuilder, type Value } from '../../../main/onnx/builder.ts';
import type { StaticGraph } from '../../../main/onnx/specialise.ts';
import { float32 } from '../../../main/onnx/tensor.ts';

type Build = (builder: GraphBuilder, x: Value, normed: Value) => readonly Value[];

/** x → Conv → BatchNormalization → whatever `build` makes of it. */
function graphOf(build: Build, channels = 16): StaticGraph {
  const builder = new GraphBuilder();
  const tensor = (...shape: number[]) =>
    builder.weight('w', float32(shape, new Float32Array(shape.reduce((a, b) => a * b))));
  const x = builder.input('x', 'float32', [1, channels, 4, 4]);
  const y = builder.op('Conv', [x, tensor(channels, channels, 1, 1)]);
  const normed = builder.op('BatchNormalization', [y, ...[0, 1, 2, 3].map(() => tensor(channels))]);
  const outputs = build(builder, x, normed);
  const constantOf = (value: Value) => builder.constantOf(value);
  return { nodes: builder.nodes, input: x, outputs, weights: new Map(), constantOf };
}

const operators = (graph: StaticGraph) => graph.nodes.map(({ operator }) => operator);
const fused = (build: Build) => operators(fuseNormalisation(graphOf(build), () => true));

describe('a convolution and its normalisation become one', () => {
  const relu: Build = (builder, _, normed) => [builder.op('Relu', [normed])];

  it.each<readonly [string, Build, readonly string[]]>([
    ['alone', (_, __, normed) => [normed], ['ConvNorm']],
    ['with ReLU', relu, ['ConvNorm']],
    ['with addition and ReLU', (b, x, normed) => [b.op('Relu', [b.op('Add', [x, normed])])], ['ConvNorm']],
    ['with ReLU6', (b, _, normed) => [b.op('Clip', [normed, b.scalar(0), b.scalar(6)])], ['ConvNorm']],
    ['not with a one-sided Clip', (b, _, normed) => [b.op('Clip', [normed, b.scalar(0)])], ['ConvNorm', 'Clip']],
    ['not with a sum read twice', (b, x, normed) => [b.op('Add', [normed, normed]), x], ['ConvNorm', 'Add']],
    ['not with what an output needs', (b, _, normed) => [normed, b.op('Relu', [normed])], ['ConvNorm', 'Relu']],
    ['not with a broadcast sum', (b, _, normed) => [b.op('Add', [normed, b.scalar(1)])], ['ConvNorm', 'Add']],
  ])('%s', (_, build, expected) => {
    expect(fused(build)).toEqual(expected);
  });

  it('unless it does not fit', () => {
    expect(operators(fuseNormalisation(graphOf(relu), () => false))).toEqual(['Conv', 'BatchNormalization', 'Relu']);
  });
});

describe('layouts', () => {
  const chain: Build = (b, _, normed) => [b.op('ReduceMax', [b.op('Sigmoid', [normed])], { axes: [1] })];

  it('move where an operator needs the plain one, not before', () => {
    const laid = operators(assignLayouts(graphOf(chain), 16));
    expect(laid).toEqual(['ToBlocked', 'Conv', 'BatchNormalization', 'Sigmoid', 'ToPlain', 'ReduceMax']);
  });

  it('stay plain where channels are no whole blocks', () => {
    expect(operators(assignLayouts(graphOf(chain, 24), 16))).toEqual(operators(graphOf(chain, 24)));
  });

  it('are plain at the outputs', () => {
    expect(
      operators(
        assignLayouts(
          graphOf((_, __, normed) => [normed]),
          16,
        ),
      ).at(-1),
    ).toBe('ToPlain');
  });
});

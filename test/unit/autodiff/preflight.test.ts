// What can be trained, and which operators stand in the way.
import { expect, test } from 'vitest';
import { assertDifferentiable, preflight, trainableWeights } from '../../../main/autodiff/preflight.ts';
import { GraphBuilder, type Value } from '../../../main/onnx/builder.ts';
import type { StaticGraph } from '../../../main/onnx/specialise.ts';
import { float32 } from '../../../main/onnx/tensor.ts';

type Weight = (name: string, shape: readonly number[], fill?: number) => Value;

/** A graph over an image `[1,2,2,2]`, as `specialise` gives it. */
function graphOf(build: (builder: GraphBuilder, image: Value, weight: Weight) => Value): StaticGraph {
  const builder = new GraphBuilder();
  const weights = new Map<string, { value: Value; tensor: ReturnType<typeof float32> }>();
  const weight: Weight = (name, shape, fill = 0.5) => {
    const tensor = float32(shape, new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(fill));
    const value = builder.weight(name, tensor);
    weights.set(name, { value, tensor });
    return value;
  };
  const input = builder.input('image', 'float32', [1, 2, 2, 2]);
  const output = build(builder, input, weight);
  return { nodes: builder.nodes, input, outputs: [output], weights, constantOf: (value) => builder.constantOf(value) };
}

const rules = { Mul: () => ({ outputs: [], backward: () => [] }) };

test('lists operators without a gradient between trained weights and the output', () => {
  const graph = graphOf((builder, image, weight) => {
    const before = builder.op('Sin', [image], {}, { name: 'before' });
    const trained = builder.op('Mul', [before, weight('scale', [2, 1, 1])]);
    builder.op('Tan', [trained], {}, { name: 'beside' });
    return builder.op('Cos', [trained], {}, { name: 'after' });
  });
  expect(preflight(graph, ['scale'], rules)).toEqual([{ node: 'after', operator: 'Cos' }]);
  expect(preflight(graph, [], rules)).toEqual([]);
  expect(() => assertDifferentiable(graph, ['scale'], rules)).toThrow('Cos (after)');
});

test('a path through integers or conditions carries no gradient', () => {
  const graph = graphOf((builder, image, weight) => {
    const trained = builder.op('Mul', [image, weight('scale', [2, 1, 1])]);
    const indices = builder.op('ArgMax', [trained], { axis: 1 });
    return builder.op('Cast', [indices], { to: 1 });
  });
  expect(preflight(graph, ['scale'], rules)).toEqual([]);
});

test('weights are trainable unless they are statistics, sizes, limits or unused', () => {
  const graph = graphOf((builder, image, weight) => {
    const parameters = ['gamma', 'beta', 'mean', 'variance'].map((name) => weight(name, [2]));
    const normal = builder.op('BatchNormalization', [image, ...parameters]);
    const resized = builder.op('Resize', [normal, undefined, weight('scales', [4], 1)]);
    builder.op('Mul', [resized, weight('unused', [2, 1, 1])]);
    return builder.op('Mul', [resized, weight('factor', [2, 1, 1])]);
  });
  expect(trainableWeights(graph)).toEqual(['gamma', 'beta', 'factor']);
});

test('the ones and zeros of an instance normalisation without parameters are not trained', () => {
  const graph = (scale: number) =>
    graphOf((builder, image, weight) =>
      builder.op('InstanceNormalization', [image, weight('scale', [2], scale), weight('bias', [2], 0)]),
    );
  expect(trainableWeights(graph(1))).toEqual([]);
  expect(trainableWeights(graph(1.5))).toEqual(['scale', 'bias']);
});

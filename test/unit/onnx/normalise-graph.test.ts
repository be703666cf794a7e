// What normalisation does to the graph as a whole: order, constants, leftovers of training mode, unused inputs.
import { describe, expect, it } from 'vitest';
import { type AttributeInputs, float, tensorAttribute, toAttributes } from '../../../main/onnx/attribute.ts';
import type { Model, Node } from '../../../main/onnx/model.ts';
import { normaliseModel } from '../../../main/onnx/normalise/index.ts';
import { readModel } from '../../../main/onnx/read.ts';
import { specialise } from '../../../main/onnx/specialise.ts';
import { bool, float32, fromNumbers, int64, type Tensor } from '../../../main/onnx/tensor.ts';
import { writeModel } from '../../../main/onnx/write.ts';
import { noiseTensor, relativeError, runModel } from './run.ts';

const node = (
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: AttributeInputs = {},
): Node => ({
  operator,
  domain: '',
  name: `${operator}_${outputs[0]}`,
  inputs,
  outputs,
  attributes: toAttributes(attributes),
});

function model(nodes: readonly Node[], initializers: Readonly<Record<string, Tensor>> = {}, opset = 17): Model {
  return {
    opsets: new Map([['', opset]]),
    graph: {
      name: 'test',
      inputs: [{ name: 'x', type: 'float32', shape: ['batch', 4] }],
      outputs: [{ name: 'y', type: 'float32', shape: ['batch', 4] }],
      nodes,
      initializers: new Map(Object.entries(initializers)),
    },
    metadata: new Map([['key', 'value']]),
    producer: 'test',
    description: 'words',
  };
}

const ones = float32([4], [1, 1, 1, 1]);
const vector = float32([4], [1, 2, 3, 4]);
const operators = (normal: Model) => normal.graph.nodes.map((entry) => entry.operator);

describe('normalised graphs', () => {
  it('sorts nodes that come in another order', async () => {
    const given = model([node('Relu', ['b'], ['y']), node('Add', ['a', 'a'], ['b']), node('Abs', ['x'], ['a'])]);
    const normal = normaliseModel(given);
    expect(operators(normal)).toEqual(['Abs', 'Add', 'Relu']);
    const { y } = await runModel(normal, { x: float32([1, 4], [-1, 2, -3, 4]) });
    expect(y?.numbers).toEqual([2, 4, 6, 8]);
  });

  it('drops inputs that nothing uses', () => {
    const given = model([node('Relu', ['x'], ['y'])]);
    const unused = { name: 'mask', type: 'int64', shape: [1] } as const;
    const normal = normaliseModel({ ...given, graph: { ...given.graph, inputs: [unused, ...given.graph.inputs] } });
    expect(normal.graph.inputs.map((input) => input.name)).toEqual(['x']);
  });

  it('takes weights written as Constant nodes for weights, other float lists for constants', () => {
    const constant = (name: string, tensor: Tensor) => node('Constant', [], [name], { value: tensorAttribute(tensor) });
    const square = noiseTensor([4, 4]);
    const nodes = [
      constant('w', square),
      constant('mean', vector),
      node('Sub', ['x', 'mean'], ['d']),
      node('MatMul', ['d', 'w'], ['y']),
    ];
    expect([...specialise(normaliseModel(model(nodes)), [2, 4]).weights.keys()]).toEqual(['w']);
  });

  it('separates weights that an exporter stored once', () => {
    const nodes = [
      node('Identity', ['a'], ['b']),
      node('Identity', ['b'], ['c']),
      node('Mul', ['x', 'a'], ['p']),
      node('Mul', ['p', 'c'], ['q']),
      node('Add', ['q', 'b'], ['y']),
    ];
    const graph = specialise(normaliseModel(model(nodes, { a: ones })), [2, 4]);
    expect([...graph.weights.keys()].sort()).toEqual(['a', 'b', 'c']);
    expect(graph.nodes.map((entry) => entry.operator)).toEqual(['Mul', 'Mul', 'Add']);
  });

  it('reads weights stored in half precision and widened by a Cast as what they stand for', async () => {
    const half = fromNumbers('float16', [4], [0.5, -2, 1 / 3, 4]);
    const nodes = [node('Cast', ['half'], ['w'], { to: 1 }), node('Mul', ['x', 'w'], ['y'])];
    const given = model(nodes, { half });
    const graph = specialise(normaliseModel(readModel(writeModel(given))), [1, 4]);
    expect(graph.nodes.map((entry) => entry.operator)).toEqual(['Mul']);
    expect(graph.weights.get('w')?.tensor.type).toBe('float32');
    const image = { x: float32([1, 4], [1, 2, 3, 4]) };
    const [before, after] = [await runModel(given, image), await runModel(normaliseModel(given), image)];
    expect(after.y?.numbers).toEqual(before.y?.numbers);
  });

  it('keeps settings and known tables out of the weights', () => {
    const nodes = [
      node('Clip', ['x', 'low'], ['c']),
      node('Mul', ['c', 'attn_mask'], ['m']),
      node('Add', ['m', 'bias'], ['y']),
    ];
    const initializers = { low: float32([], [-1]), attn_mask: ones, bias: vector };
    expect([...specialise(normaliseModel(model(nodes, initializers)), [2, 4]).weights.keys()]).toEqual(['bias']);
  });

  it('takes training mode out of BatchNormalization and Dropout, whatever the app does with them', async () => {
    const statistics = ['scale', 'bias', 'mean', 'variance'];
    const nodes = [
      node('BatchNormalization', ['x', ...statistics], ['n', 'next_mean', 'next_variance'], {
        training_mode: 1,
        momentum: float(0.8),
        epsilon: float(0.5),
      }),
      node('Dropout', ['n', 'ratio', 'training'], ['y', 'mask'], { seed: 3 }),
    ];
    const initializers = {
      scale: vector,
      bias: ones,
      mean: ones,
      variance: vector,
      ratio: float32([], [0.5]),
      training: bool([], [true]),
    };
    const normal = normaliseModel(model(nodes, initializers));
    const [normalization, dropout] = normal.graph.nodes;
    expect(normalization?.outputs).toEqual(['n']);
    expect(Object.keys(normalization?.attributes ?? {}).sort()).toEqual(['epsilon', 'momentum']);
    expect(dropout?.inputs).toEqual(['n', 'ratio']);
    expect(dropout?.attributes).toEqual({});
    const { y } = await runModel(normal, { x: float32([1, 4], [1, 2, 3, 4]) });
    const expected = [1, 2, 3, 4].map((value) => (value * (value - 1)) / Math.sqrt(value + 0.5) + 1);
    expect(relativeError(y?.numbers ?? [], expected)).toBeLessThan(1e-6);
  });

  it('changes a fixed batch of one where its traces can be repaired', () => {
    const given = model([node('Reshape', ['x', 'shape'], ['y'])], { shape: int64([3], [1, 2, 2]) });
    const fixed = {
      ...given,
      graph: { ...given.graph, inputs: [{ name: 'x', type: 'float32', shape: [1, 4] } as const] },
    };
    expect(specialise(normaliseModel(fixed), [6, 4]).outputs[0]?.shape).toEqual([6, 2, 2]);
  });

  it('survives writing and reading, and normalising twice', () => {
    const given = model(
      [node('ReduceSum', ['x'], ['s'], { axes: [1] }), node('Add', ['x', 's'], ['y'])],
      { unused: vector },
      11,
    );
    const normal = normaliseModel(readModel(writeModel(given)));
    expect(normaliseModel(readModel(writeModel(normal)))).toEqual(normal);
    expect(normal.metadata).toEqual(given.metadata);
    expect(normal.description).toBe('words');
  });
});

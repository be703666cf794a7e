// The preset networks are those of the PyTorch specification (shared/baseline): sizes, shapes and how they are initialised.
import { describe, expect, it } from 'vitest';
import { buildPreset, type PresetName, presets } from '../../../main/onnx/preset/networks.ts';
import { readModel } from '../../../main/onnx/read.ts';
import { elementCount } from '../../../main/onnx/tensor.ts';
import { writeModel } from '../../../main/onnx/write.ts';
import { type Network, prepareNetwork } from '../../../main/train/network.ts';

const prepare = (name: PresetName, classes = 10, size = 64, seed = 0) =>
  prepareNetwork(buildPreset(name, classes, size, seed), [3, size, size]);
const elements = (network: Network, names: readonly string[]) =>
  names.reduce((sum, name) => sum + elementCount(network.initial.get(name)?.shape ?? []), 0);
const valuesOf = (network: Network, name: string) => network.initial.get(name)?.data ?? new Float32Array();
/** Much faster than a deep comparison. */
const equal = (a: Float32Array, b: Float32Array) =>
  a.length === b.length && a.every((value, index) => value === b[index]);
const names = ['tiny', 'small', 'base'] as const satisfies readonly (keyof typeof presets)[];

/** Numbers of parameters, of their tensors and of running statistics as PyTorch counts them, for 10 classes. */
const specification: readonly (readonly [PresetName, number, number, number])[] = [
  ['tiny', 78_042, 29, 672],
  ['small', 1_228_970, 38, 2880],
  ['base', 11_173_962, 62, 9600],
];

describe.each(specification)('%s', (name, parameters, tensors, statistics) => {
  const network = prepare(name);

  it('has the parameters of the specification', () => {
    expect(elements(network, network.trainable)).toBe(parameters);
    expect(network.trainable).toHaveLength(tensors);
    expect(elements(network, network.buffers)).toBe(statistics);
    const [last = 0] = presets[name].widths.slice(-1);
    expect(elements(network, ['classifier.weight', 'classifier.bias'])).toBe(10 * (last + 1));
  });

  // The weights of the largest take a while to draw.
  it.each(
    name === 'base' ? [[17, 2] as const] : [[16, 3] as const, [17, 2] as const, [63, 10] as const, [224, 4] as const],
  )('takes images of %d px', (size, classes) => {
    const graph = prepare(name, classes, size).at(5);
    expect(graph.input.shape).toEqual([5, 3, size, size]);
    expect(graph.outputs.map(({ shape }) => shape)).toEqual([[5, classes]]);
    const pool = graph.nodes.find(({ operator }) => operator === 'GlobalAveragePool')?.inputs[0]?.shape;
    // The stem and every stage but the first halve, rounding up.
    const side = presets[name].widths.reduce((length) => Math.ceil(length / 2), size);
    expect(pool).toEqual([5, presets[name].widths.at(-1), side, side]);
  });

  it('draws convolutions with variance 2/fan-out, about zero', () => {
    const convolutions = network.trainable.filter((weight) => network.initial.get(weight)?.shape.length === 4);
    expect(convolutions.length).toBeGreaterThan(8);
    for (const weight of convolutions) {
      const [width = 1, , height = 1, length = 1] = network.initial.get(weight)?.shape ?? [];
      const values = valuesOf(network, weight);
      const scaled = values.map((value) => value / Math.sqrt(2 / (width * height * length)));
      const mean = scaled.reduce((sum, value) => sum + value, 0) / scaled.length;
      const variance = scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / scaled.length;
      // Within five standard errors.
      expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(scaled.length));
      expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / scaled.length));
      expect(Math.max(...scaled.subarray(0, 5000).map(Math.abs))).toBeGreaterThan(2);
    }
  });

  it('draws the linear layer evenly within 1/√width', () => {
    const bound = 1 / Math.sqrt(presets[name].widths.at(-1) ?? 1);
    const weights = valuesOf(network, 'classifier.weight');
    for (const values of [weights, valuesOf(network, 'classifier.bias')])
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(bound);
    expect(Math.max(...weights)).toBeGreaterThan(0.97 * bound);
    expect(Math.min(...weights)).toBeLessThan(-0.97 * bound);
    const variance = weights.reduce((sum, value) => sum + value * value, 0) / weights.length;
    expect(Math.abs(variance / (bound ** 2 / 3) - 1)).toBeLessThan(0.15);
  });

  it('starts BatchNormalization as the identity', () => {
    const ofNorm = [...network.initial].filter(([weight]) => weight.includes('.norm.'));
    expect(ofNorm.length).toBe(4 * network.trainable.filter((weight) => weight.endsWith('.norm.weight')).length);
    for (const [weight, { data }] of ofNorm) {
      const expected = /\.(?:weight|running_var)$/.test(weight) ? 1 : 0;
      expect(data.every((value) => value === expected)).toBe(true);
    }
    for (const { operator, attributes } of network.at(2).nodes)
      if (operator === 'BatchNormalization')
        expect(attributes).toMatchObject({ momentum: { value: expect.closeTo(0.9, 6) } });
  });
});

describe('the weights', () => {
  it.each(names.slice(0, 2))('%s: depend on the seed alone, not on the image size', (name) => {
    const one = prepare(name, 10, 64, 3);
    const [same, other] = [prepare(name, 10, 33, 3), prepare(name, 10, 64, 4)];
    for (const weight of one.trainable) expect(equal(valuesOf(same, weight), valuesOf(one, weight))).toBe(true);
    const drawn = one.trainable.filter((weight) => !weight.includes('.norm.'));
    for (const weight of drawn) expect(equal(valuesOf(other, weight), valuesOf(one, weight))).toBe(false);
  });

  it('differ from tensor to tensor', () => {
    const network = prepare('tiny');
    const first = network.trainable
      .filter((name) => !name.includes('.norm.'))
      .map((name) => valuesOf(network, name)[0]);
    expect(new Set(first).size).toBe(first.length);
  });

  it('survive the file', () => {
    const model = buildPreset('tiny', 4, 20, 5);
    const read = readModel(writeModel(model));
    expect([...read.graph.initializers.keys()]).toEqual([...model.graph.initializers.keys()]);
    const [written, found] = [model, read].map((one) => prepareNetwork(one, [3, 20, 20]));
    for (const name of written?.initial.keys() ?? [])
      expect(written && found && equal(valuesOf(found, name), valuesOf(written, name))).toBe(true);
  });
});

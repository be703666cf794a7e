// What is found in a network: its last layer, its feature, its pixels, its sizes, and what of it can be trained.
import { describe, expect, it } from 'vitest';
import { type Corrections, describeBackbone } from '../../../main/backbone/describe.ts';
import { withInputSize } from '../../../main/backbone/input-size.ts';
import { readBackbone } from '../../../main/backbone/read.ts';
import { withHead } from '../../../main/backbone/with-head.ts';
import { fromNumbers, toNumbers } from '../../../main/onnx/tensor.ts';
import { preprocessingConventions } from '../../../shared/domain/backbone.ts';
import { type HandMade, handMade } from '../../support/hand-made-model.ts';
import { likeBefore } from '../../support/headed-backbone.ts';
import { noise, noiseTensor, relativeError, runModel } from '../onnx/run.ts';
import { codeOf } from '../store/fixture.ts';

const look = (made: HandMade, corrections: Corrections = {}, sideFiles: Readonly<Record<string, string>> = {}) =>
  describeBackbone(readBackbone(handMade(made), 'net.onnx', new Map(Object.entries(sideFiles))), corrections);

const mapFeature = { layout: 'channels-first', shape: [8, 4, 4], width: 8, pooling: 'mean' };
const classTokens = { layout: 'tokens', width: 8, pooling: 'class-token' };

describe('head and feature', () => {
  const cases: readonly (readonly [what: string, make: HandMade['make'], found: object])[] = [
    [
      'a linear layer on the mean of a map',
      (m, x) => ({ logits: m.linear(m.mean(m.map(x)), 'fc', 5) }),
      { head: { classes: 5, confidence: 'high' }, feature: mapFeature },
    ],
    [
      'a linear layer whose names say nothing',
      (m, x) => ({ y: m.linear(m.mean(m.map(x)), 'a', 7) }),
      { head: { classes: 7, confidence: 'medium' }, feature: mapFeature },
    ],
    [
      'MatMul and Add, softmax after them',
      (m, x) => {
        const product = m.op('MatMul', [m.mean(m.map(x)), m.weight('kernel', [8, 7])]);
        return { y: m.op('Softmax', [m.op('Add', [product, m.weight('bias', [7])])], { axis: -1 }) };
      },
      { head: { classes: 7, confidence: 'high' }, feature: mapFeature },
    ],
    [
      'a 1×1 convolution of one place',
      (m, x) => {
        const pooled = m.op('GlobalAveragePool', [m.map(x)]);
        return { logits: m.op('Flatten', [m.op('Conv', [pooled, m.weight('c', [5, 8, 1, 1])])], { axis: 1 }) };
      },
      { head: { classes: 5, confidence: 'high' }, feature: mapFeature },
    ],
    [
      'a 1×1 convolution before the mean',
      (m, x) => ({ logits: m.mean(m.op('Relu', [m.op('Conv', [m.map(x), m.weight('c', [5, 8, 1, 1])])])) }),
      { head: { classes: 5, confidence: 'high' }, feature: mapFeature },
    ],
    [
      'a hidden layer before the last one',
      (m, x) => ({ logits: m.linear(m.op('Relu', [m.linear(m.mean(m.map(x)), 'hidden', 12)]), 'fc', 5) }),
      { head: { classes: 5 }, feature: { layout: 'vector', width: 12, pooling: 'none' } },
    ],
    [
      'a class token',
      (m, x) => {
        const token = m.op('Gather', [m.tokens(x, 1), m.builder.constant(fromNumbers('int64', [], [0]))], { axis: 1 });
        return { logits: m.linear(token, 'head', 5) };
      },
      { head: { classes: 5, confidence: 'high' }, feature: { ...classTokens, shape: [17, 8] } },
    ],
    [
      'the sum of two classifiers',
      (m, x) => {
        const vector = m.mean(m.map(x));
        return { logits: m.op('Add', [m.linear(vector, 'head', 5), m.linear(m.op('Neg', [vector]), 'dist', 5)]) };
      },
      { head: { classes: 5, confidence: 'low' } },
    ],
    [
      'the later one of two classifiers',
      (m, x) => {
        const first = m.conv(x, 'first', 6);
        const second = m.conv(first, 'second', 8);
        return { aux: m.linear(m.mean(first), 'aux', 5), main: m.linear(m.mean(second), 'main', 5) };
      },
      { feature: mapFeature },
    ],
    [
      'features as a vector',
      (m, x) => ({ features: m.mean(m.map(x)) }),
      { head: { classes: null }, feature: mapFeature },
    ],
    ['features as a map', (m, x) => ({ y: m.map(x) }), { head: { classes: null }, feature: mapFeature }],
    [
      'features as tokens of places',
      (m, x) => ({ y: m.tokens(x, 0) }),
      { feature: { layout: 'tokens', width: 8, pooling: 'mean' } },
    ],
    ['tokens with a class token and registers', (m, x) => ({ y: m.tokens(x, 3) }), { feature: classTokens }],
    [
      'tokens beside a pooler',
      (m, x) => {
        const tokens = m.tokens(x, 1);
        const token = m.op('Gather', [tokens, m.builder.constant(fromNumbers('int64', [], [0]))], { axis: 1 });
        return { last_hidden_state: tokens, pooler_output: m.op('Tanh', [m.linear(token, 'pooler', 8)]) };
      },
      { head: { classes: null }, feature: classTokens },
    ],
    [
      'an embedding behind a projection',
      (m, x) => ({ image_embeds: m.linear(m.mean(m.map(x)), 'projection', 6) }),
      { head: { classes: null }, feature: { layout: 'vector', width: 6 } },
    ],
  ];
  it.each(cases)('%s', async (_, make, found) => {
    const { card, model } = look({ make });
    expect(card).toMatchObject({ ...found, canFineTune: 'all' });
    const network = withHead(withInputSize(model, card, 16), card, 3, 1);
    expect((await runModel(network, { image: noiseTensor([2, 3, 16, 16]) })).logits?.shape).toEqual([2, 3]);
  });

  it('lists what it could be cut at, and takes what is named', () => {
    const make: HandMade['make'] = (m, x) => ({ logits: m.linear(m.mean(m.map(x)), 'fc', 5) });
    const { candidates } = look({ make });
    expect(candidates.map(({ feature: { shape } }) => shape)).toEqual([
      [8],
      [8, 1, 1],
      [8, 4, 4],
      [8, 4, 4],
      [6, 8, 8],
      [6, 8, 8],
    ]);
    const value = candidates[4]?.feature.value ?? '';
    expect(look({ make }, { feature: value }).card).toMatchObject({ feature: { value, width: 6 }, stages: 1 });
    expect(codeOf(() => look({ make }, { feature: 'nowhere' }))).toBe('backbone.unknown-value');
    expect(codeOf(() => look({ make }, { pooling: 'class-token' }))).toBe('backbone.pooling');
  });
});

describe('what is refused', () => {
  const cases: readonly (readonly [code: string, made: HandMade])[] = [
    ['backbone.no-feature', { make: (m, x) => ({ labels: m.conv(x, 'c', 21, 1) }) }],
    ['backbone.input-shape', { shape: [1, 16, 16], make: (m, x) => ({ y: m.mean(m.map(x)) }) }],
    ['backbone.not-square', { shape: [3, 16, 24], make: (m, x) => ({ y: m.mean(m.map(x)) }) }],
  ];
  it.each(cases)('%s', (code, made) => {
    expect(codeOf(() => look(made))).toBe(code);
  });
});

describe('operators without a gradient', () => {
  const between =
    (operator: string): HandMade['make'] =>
    (m, x) => {
      const map = m.conv(x, 'first', 6);
      const through =
        operator === 'CumSum'
          ? m.op(operator, [map, m.builder.constant(fromNumbers('int64', [], [1]))])
          : m.op(operator, [map]);
      return { logits: m.linear(m.mean(m.conv(through, 'second', 8)), 'fc', 5) };
    };
  it.each(['CumSum', 'Atan', 'Round'])('%s leaves the last layer', (operator) => {
    expect(look({ make: between(operator) }).card).toMatchObject({
      withoutGradient: [operator],
      canFineTune: 'head-only',
    });
  });
});

describe('pixels', () => {
  const plain: HandMade['make'] = (m, x) => ({ logits: m.linear(m.mean(m.map(x)), 'fc', 5) });
  const scaled =
    (mean: number, std: number): HandMade['make'] =>
    (m, x) => {
      const of = (value: number) => m.perColour(value);
      return plain(m, m.op('Div', [m.op('Sub', [x, of(mean)]), of(std)]));
    };
  const { imagenet, symmetric, unit, bytes } = preprocessingConventions;
  const huggingFace = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5], size: { height: 16, width: 16 } };
  const timm = {
    architecture: 'a',
    pretrained_cfg: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], input_size: [3, 16, 16] },
  };
  const cases: readonly (readonly [what: string, made: Partial<HandMade>, sides: object, found: object])[] = [
    ['PyTorch without a word', {}, {}, { ...imagenet, known: 'convention' }],
    ['others without a word', { producer: 'tf2onnx' }, {}, { known: 'unknown' }],
    ['Hugging Face', {}, { 'preprocessor_config.json': huggingFace }, { ...symmetric, known: 'metadata' }],
    ['timm', {}, { 'config.json': timm }, { ...symmetric, known: 'metadata' }],
    ['a file that says something else', {}, { 'config.json': { hidden_size: 8 } }, { known: 'convention' }],
    [
      'the range of ONNX',
      { metadata: { 'Image.NominalPixelRange': 'Normalized_0_1' } },
      {},
      { ...unit, known: 'metadata' },
    ],
    [
      'OpenVINO',
      { metadata: { mean_values: '123.7 116.3 103.5', scale_values: '58.4 57.1 57.4', reverse_input_channels: 'YES' } },
      {},
      { scale: 255, mean: [123.7, 116.3, 103.5], std: [58.4, 57.1, 57.4], order: 'bgr', known: 'metadata' },
    ],
    ['first nodes for 0–255', { make: scaled(120, 58) }, {}, { ...bytes, known: 'graph' }],
    ['first nodes for 0–1', { make: scaled(0.5, 0.25) }, {}, { ...unit, known: 'graph' }],
  ];
  it.each(cases)('%s', (_, made, sides, found) => {
    const files = Object.fromEntries(Object.entries(sides).map(([name, json]) => [name, JSON.stringify(json)]));
    expect(look({ make: plain, ...made }, {}, files).card.preprocessing).toMatchObject(found);
  });

  it('are prepared inside the graph as the network wants them', async () => {
    const nhwc: HandMade = {
      shape: [16, 16, 3],
      producer: 'tf2onnx',
      make: (m, x) => plain(m, m.op('Transpose', [x], { perm: [0, 3, 1, 2] })),
    };
    const { caffe } = preprocessingConventions;
    const description = look(nhwc, { preprocessing: caffe });
    expect(description.card.input).toMatchObject({ layout: 'nhwc', size: 16 });
    const ours = noise(3 * 256);
    const { network } = likeBefore(description, 16, 5);
    const found = await runModel(network, { image: fromNumbers('float32', [1, 3, 16, 16], ours) });
    // As a client of the network itself would: BGR bytes less the mean, pixel after pixel.
    const theirs = Array.from({ length: 768 }, (_, index) => {
      const [pixel, channel] = [Math.floor(index / 3), index % 3];
      return ((ours[(2 - channel) * 256 + pixel] ?? 0) + 1) * 127.5 - (caffe.mean[channel] ?? 0);
    });
    const wanted = await runModel(handMade(nhwc), { input: fromNumbers('float32', [1, 16, 16, 3], theirs) });
    expect(relativeError(found.logits?.numbers ?? [], wanted.logits?.numbers ?? [])).toBeLessThan(1e-5);
  });

  it('keeps what scales them inside the network from being trained', () => {
    const { model, card } = look({ make: scaled(0.5, 0.25) });
    expect(card.parameters).toBe(look({ make: plain }).card.parameters);
    const names = [...withHead(model, card, 2, 0).graph.initializers.values()].filter(
      ({ shape }) => shape.length === 4,
    );
    expect(
      names.flatMap((tensor) => (tensor.type === 'float32' && toNumbers(tensor).length <= 3 ? [tensor] : [])),
    ).toEqual([]);
  });
});

describe('sizes', () => {
  const flattened: HandMade['make'] = (m, x) => ({
    logits: m.linear(m.op('Flatten', [m.map(x)], { axis: 1 }), 'fc', 5),
  });
  it('are any where places are averaged, and one where they are not', () => {
    const free = look({ make: (m, x) => ({ logits: m.linear(m.mean(m.map(x)), 'fc', 5) }) });
    expect(free.card.input).toMatchObject({ size: 16, fixed: false, multipleOf: 1, minimum: 16 });
    expect(withInputSize(free.model, free.card, 40).graph.inputs[0]?.shape.slice(1)).toEqual([3, 40, 40]);
    expect(codeOf(() => withInputSize(free.model, free.card, 8))).toBe('backbone.size-multiple');
    const fixed = look({ make: flattened });
    expect(fixed.card.input).toMatchObject({ size: 16, fixed: true });
    expect(codeOf(() => withInputSize(fixed.model, fixed.card, 32))).toBe('backbone.size-fixed');
  });

  it('go through Reshape nodes that hold the exported size', () => {
    const shuffled: HandMade['make'] = (m, x) => {
      const map = m.map(x);
      const groups = m.op('Reshape', [map, m.builder.ints([1, 2, 4, 4, 4])]);
      const turned = m.op('Transpose', [groups], { perm: [0, 2, 1, 3, 4] });
      return { logits: m.linear(m.mean(m.op('Reshape', [turned, m.builder.ints([1, 8, 4, 4])])), 'fc', 5) };
    };
    const bytes = handMade({ make: shuffled });
    const { model } = readBackbone(bytes, 'shuffle.onnx');
    const [input] = model.graph.inputs;
    const inputs = input ? [{ ...input, shape: [1, 3, 16, 16] }] : [];
    const file = { ...readBackbone(bytes, 'shuffle.onnx'), model: { ...model, graph: { ...model.graph, inputs } } };
    expect(describeBackbone(file).card.input).toMatchObject({ fixed: false });
  });
});

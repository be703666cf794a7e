// The forms of an exported model that a package carries: each judges as the first does, on the real runtime.
import { afterAll, describe, expect, it } from 'vitest';
import { resize } from '../../main/data/resize.ts';
import type { Bindings } from '../../main/engine/executor.ts';
import { sharedTensor } from '../../main/engine/executor.ts';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { likenessDistance, nearest, unitRows } from '../../main/eval/index.ts';
import { featureModel } from '../../main/export/features.ts';
import { ANY_SIZE_INPUT, withResizing } from '../../main/export/graph/any-size.ts';
import { CLASS_MAP, classMapModel, MAP_SIDE } from '../../main/export/graph/class-map.ts';
import { toHalf } from '../../main/export/graph/half.ts';
import { toOlderOpset } from '../../main/export/graph/older-opset.ts';
import { withVerdict } from '../../main/export/graph/verdict.ts';
import { buildInspectionModel, INPUT_NAME, OUTPUT_NAME } from '../../main/export/inspection-model.ts';
import type { Model } from '../../main/onnx/model.ts';
import { buildPreset } from '../../main/onnx/preset/networks.ts';
import { float32 } from '../../main/onnx/tensor.ts';
import { writeModel } from '../../main/onnx/write.ts';
import type { ClassLabel } from '../../shared/domain/dataset.ts';
import { type DecisionRule, decide } from '../../shared/domain/decision.ts';
import { squarePreprocessing } from '../../shared/domain/images.ts';
import { LINE_OUTPUTS, verdictCodes } from '../../shared/domain/package.ts';
import { random } from '../../shared/domain/random.ts';

const executor = createOrtExecutor(1);
afterAll(() => executor.close());

const size = 16;
const images = 24;
const classes: readonly ClassLabel[] = [
  { name: '良品', verdict: 'OK' },
  { name: 'きず', verdict: 'NG' },
  { name: 'しみ', verdict: 'NG' },
];
const network = buildPreset('tiny', classes.length, size, 1);
const model = buildInspectionModel({
  network,
  // Larger weights in the last layer: scores all over the range.
  weights: new Map([
    ['classifier.weight', Float32Array.from({ length: 3 * 64 }, (_, at) => 3 * random(at).gaussian())],
  ]),
  classes,
  preprocessing: squarePreprocessing(size),
  origin: {},
});

const stream = random(3, 'pixels');
// From dark to bright and from red to blue, so that the judgements differ.
const pixels = Uint8Array.from({ length: images * size * size * 3 }, (_, at) => {
  const image = Math.floor(at / (size * size * 3));
  return stream.integer(1 + Math.round((255 * ((image * (1 + (at % 3))) % images)) / images));
});
const planar = sharedTensor('float32', [images, 3, size, size]);
for (let image = 0; image < images; image++)
  for (let at = 0; at < size * size; at++)
    for (let channel = 0; channel < 3; channel++)
      planar.data[(image * 3 + channel) * size * size + at] = pixels[(image * size * size + at) * 3 + channel] ?? 0;

async function run(of: Model, inputs: Bindings, outputs: Bindings): Promise<void> {
  const program = await executor.load(writeModel(of));
  try {
    await program.bind(inputs, outputs).run();
  } finally {
    await program.close();
  }
}

async function probabilitiesOf(of: Model): Promise<Float32Array> {
  const rows = sharedTensor('float32', [images, classes.length]);
  await run(of, { [INPUT_NAME]: planar }, { [OUTPUT_NAME]: rows });
  return rows.data;
}

/** Unit features of random other images. */
async function bankOf(rows: number) {
  const features = featureModel(model);
  if (!features) throw new Error('the network has features');
  const { name, width } = features.output;
  const found = sharedTensor('float32', [images, width]);
  await run(features.model, { [INPUT_NAME]: planar }, { [name]: found });
  const noise = random(5, 'bank');
  const all = Float32Array.from({ length: rows * width }, (_, at) => {
    const value = found.data[at % found.data.length] ?? 0;
    return value * (1 + 0.5 * noise.gaussian());
  });
  return {
    own: unitRows(Float32Array.from(found.data), width),
    bank: float32([rows, width], unitRows(all, width)),
    width,
  };
}

describe('a graph that says the verdict', () => {
  /** Thresholds among the very scores and distances, where a hair would decide. */
  type At = (share: number) => number;
  const rules: readonly (readonly [string, (score: At, distance: At) => DecisionRule | null])[] = [
    ['the most probable class', () => null],
    ['one threshold', (score) => ({ okBelow: score(0.5), ngFrom: score(0.5), unlikeFrom: null })],
    ['a band', (score) => ({ okBelow: score(0.3), ngFrom: score(0.7), unlikeFrom: null })],
    ['nothing passes', () => ({ okBelow: 0, ngFrom: 0, unlikeFrom: null })],
    ['everything passes', () => ({ okBelow: 1, ngFrom: 1, unlikeFrom: null })],
    [
      'unlike images to a person',
      (score, distance) => ({ okBelow: score(0.4), ngFrom: score(0.4), unlikeFrom: distance(0.7) + 1e-6 }),
    ],
  ];
  it.each(rules)('decides as the app does: %s', async (_, ruleOf) => {
    const { own, bank, width } = await bankOf(40);
    const plain = await probabilitiesOf(model);
    const at = (values: readonly number[]) => (share: number) =>
      values.toSorted((a, b) => a - b)[Math.floor(share * values.length)] ?? 0;
    const distances = Array.from({ length: images }, (_, image) =>
      likenessDistance(nearest(own.subarray(image * width, (image + 1) * width), bank.data, 5)),
    );
    const scores = Array.from(
      { length: images },
      (_, image) => (plain[image * 3 + 1] ?? 0) + (plain[image * 3 + 2] ?? 0),
    );
    const rule = ruleOf(at(scores), at(distances));
    const judging = withVerdict(model, { classes, rule, bank: rule?.unlikeFrom ? bank : null });
    const outputs: Bindings = {
      [OUTPUT_NAME]: sharedTensor('float32', [images, classes.length]),
      [LINE_OUTPUTS.ngScore]: sharedTensor('float32', [images]),
      [LINE_OUTPUTS.classIndex]: sharedTensor('int64', [images]),
      [LINE_OUTPUTS.verdict]: sharedTensor('int64', [images]),
      ...(rule?.unlikeFrom ? { [LINE_OUTPUTS.distance]: sharedTensor('float32', [images]) } : {}),
    };
    await run(judging, { [INPUT_NAME]: planar }, outputs);
    const rows = outputs[OUTPUT_NAME]?.data ?? [];
    const expected = Array.from({ length: images }, (_, image) => {
      const row = Array.from({ length: 3 }, (_, index) => Number(rows[image * 3 + index]));
      const score = Math.min(1, Math.max(0, (row[1] ?? 0) + (row[2] ?? 0)));
      const best = row.indexOf(Math.max(...row));
      const distance = distances[image] ?? 2;
      const decision = rule ? decide(score, distance, rule) : (classes[best]?.verdict ?? 'NG');
      return { score, best, distance, code: verdictCodes[decision] };
    });
    const found = (name: string) => Array.from(outputs[name]?.data ?? [], Number);
    expect(found(LINE_OUTPUTS.classIndex)).toEqual(expected.map(({ best }) => best));
    expect(found(LINE_OUTPUTS.verdict)).toEqual(expected.map(({ code }) => code));
    for (const [image, score] of found(LINE_OUTPUTS.ngScore).entries())
      expect(score).toBeCloseTo(expected[image]?.score ?? 9, 6);
    if (rule?.unlikeFrom) {
      const measured = found(LINE_OUTPUTS.distance);
      expect(measured).toHaveLength(images);
      for (const [image, distance] of measured.entries())
        expect(distance).toBeCloseTo(expected[image]?.distance ?? 9, 5);
    }
    if (rule && (rule.okBelow !== rule.ngFrom || rule.unlikeFrom))
      expect(new Set(expected.map(({ code }) => code)).size).toBe(3);
  });
});

describe('a graph with the resizing inside', () => {
  const sizes: readonly (readonly [number, number])[] = [
    [16, 16],
    [200, 200],
    [640, 480],
    [17, 333],
    [5, 3],
    [1, 1],
    [1025, 16],
    [31, 97],
  ];
  it.each(sizes)('resizes %i × %i pixels as the app does, bit for bit', async (width, height) => {
    const any = withResizing(model);
    const noise = random(width, 'picture', String(height));
    const batch = 2;
    const picture = sharedTensor('uint8', [batch, height, width, 3]);
    for (let at = 0; at < picture.data.length; at++) picture.data[at] = noise.integer(256);
    const bytes = width * height * 3;
    const small = sharedTensor('float32', [batch, 3, size, size]);
    for (let image = 0; image < batch; image++) {
      const data = Uint8Array.from(picture.data.subarray(image * bytes, (image + 1) * bytes));
      const made = resize({ width, height, channels: 3, data }, size, size).data;
      for (let at = 0; at < size * size; at++)
        for (let channel = 0; channel < 3; channel++)
          small.data[(image * 3 + channel) * size * size + at] = made[at * 3 + channel] ?? 0;
    }
    const [expected, found] = [sharedTensor('float32', [batch, 3]), sharedTensor('float32', [batch, 3])];
    const inner = sharedTensor('float32', [batch, 3, size, size]);
    await run(model, { [INPUT_NAME]: small }, { [OUTPUT_NAME]: expected });
    const image = { name: INPUT_NAME, type: 'float32' as const, shape: ['batch', 3, size, size] };
    const seen = { ...any, graph: { ...any.graph, outputs: [...any.graph.outputs, image] } };
    await run(seen, { [ANY_SIZE_INPUT]: picture }, { [OUTPUT_NAME]: found, [INPUT_NAME]: inner });
    expect(Array.from(inner.data)).toEqual(Array.from(small.data));
    expect(Array.from(found.data)).toEqual(Array.from(expected.data));
  });
});

it('a graph of class maps has them where the features are, and their mean is the logit', async () => {
  const bank = (await bankOf(5)).bank;
  const mapped = classMapModel(withVerdict(model, { classes, rule: null, bank }), classes.length);
  if (!mapped) throw new Error('the network has maps');
  const image = sharedTensor('float32', [1, 3, size, size]);
  const maps = sharedTensor('float32', [1, classes.length, MAP_SIDE, MAP_SIDE]);
  image.data.set(planar.data.subarray(0, image.data.length));
  await run(mapped, { [INPUT_NAME]: image }, { [CLASS_MAP]: maps });
  // Without the layer's bias: softmax of the means and the biases gives the probabilities again.
  const biases = model.graph.initializers.get('classifier.bias')?.data ?? [];
  const mean = (index: number) => {
    const own = maps.data.subarray(index * MAP_SIDE ** 2, (index + 1) * MAP_SIDE ** 2);
    return own.reduce((sum, value) => sum + value, 0) / own.length + Number(biases[index] ?? 0);
  };
  const powers = classes.map((_, index) => Math.exp(mean(index)));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const expected = (await probabilitiesOf(model)).subarray(0, classes.length);
  for (const [index, power] of powers.entries()) expect(power / total).toBeCloseTo(expected[index] ?? 9, 3);
  expect(classMapModel(renamedEnd(model), classes.length)).toBeUndefined();
});

/** Without its pooling under the name that makes it one. */
function renamedEnd(of: Model): Model {
  const nodes = of.graph.nodes.map((node) =>
    node.operator === 'GlobalAveragePool' ? { ...node, operator: 'GlobalMaxPool' } : node,
  );
  return { ...of, graph: { ...of.graph, nodes } };
}

describe('other forms of the graph', () => {
  it('in half precision judge nearly the same', async () => {
    const half = toHalf(model);
    if (!('model' in half)) throw new Error(half.reason);
    const [expected, found] = [Array.from(await probabilitiesOf(model)), Array.from(await probabilitiesOf(half.model))];
    for (const [at, value] of found.entries()) expect(Math.abs(value - (expected[at] ?? 9))).toBeLessThan(0.05);
    expect(found).not.toEqual(expected);
    expect(writeModel(half.model).length).toBeLessThan(0.55 * writeModel(model).length);
    // Also where the judgement reads the features in the middle of the network.
    const { bank } = await bankOf(10);
    const judging = toHalf(withVerdict(model, { classes, rule: null, bank }));
    if (!('model' in judging)) throw new Error(judging.reason);
    const judged = Array.from(await probabilitiesOf(judging.model));
    for (const [at, value] of judged.entries()) expect(value).toBeCloseTo(found[at] ?? 9, 2);
  });

  it('in opset 13 judge the same', async () => {
    const older = toOlderOpset(model);
    if (!('model' in older)) throw new Error(older.reason);
    expect(older.model.opsets.get('')).toBe(13);
    expect(Array.from(await probabilitiesOf(older.model))).toEqual(Array.from(await probabilitiesOf(model)));
    const node = { operator: 'HardSwish', domain: '', name: 'swish', inputs: ['a'], outputs: ['b'], attributes: {} };
    const newer = { ...model, graph: { ...model.graph, nodes: [...model.graph.nodes, node] } };
    expect(toOlderOpset(newer)).toEqual({ reason: 'HardSwish' });
  });
});

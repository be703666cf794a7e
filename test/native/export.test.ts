// The exported file, alone, judges raw pixels as the evaluator judged normalised ones, says what it is, and is kept only then.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { portable } from '../../main/autodiff/rules/index.ts';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { readDescription } from '../../main/export/description.ts';
import { exportModel, type ParityReference } from '../../main/export/export-model.ts';
import { buildInspectionModel } from '../../main/export/inspection-model.ts';
import { compare, requireParity, runExported } from '../../main/export/parity.ts';
import type { Model } from '../../main/onnx/model.ts';
import { buildPreset } from '../../main/onnx/preset/networks.ts';
import { readModel } from '../../main/onnx/read.ts';
import { writeModel } from '../../main/onnx/write.ts';
import { Evaluator } from '../../main/train/evaluator.ts';
import { prepareNetwork } from '../../main/train/network.ts';
import { TrainingState } from '../../main/train/state.ts';
import type { ClassLabel } from '../../shared/domain/dataset.ts';
import { squarePreprocessing } from '../../shared/domain/images.ts';
import { random } from '../../shared/domain/random.ts';
import { arrayEvaluation } from '../support/array-batches.ts';
import { smallModel } from '../support/small-network.ts';

const executor = createOrtExecutor(1);
const root = mkdtempSync(join(tmpdir(), 'narashi-export-'));
afterAll(async () => {
  await executor.close();
  rmSync(root, { recursive: true });
});
let folder = root;
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
  path = join(folder, 'model.onnx');
});

const classes: readonly ClassLabel[] = [
  { name: '良品', verdict: 'OK' },
  { name: "worker's  mark", verdict: 'NG' },
  { name: 'きず　大 "深い"\\', verdict: 'NG' },
];
const origin = { run: 7, snapshot: 'abc', narashi: '0.1.0', method: 'samar', seed: 3 };
const images = 11;

interface Exported {
  readonly model: Model;
  readonly reference: ParityReference;
}

/** A network with weights and running statistics as if trained, and what the evaluator says of random images. */
async function prepared(network: Model, size: number, batchSize = 4, mean: 0.5 | 0.3 = 0.5): Promise<Exported> {
  const ready = prepareNetwork(network, [3, size, size]);
  const layout = Array.from(ready.initial, ([name, { shape }]) => ({ name, shape }));
  const state = new TrainingState(layout);
  for (const [name, { data }] of ready.initial) {
    const stream = random(9, name);
    const changed = (value: number) =>
      name.endsWith('running_var') ? stream.between(0.5, 2) : value + 0.2 * stream.gaussian();
    state.get(name).set(data.map(changed));
  }
  const stream = random(4, 'pixels');
  const pixels = Uint8Array.from({ length: images * size * size * 3 }, () => stream.integer(256));
  const preprocessing = { ...squarePreprocessing(size), mean: [mean, 0.5, 0.45], std: [0.5, 0.25, 0.3] } as const;
  const normalised = new Float32Array(pixels.length);
  const plane = size * size;
  for (let image = 0; image < images; image++)
    for (let channel = 0; channel < 3; channel++)
      for (let at = 0; at < plane; at++)
        normalised[(image * 3 + channel) * plane + at] =
          ((pixels[(image * plane + at) * 3 + channel] ?? 0) / 255 - (preprocessing.mean[channel] ?? 0)) /
          (preprocessing.std[channel] ?? 1);
  const evaluator = await Evaluator.load(executor, ready, portable, state, 5);
  const labels = new Int32Array(images);
  const { probabilities } = await evaluator.judge(
    arrayEvaluation({ images: normalised, labels, imageShape: ready.imageShape }, 5),
  );
  await evaluator.close();
  async function* batches() {
    for (let first = 0; first < images; first += batchSize) {
      const count = Math.min(batchSize, images - first);
      const batch = new Uint8Array(batchSize * plane * 3);
      batch.set(pixels.subarray(first * plane * 3, (first + count) * plane * 3));
      yield { pixels: batch, count };
    }
  }
  const weights = new Map(layout.map(({ name }) => [name, state.get(name)]));
  const model = buildInspectionModel({ network, weights, classes, preprocessing, origin });
  return { model, reference: { probabilities, batches, batchSize } };
}

describe('an exported model', () => {
  const networks: readonly (readonly [string, Model, number])[] = [
    ['tiny, 16 px', buildPreset('tiny', 3, 16, 1), 16],
    ['tiny, 33 px', buildPreset('tiny', 3, 33, 1), 33],
    ['tiny, 50 px', buildPreset('tiny', 3, 50, 1), 50],
    ['small, 40 px', buildPreset('small', 3, 40, 1), 40],
    ['small, 17 px', buildPreset('small', 3, 17, 1), 17],
    ['base, 16 px', buildPreset('base', 3, 16, 1), 16],
    ['with Dropout', smallModel(3, 20, 0.5), 20],
    ['whose values bear our names', renamed(smallModel(3, 16), ['image', 'pixels'], ['Relu', 'image']), 16],
    ['whose output is called as ours', renamed(smallModel(3, 16), ['logits', 'probabilities']), 16],
    ['whose weights bear our names', renamed(smallModel(3, 16), ['stem.weight', 'pixel_scale']), 16],
  ];
  it.each(networks)('judges as the evaluator did: %s', async (_, network, size) => {
    const { model, reference } = await prepared(network, size);
    const { parity, bytes, sha256 } = await exportModel(executor, model, path, reference);
    expect(parity).toMatchObject({ images, disagreements: 0 });
    expect(parity.largestDifference).toBeLessThan(1e-5);
    const file = readFileSync(path);
    expect(bytes).toBe(file.length);
    expect(sha256).toBe(createHash('sha256').update(file).digest('hex'));
    expect(readdirSync(folder).sort()).toEqual(['model.json', 'model.onnx']);
  });

  it('takes any batch, in one file, with probabilities that sum to 1', async () => {
    const { model, reference } = await prepared(buildPreset('tiny', 3, 24, 2), 24);
    await exportModel(executor, model, path, reference);
    const bytes = readFileSync(path);
    const alone = join(mkdtempSync(join(root, 'alone-')), 'moved.onnx');
    writeFileSync(alone, bytes);
    const description = readDescription(readModel(readFileSync(alone)), alone);
    const pixels = new Uint8Array(64 * 24 * 24 * 3).fill(128);
    for await (const batch of reference.batches()) pixels.set(batch.pixels.subarray(0, 3 * 24 * 24 * 3));
    for (const batchSize of [1, 3, 64]) {
      async function* once() {
        yield { pixels: pixels.subarray(0, batchSize * 24 * 24 * 3), count: batchSize };
      }
      const found = await runExported(executor, readFileSync(alone), description, once(), batchSize);
      expect(found).toHaveLength(batchSize * 3);
      for (let row = 0; row < batchSize; row++) {
        const values = found.subarray(row * 3, row * 3 + 3);
        expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
        expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('is plain opset 17 with raw pixels in and probabilities out', async () => {
    const { model } = await prepared(buildPreset('tiny', 3, 16, 2), 16);
    const read = readModel(writeModel(model));
    expect([...read.opsets]).toEqual([['', 17]]);
    expect(read.graph.nodes.filter(({ domain }) => domain !== '')).toEqual([]);
    expect(read.graph.inputs).toEqual([{ name: 'image', type: 'float32', shape: ['batch', 3, 16, 16] }]);
    expect(read.graph.outputs).toEqual([{ name: 'probabilities', type: 'float32', shape: ['batch', 3] }]);
    expect(read.producer).toBe('narashi');
  });

  it('says what it is in the words of each runtime', async () => {
    const { model, reference } = await prepared(smallModel(3, 20), 20);
    await exportModel(executor, model, path, reference);
    const { metadata, description } = readModel(readFileSync(path));
    const names = classes.map(({ name }) => name);
    const { narashi, names: ultralytics, labels, ...rest } = Object.fromEntries(metadata);
    expect(rest).toEqual({
      'Image.BitmapPixelFormat': 'Rgb8',
      'Image.ColorSpaceGamma': 'SRGB',
      'Image.NominalPixelRange': 'NominalRange_0_255',
      imgsz: '[20, 20]',
      task: 'classify',
      model_type: 'Classification',
      resize_type: 'standard',
      reverse_input_channels: 'NO',
      confidence_threshold: '0.5',
    });
    // A Python literal of this form is also a JavaScript one.
    expect(Object.values(runInNewContext(`(${ultralytics})`))).toEqual(names);
    expect(labels?.split(' ')).toHaveLength(3);
    expect(labels?.split(' ')[0]).toBe('良品');
    expect(description).toContain('20×20');
    const own = readDescription(readModel(readFileSync(path)), path);
    expect(own).toMatchObject({ version: 1, classes, origin, input: 'image', output: 'probabilities' });
    expect(own.preprocessing).toMatchObject({ width: 20, height: 20, mean: [0.5, 0.5, 0.45], std: [0.5, 0.25, 0.3] });
    expect(JSON.parse(narashi ?? '')).toEqual(own);
    const sidecar = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
    expect(sidecar).toMatchObject({ ...own, parity: { images, disagreements: 0 } });
    expect(sidecar.sha256).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
  });

  it('of somebody else is told apart', async () => {
    const foreign = buildPreset('tiny', 3, 16, 1);
    expect(() => readDescription(foreign, 'x.onnx')).toThrow(expect.objectContaining({ code: 'export.not-ours' }));
    const odd = { ...foreign, metadata: new Map([['narashi', '{"version":1}']]) };
    expect(() => readDescription(odd, 'x.onnx')).toThrow(expect.objectContaining({ code: 'export.not-ours' }));
  });
});

describe('a failed export leaves the earlier one', () => {
  const earlier = ['an earlier model', 'an earlier sidecar'];
  async function failing(code: string, change: (exported: Exported) => Exported): Promise<void> {
    writeFileSync(path, earlier[0] ?? '');
    const sidecar = join(folder, 'model.json');
    if (!existsSync(sidecar)) writeFileSync(sidecar, earlier[1] ?? '');
    const { model, reference } = change(await prepared(smallModel(3, 16), 16));
    await expect(exportModel(executor, model, path, reference)).rejects.toMatchObject({ code });
    expect(readFileSync(path, 'utf8')).toBe(earlier[0]);
    expect(readdirSync(folder).sort()).toEqual(['model.json', 'model.onnx']);
  }

  /** Adds to one value of one weight. */
  const tampered = (weight: string, by: number) => (exported: Exported) => {
    const { graph } = exported.model;
    const tensor = graph.initializers.get(weight);
    if (tensor?.type !== 'float32') throw new RangeError(weight);
    const data = tensor.data.slice();
    data[0] = (data[0] ?? 0) + by;
    const initializers = new Map([...graph.initializers, [weight, { ...tensor, data }] as const]);
    return { ...exported, model: { ...exported.model, graph: { ...graph, initializers } } };
  };

  it.each([
    ['classifier.weight', 0.01],
    ['classifier.bias', 0.01],
    ['stem.running_mean', 0.05],
    ['inner.running_var', 0.5],
    ['pixel_shift', 0.01],
    ['classifier.bias', Number.NaN],
  ])('%s off by %d', async (weight, by) => {
    await failing('export.parity-failed', tampered(weight, by));
    expect(readFileSync(join(folder, 'model.json'), 'utf8')).toBe(earlier[1]);
  });

  it('classes in another order', () =>
    failing('export.parity-failed', ({ model, reference }) => {
      const probabilities = reference.probabilities.map(
        (_, index, all) => all[index - (index % 3) + ((index + 1) % 3)] ?? 0,
      );
      return { model, reference: { ...reference, probabilities } };
    }));

  it('the sidecar cannot be written', async () => {
    mkdirSync(join(folder, 'model.json', 'in the way'), { recursive: true });
    await failing('export.not-written', (exported) => exported);
  });

  it.each([
    ['no such folder', () => join(folder, 'none', 'model.onnx')],
    ['a folder in its place', () => folder],
  ])('%s', async (_, place) => {
    const { model, reference } = await prepared(smallModel(3, 16), 16);
    await expect(exportModel(executor, model, place(), reference)).rejects.toMatchObject({
      code: 'export.not-written',
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the parity check', () => {
  const reference = Float32Array.of(0.7, 0.3, 0.2, 0.8);
  const cases: readonly (readonly [string, readonly number[], boolean])[] = [
    ['the same', [0.7, 0.3, 0.2, 0.8], true],
    ['within tolerance', [0.70009, 0.29991, 0.2, 0.8], true],
    ['beyond tolerance', [0.7002, 0.2998, 0.2, 0.8], false],
    ['another class', [0.3, 0.7, 0.2, 0.8], false],
    ['not a number', [Number.NaN, 0.3, 0.2, 0.8], false],
  ];
  it.each(cases)('%s', (_, found, passes) => {
    const check = () => requireParity(compare(reference, Float32Array.from(found), 2));
    if (passes) expect(check()).toMatchObject({ images: 2, disagreements: 0 });
    else expect(check).toThrow(expect.objectContaining({ code: 'export.parity-failed' }));
  });

  it('wants as many images as there were', () => {
    expect(() => compare(reference, reference.slice(2), 2)).toThrow(RangeError);
  });

  it('reports a difference that is not a number in the model judged first, too', () => {
    expect(compare(Float32Array.of(Number.NaN, 1), Float32Array.of(0, 1), 2).largestDifference).toBe(Infinity);
  });
});

/** The same model with values of other names. */
function renamed(model: Model, ...pairs: readonly (readonly [string, string])[]): Model {
  const names = new Map(pairs);
  const to = (name: string) => names.get(name) ?? name;
  const { graph } = model;
  return {
    ...model,
    graph: {
      ...graph,
      inputs: graph.inputs.map((info) => ({ ...info, name: to(info.name) })),
      outputs: graph.outputs.map((info) => ({ ...info, name: to(info.name) })),
      nodes: graph.nodes.map((node) => ({ ...node, inputs: node.inputs.map(to), outputs: node.outputs.map(to) })),
      initializers: new Map(Array.from(graph.initializers, ([name, tensor]) => [to(name), tensor])),
    },
  };
}

// Why a model judged so, of trained and hand-made models: features that give the judgement, gradients that point at the spot,
// and both asked of the app's services over real children.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { layerCam } from '../../main/eval/index.ts';
import { readDescription } from '../../main/export/description.ts';
import { featureModel } from '../../main/export/features.ts';
import { buildInspectionModel } from '../../main/export/inspection-model.ts';
import { ExportedJudge } from '../../main/export/judge.ts';
import { startChild } from '../../main/jobs/control/child.ts';
import { GraphBuilder } from '../../main/onnx/builder.ts';
import { buildPreset } from '../../main/onnx/preset/networks.ts';
import { float32 } from '../../main/onnx/tensor.ts';
import { writeModel } from '../../main/onnx/write.ts';
import { createJudgingService } from '../../main/services/judging.ts';
import { StudyQueue } from '../../main/services/studies/study-queue.ts';
import { createStudiesService } from '../../main/services/studies.ts';
import { createTrainingQueue } from '../../main/services/training/training-queue.ts';
import { createTrainingService } from '../../main/services/training.ts';
import { attentionOf } from '../../main/train/attention.ts';
import { contracts } from '../../shared/contract/index.ts';
import { squarePreprocessing } from '../../shared/domain/images.ts';
import { random } from '../../shared/domain/random.ts';
import { memoryPair } from '../../shared/rpc/channels/memory.ts';
import { connect } from '../../shared/rpc/client.ts';
import { serve } from '../../shared/rpc/server.ts';
import { openContext, type TestContext } from '../support/app-context.ts';
import { trainableProject } from '../support/trainable-project.ts';

const executor = createOrtExecutor(1);
afterAll(() => executor.close());

const classes = [
  { name: 'OK', verdict: 'OK' },
  { name: 'dark', verdict: 'NG' },
  { name: 'bright', verdict: 'NG' },
] as const;

function inspection(network: Parameters<typeof buildInspectionModel>[0]['network'], size: number) {
  return buildInspectionModel({
    network,
    weights: new Map(),
    classes,
    preprocessing: squarePreprocessing(size),
    origin: {},
  });
}

describe('features of an exported model', () => {
  it('are what its last layer judges by', async () => {
    const size = 32;
    const model = inspection(buildPreset('tiny', classes.length, size, 4), size);
    const features = featureModel(model);
    if (!features) throw new Error('no features');
    const description = readDescription(model, 'model.onnx');
    const stream = random(3, 'pixels');
    const pixels = Uint8Array.from({ length: 2 * size * size * 3 }, () => Math.floor(256 * stream.float()));
    const judge = await ExportedJudge.load(executor, writeModel(model), description, 2);
    const { width } = features.output;
    const reader = await ExportedJudge.load(executor, writeModel(features.model), description, 2, features.output);
    const probabilities = await judge.judge({ pixels, count: 2 });
    const rows = await reader.judge({ pixels, count: 2 });
    const tensor = (name: string) => model.graph.initializers.get(name)?.data ?? [];
    const [weight, bias] = [tensor('classifier.weight'), tensor('classifier.bias')];
    for (let row = 0; row < 2; row++) {
      const logits = classes.map((_, index) =>
        rows
          .subarray(row * width, (row + 1) * width)
          .reduce((sum, value, at) => sum + value * Number(weight[index * width + at]), Number(bias[index])),
      );
      const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
      for (const [index, logit] of logits.entries()) {
        expect(probabilities[row * classes.length + index]).toBeCloseTo(Math.exp(logit) / sum, 5);
      }
    }
    await judge.close();
    await reader.close();
  });

  it('are not to be had of a model without a linear layer at its end', () => {
    const builder = new GraphBuilder();
    const image = builder.input('image', 'float32', [1, 3, 4, 4]);
    const pooled = builder.op('Flatten', [builder.op('GlobalMaxPool', [image])], { axis: 1 });
    builder.output(pooled, 'logits');
    expect(featureModel(inspection(builder.build('poolOnly', 'batch'), 4))).toBeUndefined();
  });
});

/** Class `bright` is the mean of bright places, `dark` of dark ones; one 1×1 convolution to four channels, then one at half size. */
function spotModel(size: number) {
  const builder = new GraphBuilder();
  const image = builder.input('image', 'float32', [1, 3, size, size]);
  const ones = (rows: number, values: readonly number[]) =>
    float32([rows, values.length / rows, 1, 1], Float32Array.from(values));
  const filter = builder.weight('filter', ones(4, [1, 1, 1, -1, -1, -1, 0, 0, 0, 0, 0, 0]));
  const bias = builder.weight('bias', float32([4], Float32Array.of(-1, -1, 0, 0)));
  const places = builder.op('Relu', [builder.op('Conv', [image, filter, bias], { kernel_shape: [1, 1] })]);
  const halved = builder.op('AveragePool', [places], { kernel_shape: [2, 2], strides: [2, 2] });
  const features = builder.op('Flatten', [builder.op('GlobalAveragePool', [halved])], { axis: 1 });
  const weight = builder.weight('classifier', float32([3, 4], Float32Array.of(0, 0, 0, 0, 0, 9, 0, 0, 9, 0, 0, 0)));
  builder.output(builder.op('Gemm', [features, weight], { transB: 1 }), 'logits');
  return inspection(builder.build('spots', 'batch'), size);
}

describe('where a model looked', () => {
  it('is the bright spot for the class of bright spots, the dark one for the other, nothing for the third', async () => {
    const size = 16;
    // Grey, with a bright spot at rows 2–3, columns 10–11 and a dark one at rows 12–13, columns 4–5.
    const image = new Float32Array(3 * size * size).fill(128);
    const paint = (row: number, column: number, value: number) => {
      for (const channel of [0, 1, 2]) {
        for (const down of [0, 1]) {
          for (const right of [0, 1]) image[channel * size * size + (row + down) * size + column + right] = value;
        }
      }
    };
    paint(2, 10, 255);
    paint(12, 4, 0);
    const found = await attentionOf(executor, spotModel(size), image, [3, size, size], [2, 1, 0]);
    const [bright, dark, neither] = (found ?? []).map(layerCam);
    const peak = (map: Float32Array) => map.indexOf(Math.max(...map));
    expect(bright?.side).toBe(size);
    const within = (place: number, row: number, column: number) => {
      const [y, x] = [Math.floor(place / size), place % size];
      return y >= row && y <= row + 1 && x >= column && x <= column + 1;
    };
    expect(within(peak(bright?.map ?? new Float32Array()), 2, 10)).toBe(true);
    expect(within(peak(dark?.map ?? new Float32Array()), 12, 4)).toBe(true);
    expect(bright?.map[12 * size + 4]).toBe(0);
    expect(Math.max(...(neither?.map ?? [1]))).toBe(0);
  });

  it('cannot be told of a model without feature maps', async () => {
    const builder = new GraphBuilder();
    const flat = builder.op('Flatten', [builder.input('image', 'float32', [1, 3, 4, 4])], { axis: 1 });
    const weight = builder.weight('classifier', float32([3, 48], new Float32Array(144).fill(0.1)));
    builder.output(builder.op('Gemm', [flat, weight], { transB: 1 }), 'logits');
    const model = inspection(builder.build('flat', 'batch'), 4);
    expect(await attentionOf(executor, model, new Float32Array(48), [3, 4, 4], [0])).toBeUndefined();
  });
});

describe('asked of the app', () => {
  const served = { training: contracts.training, studies: contracts.studies, judging: contracts.judging };
  let folder = '';
  let context: TestContext;
  let client: ReturnType<typeof connect<typeof served>>;
  let close: () => Promise<void>;
  let runId = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'narashi-explain-'));
    context = openContext(folder);
    const projectId = await trainableProject(context.workspace, [
      { kind: 'OK', images: 30 },
      { kind: 'stain', images: 20 },
    ]);
    const queue = createTrainingQueue(context, { startChild, threads: 1 });
    const studies = new StudyQueue(context, {
      startChild,
      log: () => undefined,
      isTraining: () => false,
      onFree: () => undefined,
    });
    queue.open();
    studies.open();
    const [near, far] = memoryPair();
    const implementations = {
      training: createTrainingService(context, queue, { startChild }),
      studies: createStudiesService(context, studies),
      judging: createJudgingService(context, { startChild }),
    };
    serve(served, implementations, near, {
      events: { subscribe: () => () => undefined },
      report: ({ error }) => expect(error).toBeUndefined(),
    });
    client = connect(served, far);
    close = async () => {
      await studies.close();
      await queue.close();
      context.workspace.close();
    };
    const advanced = { size: 16, epochs: 3, batchSize: 8 };
    const run = await client.training.start({ projectId, preset: 'fast', method: 'sgd', advanced });
    ({ runId } = run);
    const { runs } = context.workspace.store;
    await vi.waitUntil(() => runs.get(runId).status === 'done', { timeout: 120_000 });
  }, 180_000);
  afterAll(async () => {
    await close();
    await rm(folder, { recursive: true, force: true });
  });

  it('knows no neighbours before images were compared', async () => {
    await expect(client.judging.unlike({ runId, limit: 5 })).rejects.toMatchObject({ code: 'judging.not-compared' });
    await expect(client.judging.neighbours({ runId, imageId: 1 })).rejects.toMatchObject({
      code: 'judging.not-compared',
    });
    const { aims } = await client.judging.rule({ runId });
    const rule = { okBelow: 0.5, ngFrom: 0.5, unlikeFrom: 0.2 };
    await expect(client.judging.setRule({ runId, rule, aims })).rejects.toMatchObject({ code: 'judging.not-compared' });
    // What was not compared goes to a person.
    expect(await client.judging.outcome({ runId, rule, aims })).toMatchObject({ review: 1, escape: { count: 0 } });
  });

  it('compares the held-out images with the training images', async () => {
    const { id: studyId } = await client.studies.start({ kind: 'likeness', runId });
    await expect.poll(async () => (await client.studies.get({ studyId })).status, { timeout: 60_000 }).toBe('done');
    const figures = await client.studies.result({ studyId });
    expect(figures).toMatchObject({ kind: 'likeness', trainImages: 35, reference: { split: 'validation', images: 5 } });
    const { threshold, images, review } = await client.judging.unlike({ runId, limit: 500 });
    expect(images).toHaveLength(10);
    expect(images.map(({ distance }) => distance)).toEqual(
      images.map(({ distance }) => distance).toSorted((one, other) => other - one),
    );
    expect(review).toMatchObject({
      total: 10,
      count: images.filter(({ distance }) => distance >= (threshold ?? 9)).length,
    });
    const [farthest] = images;
    const found = await client.judging.neighbours({ runId, imageId: farthest?.imageId ?? 0 });
    expect(found.neighbours).toHaveLength(6);
    expect(found.neighbours[4]?.distance).toBe(found.distance);
    const { snapshotId } = context.workspace.store.runs.get(runId);
    const training = new Set([...context.workspace.store.snapshots.images(snapshotId, 'train')].map(({ id }) => id));
    expect(found.neighbours.every(({ imageId }) => training.has(imageId))).toBe(true);
    // A rule may send them to a person now.
    const { aims } = await client.judging.rule({ runId });
    const rule = { okBelow: 0.5, ngFrom: 0.5, unlikeFrom: farthest?.distance ?? 0 };
    const { reviewGood, reviewDefective } = await client.judging.outcome({ runId, rule, aims });
    expect((reviewGood?.count ?? 0) + (reviewDefective?.count ?? 0)).toBe(1);
    expect((await client.judging.setRule({ runId, rule, aims })).rule).toEqual(rule);
  }, 90_000);

  it('shows where the model looked, the second time at once', async () => {
    const [image] = (await client.judging.unlike({ runId, limit: 1 })).images;
    const asked = { runId, imageId: image?.imageId ?? 0 };
    const found = await client.judging.heatmap(asked);
    expect(found.maps[0]?.classIndex).toBe(image?.predicted);
    expect(found.maps[0]?.values).toHaveLength(found.side ** 2);
    expect(await client.judging.heatmap(asked)).toEqual(found);
    await expect(client.judging.heatmap({ runId, imageId: 999 })).rejects.toMatchObject({ code: 'judging.not-tested' });
  }, 60_000);
});

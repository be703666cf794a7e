// A brought backbone through a whole training: its file checked, a part of it trained, resumed bit for bit, exported and proved.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { describeBackbone } from '../../main/backbone/describe.ts';
import { readBackboneFile } from '../../main/backbone/read.ts';
import { ImageCache } from '../../main/data/image-cache.ts';
import { initialNetwork } from '../../main/jobs/child/run-model.ts';
import { runTraining } from '../../main/jobs/child/run-training.ts';
import { startEngine } from '../../main/jobs/engine.ts';
import type { ImageReference } from '../../main/jobs/image-list.ts';
import { backbonePath, checkpointPath, modelPath } from '../../main/jobs/run-files.ts';
import type { TrainEvent, TrainOrder } from '../../main/jobs/train-messages.ts';
import { readModel } from '../../main/onnx/read.ts';
import { readCheckpoint } from '../../main/train/checkpoint.ts';
import { augmentationPresets, squarePreprocessing } from '../../shared/domain/images.ts';
import { random } from '../../shared/domain/random.ts';
import type { Recipe } from '../../shared/domain/recipe.ts';
import { bitsOf, toyRecipe } from '../support/toy-training.ts';

const golden = (name: string) => fileURLToPath(new URL(`../fixtures/golden/${name}/model.onnx`, import.meta.url));
const size = 32;
const classes = ['OK', 'scratch', 'stain'].map((name) => ({ name, verdict: name === 'OK' ? 'OK' : 'NG' }) as const);
const root = await mkdtemp(join(tmpdir(), 'narashi-backbone-'));
const engine = startEngine({ threads: 1, memory: root });
afterAll(async () => {
  await engine.close();
  await rm(root, { recursive: true, force: true });
});

const cards = new Map<string, TrainOrder['backbone']>();
for (const name of ['resnet', 'mobilenet_v2']) {
  const { card } = describeBackbone(readBackboneFile(golden(name)), { name });
  await mkdir(join(root, 'backbones'), { recursive: true });
  await cp(golden(name), backbonePath(root, card.id));
  cards.set(name, card);
}

/** Random pictures, each class a little lighter than the one before it. */
const cache = await ImageCache.open(join(root, 'cache'), squarePreprocessing(size));
const stream = random(4, 'pixels');
const images: ImageReference[] = [];
for (let id = 0; id < 40; id++) {
  const classIndex = id % classes.length;
  const contentHash = id.toString(16).padStart(64, '0');
  const pixels = Uint8Array.from({ length: cache.recordBytes }, () => 40 * classIndex + stream.integer(150));
  await cache.append(contentHash, pixels);
  const split = id < 24 ? 'train' : id < 30 ? 'validation' : 'test';
  images.push({ id, path: `${id}.png`, contentHash, classIndex, split });
}
await cache.close();

async function orderOf(runId: number, name: string, changes: Partial<Recipe>): Promise<TrainOrder> {
  const backbone = cards.get(name) ?? null;
  const runFolder = join(root, 'runs', String(runId));
  await mkdir(runFolder, { recursive: true });
  return {
    runId,
    recipe: toyRecipe({ network: `backbone:${backbone?.id ?? ''}`, size, batchNorm: 'frozen', ...changes }),
    backbone,
    snapshot: { digest: 'd', classes: [...classes] },
    workspace: root,
    runFolder,
  };
}

/** Trains, asked to stop after some steps. */
async function train(order: TrainOrder, stopAfter = Number.POSITIVE_INFINITY) {
  const stop = new AbortController();
  const events: TrainEvent[] = [];
  let steps = 0;
  const { status } = await runTraining(engine, order, images, {
    signal: stop.signal,
    report: (event) => void events.push(event),
    ask: async (event) => void events.push(event),
    onStep: () => {
      if (++steps >= stopAfter) stop.abort();
    },
  });
  const end = events.find((event) => event.type === 'result');
  return { status, exported: end?.type === 'result' ? end.exported : null, events };
}

const cases = [
  ['mobilenet_v2', 'head', { fineTune: 'head', augmentation: augmentationPresets.flips, epochs: 4 }],
  ['resnet', 'last stage, averaged', { fineTune: 'last', method: 'samar', averageDecay: 0.8 }],
  ['resnet', 'all, slower the deeper', { fineTune: 'all', layerDecay: 0.5, method: 'sam', mode: 'thorough' }],
] as const;

describe('a brought backbone', () => {
  it.each(cases)('%s, %s: resumes bit for bit, and is exported as it was judged', async (name, what, changes) => {
    const number = cases.findIndex(([, other]) => other === what) * 2 + 1;
    const whole = await orderOf(number, name, { learningRate: 0.01, ...changes });
    const undisturbed = await train(whole);
    expect(undisturbed.exported?.parity).toMatchObject({ images: 10, disagreements: 0 });
    const broken = await orderOf(number + 1, name, { learningRate: 0.01, ...changes });
    expect((await train(broken, 4)).status).toBe('stopped');
    expect((await train(broken)).status).toBe('done');
    const [expected, resumed] = await Promise.all(
      [whole, broken].map((order) => readCheckpoint(checkpointPath(order.runFolder))),
    );
    const known = bitsOf(expected?.block ?? new Float32Array());
    const differing = bitsOf(resumed?.block ?? new Float32Array()).filter((bits, index) => bits !== known[index]);
    expect([resumed?.block.length, differing.length]).toEqual([known.length, 0]);

    // What was not trained is in the exported model as it came, bit for bit.
    const network = await initialNetwork(whole, classes.length);
    const exported = readModel(await readFile(modelPath(whole.runFolder))).graph.initializers;
    const fixed = [...network.at(1).weights].filter(([weight]) => !network.initial.has(weight));
    const changed = fixed.filter(([weight, { tensor }]) => {
      const found = exported.get(weight);
      return (
        found?.type !== 'float32' || tensor.type !== 'float32' || `${bitsOf(found.data)}` !== `${bitsOf(tensor.data)}`
      );
    });
    expect(changed.map(([weight]) => weight)).toEqual([]);
    expect(fixed.length > 0).toBe(true);
    const moved = network.trainable.filter((weight) => {
      const found = exported.get(weight);
      const start = network.initial.get(weight);
      return found?.type === 'float32' && start && `${bitsOf(found.data)}` !== `${bitsOf(start.data)}`;
    });
    expect(moved.length).toBe(network.trainable.length);
  });

  it('is not trained with once its file is gone or altered', async () => {
    const order = await orderOf(20, 'resnet', {});
    const path = backbonePath(root, order.backbone?.id ?? '');
    const bytes = await readFile(path);
    const altered = Uint8Array.from(bytes);
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    await writeFile(path, altered);
    await expect(train(order)).rejects.toMatchObject({ code: 'train.backbone-altered' });
    await rm(path);
    await expect(train(order)).rejects.toMatchObject({ code: 'train.backbone-missing' });
    await writeFile(path, bytes);
  });
});

// Training and export as a window sees them, over real children: forecast, queue, curves, proof, saved files.
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import type { TrainingQueue } from '../../main/jobs/control/queue.ts';
import { digest, modelPath } from '../../main/jobs/run-files.ts';
import { createExportsService } from '../../main/services/exports.ts';
import { createTrainingQueue } from '../../main/services/training/training-queue.ts';
import { createTrainingService } from '../../main/services/training.ts';
import { contracts } from '../../shared/contract/index.ts';
import type { TrainingChoice } from '../../shared/contract/training.ts';
import { memoryPair } from '../../shared/rpc/channels/memory.ts';
import { connect } from '../../shared/rpc/client.ts';
import { createEvents } from '../../shared/rpc/events.ts';
import { serve } from '../../shared/rpc/server.ts';
import { openContext, type TestContext } from '../support/app-context.ts';
import { trainableProject } from '../support/trainable-project.ts';

const served = { training: contracts.training, exports: contracts.exports };
const ends: unknown[] = [];
const failures: unknown[] = [];
let folder = '';
let context: TestContext;
let queue: TrainingQueue;
let client: ReturnType<typeof connect<typeof served>>;
let choice: TrainingChoice;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'narashi-service-'));
  context = openContext(folder);
  const { emit, subscribe } = createEvents(contracts, (reason) => failures.push(reason));
  const app = { ...context, emit };
  const projectId = await trainableProject(
    context.workspace,
    [
      { kind: 'OK', images: 40 },
      { kind: 'stain', images: 30 },
    ],
    { settings: { watts: 200, yenPerKilowattHour: 50, name: 'ピン 12/3' } },
  );
  choice = { projectId, preset: 'fast', method: 'samar', advanced: { size: 16, epochs: 6, batchSize: 8 } };
  const signs = { onBusy: () => undefined, onProgress: () => undefined, onEnd: (end: unknown) => ends.push(end) };
  queue = createTrainingQueue(app, { signs });
  queue.open();
  const [near, far] = memoryPair();
  const implementations = { training: createTrainingService(app, queue), exports: createExportsService(app) };
  serve(served, implementations, near, {
    events: {
      subscribe: (listener) => subscribe((name, value) => name.startsWith('training.') && listener(name, value)),
    },
    report: ({ method, error }) => failures.push(`${method}: ${String(error)}`),
  });
  client = connect(served, far);
}, 60_000);
afterAll(async () => {
  await queue.close();
  context.workspace.close();
  await rm(folder, { recursive: true, force: true });
  expect(failures).toEqual([]);
});

const idle = () => expect.poll(() => queue.isBusy, { timeout: 60_000, interval: 20 }).toBe(false);
const model = () => modelPath(context.workspace.runFolder(1));

/** Names in a ZIP file. */
function namesIn(path: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, (error, zip) => {
      if (error) return reject(error);
      const names: string[] = [];
      zip.on('entry', ({ fileName }) => names.push(fileName));
      zip.on('end', () => resolve(names));
      zip.on('error', reject);
    });
  });
}

describe('training in the app', () => {
  it('checks the project', async () => {
    const found = await client.training.check({ projectId: choice.projectId });
    expect(found).toMatchObject({ errors: [], warnings: [], trainImages: 49, validationImages: 7, testImages: 14 });
    expect(found.device).toMatchObject({ provider: 'cpu', isGpu: false });
  });

  it('forecasts by a measurement, which serves for a while', async () => {
    const first = await client.training.forecast(choice);
    expect(first).toMatchObject({ basis: 'measured', steps: 36, epochs: 6, images: 70 });
    expect(first.seconds).toBeGreaterThan(first.low);
    expect(first.high).toBeGreaterThan(first.seconds);
    expect(first.kilowattHours).toBeCloseTo((first.seconds / 3600) * 0.2, 12);
    expect(first.yen).toBeCloseTo(first.kilowattHours * 50, 12);
    const begun = performance.now();
    expect(await client.training.forecast(choice)).toEqual(first);
    expect(performance.now() - begun).toBeLessThan(500);
  });

  it('gives a measurement up when nobody waits for it any more', async () => {
    const stop = new AbortController();
    const advanced = { ...choice.advanced, size: 24 };
    const asked = client.training.forecast({ ...choice, advanced }, { signal: stop.signal });
    setTimeout(() => stop.abort(), 300);
    await expect(asked).rejects.toMatchObject({ code: 'rpc.cancelled' });
  });

  it('trains, tells every change, and shows curves', async () => {
    const phases = new Set<string>();
    const points: number[] = [];
    const ignore = [
      client.training.on('changed', ({ phase }) => phases.add(phase)),
      client.training.on('point', ({ point }) => points.push(point.at)),
    ];
    const started = await client.training.start(choice);
    expect(started).toMatchObject({ runId: 1, status: 'running', preset: 'fast', method: 'samar', network: 'tiny' });
    await idle();
    for (const end of ignore) end();
    expect([...phases]).toEqual(['waiting', 'preparing', 'compiling', 'training', 'evaluating', 'exporting', 'ended']);
    expect(await client.training.get({ runId: 1 })).toMatchObject({ status: 'done', epoch: 6, failure: null });
    const curves = await client.training.curves({ runId: 1 });
    expect(curves.map(({ at }) => at)).toEqual(points);
    const whole = curves.filter(({ accuracy }) => accuracy !== null);
    expect(whole.map(({ at }) => at)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(whole.every(({ validationAccuracy, lambda }) => validationAccuracy !== null && lambda !== null)).toBe(true);
    expect(curves.some(({ sharpness }) => sharpness !== null)).toBe(true);
    expect(ends).toEqual([{ outcome: 'done', runId: 1, projectName: 'ピン 12/3' }]);
    expect(context.workspace.store.costs.get(1)).toMatchObject({ watts: 200, yenPerKilowattHour: 50 });
  });

  it('forecasts the next one like it', async () => {
    const next = await client.training.forecast(choice);
    const seconds = context.workspace.store.costs.get(1)?.seconds ?? 0;
    expect(next.basis).toBe('history');
    expect(next.low).toBeLessThanOrEqual(seconds);
    expect(next.high).toBeGreaterThanOrEqual(seconds);
  });

  it('fails with a sentence where originals are gone', async () => {
    const { root, store } = context.workspace;
    const [image] = store.projectImages.labelled(choice.projectId);
    const path = join(root, 'library', image?.contentHash.slice(0, 2) ?? '', image?.contentHash ?? '');
    const bytes = readFileSync(path);
    truncateSync(path);
    await client.training.start({ ...choice, advanced: { ...choice.advanced, size: 17 } });
    await idle();
    expect(await client.training.get({ runId: 2 })).toMatchObject({
      status: 'failed',
      failure: { code: 'services.images-changed' },
    });
    expect(ends.at(-1)).toMatchObject({ outcome: 'failed', runId: 2 });
    writeFileSync(path, bytes);
    await client.training.stop({ runId: 2 });
    expect((await client.training.queue({})).map(({ runId }) => runId)).toEqual([2, 1]);
  });

  it('says what happened in the log of decisions', () => {
    const kinds = context.workspace.store.activity.list({ limit: 50 }).map(({ kind, runId }) => [kind, runId]);
    expect(kinds.toReversed()).toEqual([
      ['snapshot.frozen', null],
      ['run.queued', 1],
      ['run.done', 1],
      ['run.queued', 2],
      ['run.failed', 2],
      ['run.stopped', 2],
    ]);
  });
});

describe('the exported model', () => {
  const name = 'ピン_12_3-1';

  it('is proved once more, also where the pixel cache is gone', async () => {
    rmSync(join(context.workspace.root, 'cache'), { recursive: true });
    const progress: number[] = [];
    const proved = await client.exports.verify({ runId: 1 }, { onProgress: ({ done }) => progress.push(done) });
    expect(proved).toMatchObject({
      runId: 1,
      fileName: `${name}.onnx`,
      rebuilt: false,
      size: 16,
      classes: [
        { name: 'OK', verdict: 'OK' },
        { name: 'stain', verdict: 'NG' },
      ],
      parity: { images: 14, disagreements: 0 },
    });
    expect(progress.at(-1)).toBe(14);
  });

  it('is saved with its description where the user wants it', async () => {
    const path = join(folder, '出力', 'モデル.onnx');
    const grant = context.grants.add({ kind: 'write', path });
    const sidecar = join(folder, '出力', 'モデル.json');
    expect(await client.exports.save({ runId: 1, grant })).toEqual({ path, sidecar, download: null });
    expect(digest(readFileSync(path))).toBe(digest(readFileSync(model())));
    expect(JSON.parse(readFileSync(sidecar, 'utf8'))).toMatchObject({ sha256: digest(readFileSync(path)) });
  });

  it('is kept as one ZIP file for a browser', async () => {
    const { path, download } = await client.exports.save({ runId: 1 });
    expect(path).toBe(`${name}.zip`);
    const kept = context.downloads.get(download ?? '');
    expect(kept?.name).toBe(`${name}.zip`);
    expect(await namesIn(kept?.path ?? '')).toEqual([`${name}.onnx`, `${name}.json`]);
  });

  it('is not saved where it was altered; a check makes it anew, the same as before', async () => {
    const before = digest(readFileSync(model()));
    truncateSync(model(), 1_000);
    await expect(client.exports.save({ runId: 1 })).rejects.toMatchObject({ code: 'export.not-proved' });
    expect(await client.exports.verify({ runId: 1 })).toMatchObject({ rebuilt: true, sha256: before });
    expect(digest(readFileSync(model()))).toBe(before);
    await client.exports.save({ runId: 1 });
  });

  it.each([
    [{ runId: 2 }, 'services.not-trained'],
    [{ runId: 99 }, 'store.run-not-found'],
  ])('is refused for %o', async (input, code) => {
    await expect(client.exports.verify(input)).rejects.toMatchObject({ code });
    await expect(client.exports.save({ ...input, grant: crypto.randomUUID() })).rejects.toBeTruthy();
  });

  it('leaves nothing lying about', () => {
    const lists = context.workspace.store.runs
      .list()
      .flatMap(({ id }) => ['images.jsonl', 'result.json'].map((file) => join(context.workspace.runFolder(id), file)));
    expect(lists.filter(existsSync)).toEqual([]);
  });
});

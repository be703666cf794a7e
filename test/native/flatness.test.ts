// Flatness and landscapes of finished runs: measured in a child's job, the same every time, refused where they cannot be.
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImageCache } from '../../main/data/image-cache.ts';
import { readSplit, toEvaluationBatches } from '../../main/jobs/child/split-images.ts';
import { steadyBatches } from '../../main/jobs/child/steady-batches.ts';
import { measureFlatness, measureLandscape } from '../../main/jobs/control/flatness.ts';
import { checkpointPath } from '../../main/jobs/run-files.ts';
import type { EvaluationBatches } from '../../main/train/batches.ts';
import { squarePreprocessing } from '../../shared/domain/images.ts';
import type { FlatnessResult } from '../../shared/domain/study.ts';
import { openContext, type TestContext } from '../support/app-context.ts';
import { startInProcess } from '../support/in-process.ts';
import { trainableProject } from '../support/trainable-project.ts';
import { untrainedRun } from '../support/untrained-run.ts';

let folder = '';
let context: TestContext;
let found: FlatnessResult;
const told: { done: number; total: number }[] = [];
const runs = { first: 0, second: 0, larger: 0 };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'narashi-flatness-'));
  context = openContext(folder);
  const classes = [
    { kind: 'OK', images: 12 },
    { kind: 'stain', images: 8 },
  ] as const;
  const projectId = await trainableProject(context.workspace, classes);
  runs.first = await untrainedRun(context, projectId, { seed: 1 });
  runs.second = await untrainedRun(context, projectId, { seed: 2 });
  runs.larger = await untrainedRun(context, projectId, { seed: 1, size: 24 });
  found = await measureFlatness(context.workspace, runs.first, measuring(told));
}, 60_000);
afterAll(async () => {
  context.workspace.close();
  await rm(folder, { recursive: true, force: true });
});

function measuring(told: { done: number; total: number }[] = [], signal = new AbortController().signal) {
  return {
    start: startInProcess(),
    signal,
    onProgress: (progress: { done: number; total: number }) => void told.push(progress),
  };
}

describe('flatness of a finished run', () => {
  it('has a positive curvature, and is the same again', async () => {
    expect(found.images).toBe([...context.workspace.store.snapshots.images(1, 'train')].length);
    expect(found.loss).toBeGreaterThan(0);
    expect(found.average.map(({ radius }) => radius)).toEqual([0.1, 0.2, 0.4]);
    expect(found.worst.map(({ rise }) => rise)).toEqual(found.worst.map(({ rise }) => rise).toSorted((a, b) => a - b));
    expect(found.worst[0]?.rise).toBeGreaterThan(0);
    expect(found.eigenvalue.value).toBeGreaterThan(0);
    expect(found.eigenvalue.residual).toBeLessThan(1);
    expect(told.every(({ done, total }) => done <= total)).toBe(true);
    expect(told.map(({ done }) => done)).toEqual(told.map((_, index) => index + 1));
    expect(await measureFlatness(context.workspace, runs.first, measuring())).toEqual(found);
    expect(existsSync(join(context.workspace.runFolder(runs.first), 'flatness-images.jsonl'))).toBe(false);
  });

  it('can be stopped', async () => {
    const stop = new AbortController();
    const work = measureFlatness(context.workspace, runs.first, {
      ...measuring([], stop.signal),
      onProgress: () => stop.abort(),
    });
    await expect(work).rejects.toMatchObject({ code: 'jobs.stopped' });
  });

  it('needs the weights', async () => {
    const path = checkpointPath(context.workspace.runFolder(runs.larger));
    rmSync(path);
    const work = measureFlatness(context.workspace, runs.larger, measuring());
    await expect(work).rejects.toMatchObject({ code: 'flatness.no-weights', data: { id: runs.larger } });
  });
});

it('reads the pixels that judging reads', async () => {
  const { workspace } = context;
  const cache = await ImageCache.open(join(workspace.root, 'cache'), squarePreprocessing(16), { readOnly: true });
  try {
    const split = readSplit(workspace.store.snapshots.images(1, 'train'), 'train', cache);
    const rows = async (batches: EvaluationBatches) => {
      const found: { label: number | undefined; pixels: number[] }[] = [];
      for await (const { images, labels, count } of batches()) {
        const length = images.length / 5;
        for (let image = 0; image < count; image++) {
          const pixels = Array.from(images.subarray(image * length, (image + 1) * length));
          found.push({ label: labels[image], pixels });
        }
      }
      return found;
    };
    const judged = await rows(toEvaluationBatches(cache, split, 5));
    expect(judged).toHaveLength(split.labels.length);
    expect(await rows(steadyBatches(cache, split, 5))).toEqual(judged);
  } finally {
    await cache.close();
  }
});

describe('landscape', () => {
  it('of two runs has both in the middle of one plane', async () => {
    const both = await measureLandscape(context.workspace, runs.first, runs.second, measuring());
    const alone = await measureLandscape(context.workspace, runs.second, null, measuring());
    const { axis, surfaces } = both;
    expect(surfaces.map(({ runId }) => runId)).toEqual([runs.first, runs.second]);
    expect(surfaces[1]).toEqual(alone.surfaces[0]);
    const middle = (axis.length - 1) / 2;
    expect(axis[middle]).toBe(0);
    expect(surfaces[0]?.loss[middle]?.[middle]).toBeCloseTo(found.loss, 5);
    expect(surfaces.every((one) => one.loss.flat().every((value) => value !== null))).toBe(true);
  });

  it.each([
    ['larger', 'another image size'],
    ['first', 'the run itself'],
  ] as const)('is not drawn beside %s: %s', async (other, _) => {
    const work = measureLandscape(context.workspace, runs.first, runs[other], measuring());
    await expect(work).rejects.toMatchObject({ code: 'flatness.not-side-by-side' });
  });
});

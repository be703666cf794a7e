// Suspect labels over the real service and a real child: checked, queued, decided on, taken back, checked again.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChild } from '../../main/jobs/control/child.ts';
import { createImagesService } from '../../main/services/images.ts';
import { createQualityService } from '../../main/services/quality.ts';
import { StudyQueue } from '../../main/services/studies/study-queue.ts';
import { createStudiesService } from '../../main/services/studies.ts';
import { contracts } from '../../shared/contract/index.ts';
import { memoryPair } from '../../shared/rpc/channels/memory.ts';
import { connect } from '../../shared/rpc/client.ts';
import { serve } from '../../shared/rpc/server.ts';
import { openContext, type TestContext } from '../support/app-context.ts';
import { trainableProject } from '../support/trainable-project.ts';

const served = { quality: contracts.quality, studies: contracts.studies, images: contracts.images };
let folder = '';
let context: TestContext;
let queue: StudyQueue;
let client: ReturnType<typeof connect<typeof served>>;
let projectId = 0;
/** One image whose label is wrong. */
let wrong = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'narashi-quality-'));
  context = openContext(folder);
  projectId = await trainableProject(context.workspace, [
    { kind: 'OK', images: 24 },
    { kind: 'stain', images: 24 },
  ]);
  const { store } = context.workspace;
  const [first, second] = store.projectClasses.list(projectId);
  wrong = store.projectImages.labelled(projectId).find(({ classId }) => classId === first?.id)?.id ?? 0;
  store.edits.label(projectId, [wrong], second?.id ?? null);
  queue = new StudyQueue(context, {
    startChild,
    log: () => undefined,
    isTraining: () => false,
    onFree: () => undefined,
  });
  queue.open();
  const [near, far] = memoryPair();
  const implementations = {
    quality: createQualityService(context),
    studies: createStudiesService(context, queue),
    images: createImagesService(context),
  };
  serve(served, implementations, near, {
    events: { subscribe: () => () => undefined },
    report: ({ error }) => expect(error).toBeUndefined(),
  });
  client = connect(served, far);
}, 60_000);
afterAll(async () => {
  await queue.close();
  context.workspace.close();
  await rm(folder, { recursive: true, force: true });
});

const suspects = () => client.quality.suspects({ projectId, limit: 100 });

describe('suspect labels', () => {
  it('are none before a check', async () => {
    expect(await suspects()).toMatchObject({ studyId: null, suspects: [] });
    expect((await client.quality.balance({ projectId })).classes.map(({ images }) => images)).toEqual([23, 25]);
  });

  it('look at pictures once, and find no two alike that are not', async () => {
    const seen: number[] = [];
    const onProgress = ({ total }: { total: number }) => seen.push(total);
    const found = await client.quality.duplicates({ projectId, distance: 0 }, { onProgress });
    expect(found).toMatchObject({ compared: 48, unreadable: 0 });
    expect(seen[0]).toBe(48);
    seen.length = 0;
    expect(await client.quality.duplicates({ projectId, distance: 0 }, { onProgress })).toEqual(found);
    expect(seen[0]).toBe(0);
    const { moved } = await client.quality.closeLeaks({ projectId, distance: 7 });
    expect((await client.quality.duplicates({ projectId, distance: 7 })).leaking).toBe(0);
    expect(moved).toBeGreaterThanOrEqual(0);
  });

  it('come from networks that never saw the image; every image is judged once', async () => {
    const study = await client.studies.start({ kind: 'cross-validation', projectId, preset: 'fast', folds: 2 });
    await expect
      .poll(async () => (await client.studies.get({ studyId: study.id })).status, { timeout: 120_000 })
      .toBe('done');
    const result = await client.studies.result({ studyId: study.id });
    if (result.kind !== 'cross-validation') throw new Error('another result');
    expect(result.evaluation.images).toBe(48);
    expect(result.foldAccuracies).toHaveLength(2);
    const found = await suspects();
    expect(found).toMatchObject({ studyId: study.id, judged: 48, changedSince: 0, decided: 0 });
    const { foldAccuracies } = result;
    // Every image the networks judge otherwise is a suspect, and no other.
    const rightOnes = foldAccuracies.reduce((sum, share) => sum + share * 24, 0);
    expect(found.suspects).toHaveLength(Math.round(48 - rightOnes));
    for (const { labelProbability, suggestedProbability } of found.suspects) {
      expect(suggestedProbability).toBeGreaterThan(labelProbability);
    }
    expect(existsSync(join(context.workspace.root, 'tmp', `study-${study.id}`))).toBe(false);
  }, 150_000);

  it('leave the queue once decided, and come back when that is taken back', async () => {
    const before = await suspects();
    const [first, second] = before.suspects;
    if (!first || !second) throw new Error('this seed leaves too few suspects');
    const ids = async () => (await suspects()).suspects.map(({ imageId }) => imageId);
    expect(
      await client.quality.decide({ projectId, imageIds: [first.imageId], classId: null, reason: '限度見本' }),
    ).toEqual({
      changed: 0,
      decided: 1,
    });
    expect(await ids()).not.toContain(first.imageId);
    const corrected = { projectId, imageIds: [second.imageId], classId: second.suggestedClassId, reason: '打痕' };
    expect(await client.quality.decide(corrected)).toEqual({ changed: 1, decided: 1 });
    expect(await suspects()).toMatchObject({ decided: 2, changedSince: 1 });
    expect(await ids()).not.toContain(second.imageId);
    await client.images.undo({ projectId });
    await client.quality.reopen({ projectId, imageIds: [first.imageId] });
    expect((await suspects()).suspects).toEqual(before.suspects);
    const kinds = context.workspace.store.activity.list({ projectId, limit: 10 }).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['labels.confirmed', 'labels.corrected', 'study.done']));
  });
});

// Images as a window uses them, and freezing: equal data equal snapshots, splits for good.
import { describe, expect, it } from 'vitest';
import { freezeProject } from '../../../main/services/freeze.ts';
import { packIdentities, unpackIdentities } from '../../../shared/contract/common.ts';
import { insertImages } from '../../support/insert-images.ts';
import { codeOfAsync, projectImages, sampleProject, sha256 } from '../store/fixture.ts';
import { type App, logged, startApp } from './fixture.ts';

/** A project of `count` images, a tenth of them without a label. */
function filled(count: number, app = startApp()): { app: App; projectId: number; classIds: readonly number[] } {
  const { store } = app.context.workspace;
  const { id: projectId, classIds } = sampleProject(store);
  insertImages(store, projectId, 'import', projectImages(count, classIds));
  return { app, projectId, classIds };
}

describe('images', () => {
  it('are found, shown, counted, labelled, removed, and brought back', async () => {
    const { app, projectId, classIds } = filled(100);
    const { images } = app.clients;
    const find = async (classId: number | null) =>
      unpackIdentities((await images.find({ projectId, filter: { classId }, sort: 'path' })).ids);
    const unlabelled = await find(null);
    expect([...unlabelled]).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect(await images.rows({ projectId, ids: [20, 10, 999] })).toMatchObject([{ id: 20 }, { id: 10, classId: null }]);
    const [, scratch = 0] = classIds;
    const chosen = { projectId, imageIds: packIdentities(unlabelled) };
    expect(await images.label({ ...chosen, classId: scratch })).toEqual({ changed: 10 });
    expect(await images.label({ ...chosen, classId: scratch })).toEqual({ changed: 0 });
    expect(await images.remove(chosen)).toEqual({ changed: 10 });
    expect(await images.facets({ projectId })).toMatchObject({ total: 90, unlabelled: 0 });
    expect(await images.steps({ projectId })).toEqual({ undo: { kind: 'remove', images: 10 }, redo: null });
    expect(await images.undo({ projectId })).toEqual({ kind: 'remove', images: 10 });
    expect(await images.undo({ projectId })).toEqual({ kind: 'label', images: 10 });
    expect(await images.undo({ projectId })).toBeNull();
    expect([...(await find(null))]).toEqual([...unlabelled]);
    expect(await images.redo({ projectId })).toEqual({ kind: 'label', images: 10 });
    expect(await images.labelHistory({ projectId, imageId: 10 })).toMatchObject([
      { from: null, to: 'scratch', undone: false },
    ]);
    expect(logged(app)).toEqual([
      'images.labelled',
      'images.removed',
      'images.undone',
      'images.undone',
      'images.redone',
    ]);
    expect(app.context.workspace.store.activity.list({ limit: 9 }).at(-1)?.data).toEqual({
      images: 10,
      class: 'scratch',
    });
    expect(app.events.filter(([name]) => name === 'images.changed')).toHaveLength(5);
  });

  it('of a project that is not there are refused', async () => {
    const { images } = startApp().clients;
    const refusals = [
      () => images.find({ projectId: 9, filter: {}, sort: 'path' }),
      () => images.facets({ projectId: 9 }),
      () => images.snapshots({ projectId: 9 }),
      () => images.freeze({ projectId: 9 }),
    ];
    for (const body of refusals) expect(await codeOfAsync(body)).toBe('projects.not-found');
  });
});

describe('freezing', () => {
  it('gives equal data the same snapshot, also after a label was changed and changed back', async () => {
    const { app, projectId, classIds } = filled(200);
    const { images } = app.clients;
    const first = await images.freeze({ projectId });
    expect(first).toMatchObject({
      images: 180,
      runs: 0,
      classes: [{ name: '良品' }, { name: 'scratch' }, { name: 'dent' }],
    });
    expect(first.counts.train + first.counts.validation + first.counts.test).toBe(180);
    expect(await images.freeze({ projectId })).toEqual(first);
    const imageIds = packIdentities([1]);
    await images.label({ projectId, imageIds, classId: classIds[2] ?? 0 });
    const second = await images.freeze({ projectId });
    expect(second.digest).not.toBe(first.digest);
    await images.label({ projectId, imageIds, classId: classIds[0] ?? 0 });
    expect(await images.freeze({ projectId })).toEqual(first);
    expect((await images.snapshots({ projectId })).map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(logged(app).filter((kind) => kind === 'snapshot.frozen')).toHaveLength(2);
  });

  it('gives the same snapshot to the same images in another project', async () => {
    const { app, projectId } = filled(100);
    const other = filled(100, app);
    const snapshot = await app.clients.images.freeze({ projectId });
    expect((await app.clients.images.freeze({ projectId: other.projectId })).digest).toBe(snapshot.digest);
    expect(await app.clients.images.snapshots({ projectId: other.projectId })).toHaveLength(1);
    expect(logged(app).filter((kind) => kind === 'snapshot.frozen')).toHaveLength(2);
  });

  it('lets a reclassified and a removed and reimported image keep its split', async () => {
    const { app, projectId, classIds } = filled(120);
    const { store } = app.context.workspace;
    await app.clients.images.freeze({ projectId });
    const all = Array.from({ length: 120 }, (_, index) => index + 1);
    const splits = () => new Map(store.projectImages.rows(projectId, all).map((row) => [row.id, row.split]));
    const before = splits();
    expect(new Set(before.values())).toEqual(new Set(['train', 'validation', 'test', null]));
    store.edits.label(projectId, all.slice(0, 60), classIds[1] ?? 0);
    store.edits.remove(projectId, all.slice(50, 70));
    await app.clients.images.freeze({ projectId });
    insertImages(store, projectId, 'again', projectImages(120, classIds));
    await app.clients.images.freeze({ projectId });
    const after = splits();
    for (const [id, split] of before) if (split !== null) expect(after.get(id)).toBe(split);
  });

  it('twice at once, while labels change, agrees on every split', async () => {
    const { app, projectId, classIds } = filled(0);
    const { store } = app.context.workspace;
    const drafts = Array.from(projectImages(3_000, classIds), (draft) => ({ ...draft, lot: null, part: null }));
    insertImages(store, projectId, 'import', drafts);
    const first = freezeProject(app.context, projectId);
    const all = Array.from({ length: 3_000 }, (_, index) => index + 1);
    store.edits.label(projectId, all.slice(0, 1_500), classIds[2] ?? 0);
    const second = freezeProject(app.context, projectId);
    for (const { snapshot } of await Promise.all([first, second])) {
      const kept = new Map(store.projectImages.rows(projectId, all).map(({ path, split }) => [path, split]));
      for (const { path, split } of store.snapshots.images(snapshot.id)) expect(split).toBe(kept.get(path));
    }
  });

  it('takes a split that the source gave, and leaves out what is removed or without a label', async () => {
    const { app, projectId, classIds } = filled(0);
    const { store } = app.context.workspace;
    const [good = 0, , dent = 0] = classIds;
    const draft = (index: number, classId: number | null, split: 'train' | 'test' | null) => ({
      path: `${index}.png`,
      contentHash: sha256(`${index}`),
      classId,
      split,
      width: 8,
      height: 8,
      bytes: 9,
    });
    insertImages(store, projectId, 'import', [
      draft(1, good, 'test'),
      draft(2, good, 'train'),
      draft(3, dent, 'train'),
      draft(4, dent, 'train'),
      draft(5, null, 'test'),
      draft(6, good, null),
    ]);
    store.edits.remove(projectId, [6]);
    const { snapshot, ...warnings } = await freezeProject(app.context, projectId);
    expect(warnings).toEqual({ untested: ['dent'], untrained: [], dividedLots: [] });
    expect(snapshot.classes.map(({ name }) => name)).toEqual(['良品', 'dent']);
    const kept = [...store.snapshots.images(snapshot.id)].map(({ path, classIndex, split }) => [
      path,
      classIndex,
      split,
    ]);
    expect(kept).toEqual([
      ['1.png', 0, 'test'],
      ['2.png', 0, 'train'],
      ['3.png', 1, 'train'],
      ['4.png', 1, 'train'],
    ]);
  });

  it('is refused without a labelled image', async () => {
    const { app, projectId } = filled(0);
    expect(await codeOfAsync(() => app.clients.images.freeze({ projectId }))).toBe('projects.nothing-labelled');
    expect(logged(app)).toEqual([]);
  });
});

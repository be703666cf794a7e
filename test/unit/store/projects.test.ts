// Projects and their classes: kept, counted, archived; classes come back with their images.
import { describe, expect, it } from 'vitest';
import { defaultProjectSettings } from '../../../shared/contract/projects.ts';
import { insertImages } from '../../support/insert-images.ts';
import { classes, codeOf, opened, projectImages, sampleProject, sampleRun, sha256, temporaryStore } from './fixture.ts';

const settings = { ...defaultProjectSettings, name: '基板はんだ', escapeCostYen: 50_000 };

describe('a project', () => {
  it('keeps its settings, also after reopening, and has a data set of its own', () => {
    const { store, path } = temporaryStore(() => new Date('2026-03-01T00:00:00Z'));
    const first = store.projects.create(settings);
    const second = store.projects.create({ ...settings, name: '二つ目' }, { isSample: true });
    expect(first).toEqual({
      id: 1,
      datasetId: first.datasetId,
      settings,
      isSample: false,
      createdAt: '2026-03-01T00:00:00.000Z',
      archivedAt: null,
    });
    expect(store.datasets.get(second.datasetId)).toMatchObject({ name: 'project-2', root: 'library' });
    store.close();
    expect(opened(path).projects.list()).toEqual([second, first]);
  });

  it('is changed, archived out of the list, and brought back', () => {
    const { store } = temporaryStore(() => new Date('2026-03-01T00:00:00Z'));
    const { id } = store.projects.create(settings);
    expect(store.projects.update(id, { ...settings, taktSeconds: 0.5 }).settings.taktSeconds).toBe(0.5);
    expect(store.projects.setArchived(id, true).archivedAt).toBe('2026-03-01T00:00:00.000Z');
    expect(store.projects.list()).toEqual([]);
    expect(store.projects.list({ archived: true })).toMatchObject([{ id }]);
    store.projects.setArchived(id, false);
    expect(store.projects.list()).toMatchObject([{ id, archivedAt: null }]);
  });

  const wrong: readonly (readonly [string, object])[] = [
    ['a blank name', { name: '  ' }],
    ['a negative cost', { escapeCostYen: -1 }],
    ['a price that is no number', { yenPerKilowattHour: Number.NaN }],
    ['a setting nobody knows', { colour: 'red' }],
  ];
  it.each(wrong)('is refused with %s, and nothing is left of it', (_, change) => {
    const { store } = temporaryStore();
    expect(codeOf(() => store.projects.create({ ...settings, ...change }))).toBe('store.invalid');
    expect([store.projects.list(), store.datasets.list()]).toEqual([[], []]);
    const { id } = store.projects.create(settings);
    expect(codeOf(() => store.projects.update(id, { ...settings, ...change }))).toBe('store.invalid');
    expect(store.projects.get(id).settings).toEqual(settings);
  });

  it('is not found where there is none', () => {
    const { projects } = temporaryStore().store;
    for (const body of [() => projects.get(7), () => projects.update(7, settings), () => projects.setArchived(7, true)])
      expect(codeOf(body)).toBe('projects.not-found');
  });

  it('counts images and runs, names its newest finished run, and shows one image of each class', async () => {
    const { store } = temporaryStore();
    const { id, classIds } = sampleProject(store);
    expect(store.projects.figures(id)).toEqual({ images: 0, unlabelled: 0, runs: 0, lastRunId: null });
    expect(store.projects.cover(id)).toEqual([]);
    insertImages(store, id, 'import', projectImages(20, classIds));
    store.edits.remove(id, [20]);
    const { snapshotId } = await sampleRun(store);
    const draft = { snapshotId, network: 'small', method: 'sgd', seed: 1, hyperParameters: {}, projectId: id };
    const [first, second] = [store.runs.create(draft), store.runs.create(draft)];
    store.runs.start(first.id, {
      device: 'cpu',
      executor: 'cpu',
      narashi: '1',
      onnxruntime: '1',
      node: '1',
      codeVersion: '1',
    });
    store.runs.end(first.id, 'done');
    expect(second.id).toBeGreaterThan(first.id);
    expect(store.projects.figures(id)).toEqual({ images: 19, unlabelled: 1, runs: 2, lastRunId: first.id });
    expect(store.projects.cover(id)).toEqual([0, 1, 2, 9].map((index) => sha256(`image ${index}`)));
  });

  it('that never came to anything leaves nothing behind; one with images or a decision stays', () => {
    const { store } = temporaryStore();
    const empty = sampleProject(store, '空');
    expect(store.projects.discard(empty.id)).toBe(true);
    expect([store.projects.list(), store.datasets.list(), store.projectClasses.list(empty.id)]).toEqual([[], [], []]);
    const full = sampleProject(store, '画像あり');
    insertImages(store, full.id, 'import', projectImages(1, full.classIds));
    const seen = sampleProject(store, '別の画面で変更');
    store.activity.record({ kind: 'class.added', projectId: seen.id, data: { name: 'x', verdict: 'NG' } });
    for (const { id } of [full, seen]) {
      expect(store.projects.discard(id)).toBe(false);
      expect(store.projectClasses.list(id)).toHaveLength(3);
    }
  });
});

describe('classes of a project', () => {
  it('are listed with their images in the order they were added', () => {
    const { store } = temporaryStore();
    const { id, classIds } = sampleProject(store);
    insertImages(store, id, 'import', projectImages(30, classIds));
    expect(store.projectClasses.list(id)).toEqual(
      classes.map((label, index) => ({ ...label, id: classIds[index], images: 9 })),
    );
  });

  it('have names that differ, whatever form of Unicode they are written in', () => {
    const { store } = temporaryStore();
    const { id } = sampleProject(store);
    const ga = store.projectClasses.add(id, { name: 'か\u3099たつき', verdict: 'NG' });
    expect(ga.name).toBe('がたつき');
    const again = { name: 'がたつき', verdict: 'OK' } as const;
    expect(codeOf(() => store.projectClasses.add(id, again))).toBe('projects.class-exists');
    expect(store.projectClasses.ensure(id, again)).toEqual(ga);
    expect(codeOf(() => store.projectClasses.update(id, ga.id, { name: 'dent', verdict: 'NG' }))).toBe(
      'projects.class-exists',
    );
    expect(store.projectClasses.update(id, ga.id, { name: 'ガタ', verdict: 'OK' })).toMatchObject({
      id: ga.id,
      name: 'ガタ',
      verdict: 'OK',
    });
    const other = sampleProject(store, '別');
    expect(codeOf(() => store.projectClasses.get(other.id, ga.id))).toBe('projects.class-not-found');
    expect(store.projectClasses.add(other.id, { name: 'ガタ', verdict: 'NG' }).id).not.toBe(ga.id);
  });

  it('are removed only without images, and come back by name with a new verdict', () => {
    const { store } = temporaryStore();
    const { id, classIds } = sampleProject(store);
    const [good = 0, scratch = 0, dent = 0] = classIds;
    insertImages(store, id, 'import', projectImages(3, [good, scratch]));
    expect(codeOf(() => store.projectClasses.remove(id, scratch))).toBe('projects.class-in-use');
    store.projectClasses.remove(id, dent);
    expect(store.projectClasses.list(id).map(({ name }) => name)).toEqual(['良品', 'scratch']);
    expect(codeOf(() => store.edits.label(id, [1], dent))).toBe('projects.class-not-found');
    expect(store.projectClasses.add(id, { name: 'dent', verdict: 'OK' })).toMatchObject({ id: dent, verdict: 'OK' });
  });

  it('come back when undo gives them images again, and keep out of the way of a name used since', () => {
    const { store } = temporaryStore();
    const { id, classIds } = sampleProject(store);
    const [good = 0, scratch = 0, dent = 0] = classIds;
    insertImages(store, id, 'import', projectImages(1, [dent]));
    store.edits.label(id, [1], scratch);
    store.projectClasses.remove(id, dent);
    store.projectClasses.update(id, good, { name: 'dent', verdict: 'OK' });
    store.edits.undo(id);
    expect(store.projectClasses.list(id).map(({ name, images }) => [name, images])).toEqual([
      ['dent', 0],
      ['scratch', 0],
      ['dent (2)', 1],
    ]);
  });
});

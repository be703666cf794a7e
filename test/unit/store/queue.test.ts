// The queue of the app's runs: order, the front, and what stays out of it.
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../main/store/index.ts';
import type { RunDraft } from '../../../shared/domain/run.ts';
import { codeOf, environment, opened, sampleProject, sampleRun, temporaryStore } from './fixture.ts';

async function queued(count: number): Promise<{ store: Store; path: string; projectId: number; draft: RunDraft }> {
  const { store, path } = temporaryStore();
  const { snapshotId } = await sampleRun(store);
  const { id: projectId } = sampleProject(store);
  const draft: RunDraft = { snapshotId, network: 'small', method: 'sgd', seed: 1, hyperParameters: {}, projectId };
  for (let index = 0; index < count; index++) store.runs.create({ ...draft, preset: 'fast' });
  return { store, path, projectId, draft };
}
const ids = (store: Store) => store.runs.queue().map(({ id }) => id);

describe('the queue', () => {
  it('holds the runs of projects, oldest first, and leaves those of the command line to their own process', async () => {
    const { store, projectId } = await queued(3);
    expect(store.runs.list('queued').map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(ids(store)).toEqual([2, 3, 4]);
    expect(store.runs.nextQueued()).toMatchObject({ id: 2, projectId, preset: 'fast', note: '', queuePosition: 0 });
    expect(store.runs.get(1)).toMatchObject({ projectId: null, preset: null });
    expect(store.runs.list(null, projectId).map(({ id }) => id)).toEqual([2, 3, 4]);
  });

  it('lets a run go first, also before one that was let go first earlier, and after reopening', async () => {
    const { store, path } = await queued(3);
    store.runs.moveToFront(4);
    expect(ids(store)).toEqual([4, 2, 3]);
    store.runs.moveToFront(3);
    expect(ids(store)).toEqual([3, 4, 2]);
    store.runs.moveToFront(3);
    expect(ids(store)).toEqual([3, 4, 2]);
    store.close();
    expect(ids(opened(path))).toEqual([3, 4, 2]);
  });

  it('gives a run that was interrupted or paused its place back', async () => {
    const { store } = await queued(3);
    store.runs.start(2, environment);
    expect(ids(store)).toEqual([3, 4]);
    store.runs.end(2, 'stopped');
    store.runs.requeue(2);
    expect(ids(store)).toEqual([2, 3, 4]);
    expect(store.runs.nextQueued()?.id).toBe(2);
  });

  it('is empty where nothing waits', () => {
    expect(temporaryStore().store.runs.nextQueued()).toBeUndefined();
  });
});

describe('a run of a project', () => {
  it('keeps a note, shows its project in the list, and is refused without one that exists', async () => {
    const { store, projectId, draft } = await queued(1);
    expect(store.runs.setNote(2, '照明を替えた後')).toMatchObject({ note: '照明を替えた後' });
    expect(store.listRuns()).toMatchObject([
      { id: 1, projectId: null, projectName: null, note: '' },
      { id: 2, projectId, projectName: 'ねじ検査', note: '照明を替えた後' },
    ]);
    expect(codeOf(() => store.runs.setNote(2, 'あ'.repeat(2_001)))).toBe('store.invalid');
    expect(codeOf(() => store.runs.setNote(9, ''))).toBe('store.run-not-found');
    expect(codeOf(() => store.runs.create({ ...draft, projectId: 9 }))).toBe('projects.not-found');
  });
});

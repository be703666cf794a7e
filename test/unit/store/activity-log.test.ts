// The log of decisions: in order, in the operator's name, searchable, never changed. And the settings behind it.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defaultAppSettings } from '../../../shared/contract/system.ts';
import { codeOf, opened, sampleProject, sampleRun, temporaryStore } from './fixture.ts';

describe('the log of decisions', () => {
  it('names operator, project and run of each entry, newest first, a page at a time', async () => {
    const { store, path } = temporaryStore(() => new Date('2026-03-01T00:00:00Z'));
    const { id: projectId } = sampleProject(store);
    const run = await sampleRun(store);
    store.activity.record({ kind: 'project.created', projectId, data: { name: 'ねじ検査' } });
    store.settings.changeApp({ operator: '佐藤 花子' });
    store.activity.record({ kind: 'run.noted', projectId, runId: run.id, data: { note: '照明を替えた' } });
    store.activity.record({ kind: 'workspace.backed-up', data: { path: 'D:\\控え.zip' } });
    store.close();
    const { activity } = opened(path);
    const all = activity.list({ limit: 10 });
    expect(all).toEqual([
      {
        id: 3,
        at: '2026-03-01T00:00:00.000Z',
        kind: 'workspace.backed-up',
        operator: '佐藤 花子',
        projectId: null,
        projectName: null,
        runId: null,
        data: { path: 'D:\\控え.zip' },
      },
      expect.objectContaining({ id: 2, projectId, projectName: 'ねじ検査', runId: run.id, operator: '佐藤 花子' }),
      expect.objectContaining({ id: 1, operator: '', data: { name: 'ねじ検査' } }),
    ]);
    expect(activity.list({ limit: 2 })).toEqual(all.slice(0, 2));
    expect(activity.list({ limit: 2, before: 2 })).toEqual(all.slice(2));
    expect(activity.list({ limit: 9, projectId })).toEqual(all.slice(1));
  });

  const searches: readonly (readonly [wanted: string, found: readonly number[]])[] = [
    ['さとう', [2]],
    ['ＮＥＪＩ', [3, 1]],
    ['新品', [3]],
    ['42', [2]],
    ['name', []],
    ['%', []],
    ['', [3, 2, 1]],
  ];
  it.each(searches)('finds %s in operator, project name and data, not in the names of data', (wanted, found) => {
    const { store } = temporaryStore();
    const neji = sampleProject(store, 'NEJI-7');
    const other = sampleProject(store, '歯車');
    store.activity.record({ kind: 'class.removed', projectId: neji.id, data: { name: 'きず' } });
    store.settings.changeApp({ operator: 'さとう' });
    store.activity.record({ kind: 'images.removed', projectId: other.id, data: { images: 42 } });
    store.settings.changeApp({ operator: '' });
    store.activity.record({ kind: 'class.removed', projectId: neji.id, data: { name: '新品' } });
    expect(store.activity.list({ text: wanted, limit: 10 }).map(({ id }) => id)).toEqual(found);
  });
});

describe('settings', () => {
  it('are as delivered until they are set, each by itself', () => {
    const { store, path } = temporaryStore();
    expect(store.settings.app()).toEqual(defaultAppSettings);
    expect(store.settings.changeApp({ language: 'en', theme: undefined })).toEqual({
      ...defaultAppSettings,
      language: 'en',
    });
    store.settings.changeApp({ operator: '鈴木' });
    store.close();
    expect(opened(path).settings.app()).toEqual({ language: 'en', theme: 'system', operator: '鈴木' });
  });

  it('are refused where they are wrong, and ignored where another version wrote them', () => {
    const { store } = temporaryStore();
    expect(codeOf(() => store.settings.changeApp({ theme: 'dark', operator: 'あ'.repeat(101) }))).toBe('store.invalid');
    expect(store.settings.app()).toEqual(defaultAppSettings);
    store.settings.set('theme', z.string(), 'sepia');
    expect(store.settings.app().theme).toBe('system');
    store.settings.set('window', z.object({ width: z.int() }), { width: 800 });
    expect(store.settings.get('window', z.object({ width: z.int() }))).toEqual({ width: 800 });
    expect(store.settings.get('nothing', z.string())).toBeUndefined();
  });
});

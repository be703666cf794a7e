// Imports on their way are kept with all they know, and end with their project.
import { describe, expect, it } from 'vitest';
import { defaultProjectSettings } from '../../../shared/contract/projects.ts';
import { insertImages } from '../../support/insert-images.ts';
import { codeOf, opened, temporaryStore } from './fixture.ts';

const ids = ['00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002'] as const;
const picked = { source: '画像', paths: ['/data/画像'] };

describe('imports on their way', () => {
  it('are there after a restart, newest first', () => {
    const { store, path } = temporaryStore();
    const one = store.projects.create({ ...defaultProjectSettings, name: 'one' }).id;
    const two = store.projects.create({ ...defaultProjectSettings, name: 'two' }).id;
    store.importJobs.create(ids[0], one, picked);
    store.importJobs.create(ids[1], two, picked);
    const decisions = [{ source: 'x', include: true, target: null, verdict: 'NG' } as const];
    store.importJobs.update(ids[0], 'writing', { decisions });
    store.close();
    const after = opened(path).importJobs;
    expect(after.list().map(({ id }) => id)).toEqual([ids[1], ids[0]]);
    expect(after.list(one)).toHaveLength(1);
    expect(after.get(ids[0])).toMatchObject({ phase: 'writing', payload: { ...picked, decisions, report: null } });
  });

  it('are moved on and removed by name', () => {
    const { store } = temporaryStore();
    const { id } = store.projects.create({ ...defaultProjectSettings, name: 'one' });
    store.importJobs.create(ids[0], id, picked);
    expect(codeOf(() => store.importJobs.update(ids[1], 'done'))).toBe('imports.not-found');
    expect(store.importJobs.update(ids[0], 'done', { added: 3 }).payload).toMatchObject({ ...picked, added: 3 });
    store.importJobs.remove(ids[0]);
    expect(store.importJobs.find(ids[0])).toBeUndefined();
  });

  it('go with a project that is taken back', () => {
    const { store } = temporaryStore();
    const { id } = store.projects.create({ ...defaultProjectSettings, name: 'one' });
    store.importJobs.create(ids[0], id, picked);
    store.projects.discard(id);
    expect(store.importJobs.list()).toEqual([]);
  });

  it('tell which originals must stay: of any project, also of removed images', () => {
    const { store } = temporaryStore();
    const { id } = store.projects.create({ ...defaultProjectSettings, name: 'one' });
    const [kept, removed, never] = ['a', 'b', 'c'].map((digit) => digit.repeat(64));
    const draft = { classId: null, width: 1, height: 1, bytes: 1 };
    const drafts = [kept, removed].map((hash = '', i) => ({ ...draft, path: `${i}`, contentHash: hash }));
    insertImages(store, id, ids[0], drafts);
    store.edits.remove(id, [store.projectImages.find(id)[1] ?? 0]);
    const asked = [kept, removed, never].map((hash = '') => hash);
    expect([...store.projectImages.usedAnywhere(asked)].sort()).toEqual([kept, removed]);
  });
});

// Backups: taken while in use, checked, never overwriting; restoring keeps what was there.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { restoreBackup } from '../../../main/store/index.ts';
import { codeOf, codeOfAsync, opened, sampleRun, temporaryFolder, temporaryStore } from './fixture.ts';

describe('a backup', () => {
  it('holds everything committed before it, as one file, while the store stays in use', async () => {
    const { store } = temporaryStore();
    const { id } = await sampleRun(store, 2000);
    const copy = join(temporaryFolder(), '予備', 'backup.db');
    const copying = store.backUp(copy);
    store.runs.cancel(id);
    await copying;
    expect([existsSync(`${copy}-wal`), existsSync(`${copy}.partial`)]).toEqual([false, false]);
    expect(opened(copy).showRun(id).snapshot.imageCount).toBe(2000);
  });

  it('never replaces a file', async () => {
    const { store } = temporaryStore();
    const copy = join(temporaryFolder(), 'report.db');
    writeFileSync(copy, 'mine');
    expect(await codeOfAsync(() => store.backUp(copy))).toBe('store.backup-exists');
    expect(readFileSync(copy, 'utf8')).toBe('mine');
  });

  it('takes the place of a damaged database, which is kept with its unfinished companions', async () => {
    const { store, path } = temporaryStore();
    const { id } = await sampleRun(store);
    const copy = join(temporaryFolder(), 'backup.db');
    await store.backUp(copy);
    store.close();
    writeFileSync(path, 'damaged');
    writeFileSync(`${path}-wal`, 'left over');
    const kept = restoreBackup(copy, path) ?? '';
    expect([readFileSync(kept, 'utf8'), readFileSync(`${kept}-wal`, 'utf8')]).toEqual(['damaged', 'left over']);
    expect(opened(path).runs.get(id).status).toBe('queued');
  });

  it('that is damaged itself is not used', () => {
    const { store, path } = temporaryStore();
    store.datasets.create('ねじ', '/data');
    store.close();
    const copy = join(temporaryFolder(), 'backup.db');
    writeFileSync(copy, 'not a database at all'.repeat(99));
    expect(codeOf(() => restoreBackup(copy, path))).toBe('store.corrupt');
    expect(codeOf(() => restoreBackup(`${copy}.missing`, path))).toBe('store.cannot-open');
    expect(opened(path).datasets.list()).toHaveLength(1);
  });
});

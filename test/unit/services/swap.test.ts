// The swap of a restore, interrupted before every single change on the disk: the workspace is wholly old or wholly new.
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishSwap, incomingFolder, markReady, removeUnpacked } from '../../../main/services/backup/swap.ts';
import { openWorkspace, type Workspace } from '../../../main/services/workspace.ts';
import { tryLock } from '../../../main/store/index.ts';
import { contentsOf, fillWorkspace, temporaryFolder } from './workspace.ts';

const backup = { incoming: 'incoming-1', createdAt: '2026-01-02T03:04:05.000Z', name: 'backup.zip' };
const now = new Date('2026-03-04T05:06:07Z');

describe('the swap of a restore', () => {
  let folder: string;
  let expected: { readonly old: unknown; readonly new: unknown };
  let steps: string[];
  let number = 0;
  beforeAll(async () => {
    folder = await temporaryFolder();
    for (const word of ['old', 'new']) await fillWorkspace(join(folder, word), word);
    expected = { old: await contentsOf(join(folder, 'old')), new: await contentsOf(join(folder, 'new')) };
    steps = [];
    const { root } = await prepared();
    finishSwap(root, (step) => steps.push(step));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A workspace with old contents, its newest commits still beside the database, and a backup unpacked in it. */
  async function prepared(): Promise<{ root: string }> {
    const root = join(folder, `case-${number++}`);
    await cp(join(folder, 'old'), root, { recursive: true });
    const left = openWorkspace(join(folder, 'old'));
    left.store.settings.changeApp({ operator: 'old' });
    for (const suffix of ['', '-wal', '-shm'])
      cpSync(join(folder, 'old', `narashi.db${suffix}`), join(root, `narashi.db${suffix}`));
    left.close();
    const incoming = incomingFolder(root, backup.incoming);
    await mkdir(incoming, { recursive: true });
    for (const part of ['narashi.db', 'library', 'runs', 'keys']) {
      await cp(join(folder, 'new', part), join(incoming, part), { recursive: true });
    }
    markReady(root, backup, now);
    return { root };
  }

  /** As a power cut leaves it between the entry in the log and the end of the swap. */
  function markAgain(root: string): void {
    mkdirSync(incomingFolder(root, backup.incoming), { recursive: true });
    markReady(root, backup, now);
  }

  function appended({ store }: Workspace, number: number) {
    return store.audit.append({ kind: 'gates.changed', subject: `project:${number}`, data: {} });
  }

  it('moves database, originals, runs and key, the newest commits first', () => {
    expect(steps.map((step) => step.split('/').at(-1))).toEqual([
      'narashi.db-wal',
      'narashi.db-shm',
      'narashi.db',
      'narashi.db',
      'library',
      'library',
      'runs',
      'runs',
      'keys',
      'keys',
    ]);
  });

  it.each(Array.from({ length: 10 }, (_, index) => index))(
    'is carried through after a crash before change %i',
    async (crash) => {
      const { root } = await prepared();
      let step = 0;
      const crashing = () => {
        if (step++ === crash) throw new Error('power cut');
      };
      expect(() => finishSwap(root, crashing)).toThrow('power cut');
      // Every later start goes on, whichever program it is.
      const workspace = openWorkspace(root);
      workspace.close();
      expect(workspace.restored?.name).toBe('backup.zip');
      expect(await contentsOf(root)).toEqual(expected.new);
      expect(await contentsOf(workspace.restored?.kept ?? '')).toEqual(expected.old);
      expect(existsSync(join(root, 'restore'))).toBe(false);
    },
  );

  it('is carried through after crashes at every change in turn', async () => {
    const { root } = await prepared();
    for (let crashes = 0; crashes < 7; crashes++) {
      let step = 0;
      const crashing = () => {
        if (step++ === 1) throw new Error('power cut');
      };
      expect(() => finishSwap(root, crashing)).toThrow('power cut');
    }
    finishSwap(root);
    expect(await contentsOf(root)).toEqual(expected.new);
  });

  it('is recorded once in the audit log, however often it was begun, with the head of the log it replaced', async () => {
    const { root } = await prepared();
    const old = openWorkspace(join(folder, 'old'));
    const last = [1, 2].map((number) => appended(old, number)).at(-1);
    old.close();
    for (const name of ['narashi.db', 'audit.head']) cpSync(join(folder, 'old', name), join(root, name));
    finishSwap(root);
    const interrupted = openWorkspace(root);
    interrupted.close();
    markAgain(root);
    const { store, restored, close } = openWorkspace(root);
    expect(restored?.name).toBe('backup.zip');
    expect(store.audit.list({ limit: 9 })).toMatchObject([
      {
        sequence: 1,
        kind: 'workspace.restored',
        data: {
          backup: 'backup.zip',
          createdAt: backup.createdAt,
          kept: '20260304T050607000',
          replaced: { state: 'read', count: 2, hash: last?.hash },
        },
      },
    ]);
    expect(store.audit.verify()).toMatchObject({ entries: 1, finding: null, gaps: [{ sequence: 1 }] });
    close();
    // What was replaced can still be checked where it lies now.
    const { store: kept } = openWorkspace(restored?.kept ?? '');
    expect(kept.audit.verify()).toMatchObject({ entries: 2, hash: last?.hash, finding: null, gaps: [] });
    kept.close();
  });

  it('does nothing before the backup is ready', async () => {
    const { root } = await prepared();
    await rm(join(root, 'restore/ready.json'));
    await writeFile(join(root, 'restore/ready.json.tmp'), '{"half": ');
    expect(finishSwap(root)).toBeUndefined();
    expect(await contentsOf(root)).toEqual(expected.old);
    removeUnpacked(root);
    expect((await readdir(root)).includes('restore')).toBe(false);
  });

  it('leaves it to another process that is at it', async () => {
    const { root } = await prepared();
    const lock = tryLock(join(root, 'restore.lock'));
    expect(() => openWorkspace(root)).toThrow(expect.objectContaining({ code: 'system.restore-under-way' }));
    lock?.release();
    removeUnpacked(root);
    expect(existsSync(join(root, 'restore/ready.json'))).toBe(true);
    openWorkspace(root).close();
    expect(await contentsOf(root)).toEqual(expected.new);
  });
});

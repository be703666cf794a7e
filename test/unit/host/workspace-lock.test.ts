// One app per workspace: the second start is told of the first, can ask it for a link, and a killed one is in no way.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askForLink } from '../../../main/host/browser/invitation.ts';
import { findRunning, lockWorkspace } from '../../../main/host/workspace-lock.ts';
import { startRunning } from './running.ts';

describe('the lock of a workspace', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'narashi-lock-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('is held by one app, and the next is told where that is', () => {
    expect(findRunning(root)).toBeUndefined();
    const lock = lockWorkspace(root, 'browser');
    lock.announce(8123);
    expect(findRunning(root)).toMatchObject({ host: 'browser', port: 8123, pid: process.pid, secret: lock.secret });
    expect(() => lockWorkspace(root, 'electron')).toThrow(
      expect.objectContaining({
        code: 'host.in-use',
        data: { path: root, where: `npm start (PID ${process.pid}, http://127.0.0.1:8123)` },
      }),
    );
    lock.release();
    expect(findRunning(root)).toBeUndefined();
    lockWorkspace(root, 'electron').release();
  });

  it('keeps the secret to this user', async () => {
    const lock = lockWorkspace(root, 'browser');
    lock.announce(1);
    expect((await stat(join(root, 'app.json'))).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
    lock.release();
  });

  it('is free after its app was killed, whatever it left behind', async () => {
    const lock = lockWorkspace(root, 'browser');
    lock.announce(1);
    const note = await readFile(join(root, 'app.json'));
    lock.release();
    await writeFile(join(root, 'app.json'), note);
    expect(findRunning(root)).toBeUndefined();
    await writeFile(join(root, 'app.json'), 'half a no');
    expect(findRunning(root)).toBeUndefined();
    lockWorkspace(root, 'browser').release();
  });

  it('cannot be taken where nothing can be written', async () => {
    await writeFile(join(root, 'file'), '');
    expect(() => lockWorkspace(join(root, 'file', 'workspace'), 'browser')).toThrow(
      expect.objectContaining({ code: 'services.workspace-not-writable' }),
    );
  });
});

describe('a second start', () => {
  it('gets a fresh link from the app that runs, with the secret only', async () => {
    const running = await startRunning();
    const { port } = running.host;
    const note = { pid: 1, host: 'browser', port, secret: 'only this user' } as const;
    try {
      const link = new URL((await askForLink(note)) ?? '');
      expect((await running.ask(link.pathname + link.search)).status).toBe(303);
      expect(await askForLink({ ...note, secret: 'guessed' })).toBeUndefined();
      const headers = { authorization: 'Bearer only this user' };
      expect((await running.ask('/invite', { method: 'POST', headers })).status).toBe(403);
      expect((await running.ask('/invite', { headers })).status).toBe(401);
    } finally {
      await running.close();
    }
    expect(await askForLink(note)).toBeUndefined();
    expect(await askForLink({ ...note, port: undefined })).toBeUndefined();
  });
});

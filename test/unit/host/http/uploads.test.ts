// Files a browser sends: kept as picked, never outside the folder of their upload, within limits, granted when complete.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { safeParts } from '../../../../main/host/http/safe-path.ts';
import { uploadFolder } from '../../../../main/host/http/uploads.ts';
import { removeLeftovers } from '../../../../main/host/leftovers.ts';
import { type Running, startRunning } from '../running.ts';

describe('uploads', () => {
  let running: Running | undefined;
  afterEach(() => running?.close());

  async function start(limits?: Parameters<typeof startRunning>[0]) {
    running = await startRunning(limits);
    const { post, enter, root } = running;
    const cookie = await enter();
    const begin = async (): Promise<string> => JSON.parse((await post('/upload/begin', cookie)).text).id;
    const send = async (id: string, path: string, body: string | Uint8Array = 'x') =>
      post(`/upload/${id}/file?path=${encodeURIComponent(path)}`, cookie, body);
    const end = (id: string, how: 'finish' | 'cancel') => post(`/upload/${id}/${how}`, cookie);
    return { ...running, root, begin, send, end };
  }

  it('keeps folders as they were picked and grants their tops', async () => {
    const { begin, send, end, grants } = await start();
    const id = await begin();
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index);
    await Promise.all([send(id, '部品/OK/1.png', bytes), send(id, '部品/傷/2.png', 'two'), send(id, 'list.csv', '')]);
    const { status, text } = await end(id, 'finish');
    expect(status).toBe(200);
    const paths = grants.read(JSON.parse(text).grant);
    expect(paths.map((path) => path.split('/').at(-1))).toEqual(['list.csv', '部品']);
    expect(new Uint8Array(await readFile(join(paths[1] ?? '', 'OK/1.png')))).toEqual(bytes);
    expect(await readFile(join(paths[1] ?? '', '傷/2.png'), 'utf8')).toBe('two');
    expect((await readFile(paths[0] ?? '')).length).toBe(0);
    expect((await send(id, 'late.png')).status).toBe(404);
  });

  it.each([
    '../outside.png',
    'a/../../outside.png',
    'a/./b.png',
    '/etc/passwd',
    'a//b.png',
    'a/',
    '',
    '..',
    '..\\outside.png',
    'a\\..\\..\\outside.png',
    'C:\\windows\\x.png',
    'a\0.png',
    'a\nb.png',
    `${'a/'.repeat(40)}b.png`,
    `${'x'.repeat(256)}.png`,
    `${'漢'.repeat(90)}.png`,
    '\ud800.png',
  ])('refuses the name %j', async (name) => {
    expect(() => safeParts(name)).toThrow(expect.objectContaining({ code: 'host.upload-name' }));
    if (!name.isWellFormed()) return;
    const { begin, send, root } = await start();
    const before = await readdir(root);
    const { status, text } = await send(await begin(), name);
    expect([status, JSON.parse(text).code]).toEqual([400, 'host.upload-name']);
    expect((await readdir(root)).filter((each) => !before.includes(each))).toEqual(['tmp']);
    const files = await readdir(uploadFolder(root), { recursive: true, withFileTypes: true });
    expect(files.filter((entry) => entry.isFile())).toEqual([]);
  });

  it.each([
    'CON',
    'nul.png',
    'a/Com1.txt',
    'a:stream.png',
    'a. ',
    'a./b.png',
    'a?.png',
    'a|b',
    'LPT¹.png',
    'con .png',
    'CONOUT$',
  ])('refuses the name "%s" on Windows only', (name) => {
    expect(() => safeParts(name, 'win32')).toThrow(expect.objectContaining({ code: 'host.upload-name' }));
    expect(safeParts(name, 'linux')).toEqual(name.split('/'));
  });

  it('takes nothing twice under one name', async () => {
    const { begin, send } = await start();
    const id = await begin();
    expect((await send(id, 'a/b.png', 'first')).status).toBe(200);
    for (const name of ['a/b.png', 'a']) {
      const { status, text } = await send(id, name, 'second');
      expect([status, JSON.parse(text).code]).toEqual([507, 'host.upload-not-written']);
      expect(text).not.toContain('tmp');
    }
  });

  it('stops at its limits', async () => {
    const { begin, send } = await start({ files: 3, bytes: 10, uploads: 2 });
    const id = await begin();
    expect((await send(id, '1', '12345')).status).toBe(200);
    expect((await send(id, '2', '123456')).status).toBe(413);
    const other = await begin();
    for (const name of ['1', '2', '3']) expect((await send(other, name, '')).status).toBe(200);
    expect((await send(other, '4', '')).status).toBe(413);
    expect(await begin()).toBeUndefined();
  });

  it('keeps no half file of what was broken off', async () => {
    const { begin, send, end, grants, host, own, enter } = await start({ bytes: 10 });
    const id = await begin();
    expect((await send(id, 'OK/1.png', '12345')).status).toBe(200);
    expect((await send(id, 'OK/2.png', '1234567')).status).toBe(413);
    const cut = await begin();
    expect((await send(cut, 'OK/1.png', '1')).status).toBe(200);
    const headers = { cookie: await enter(), origin: own, 'content-length': 8 };
    const path = `/upload/${cut}/file?path=OK%2F2.png`;
    const sending = request({ host: '127.0.0.1', port: host.port, method: 'POST', path, headers });
    sending.on('error', () => undefined);
    sending.write('1234');
    const folderOf = async (upload: string) => {
      const [folder = ''] = grants.read(JSON.parse((await end(upload, 'finish')).text).grant);
      return folder;
    };
    const first = await folderOf(id);
    const second = join(uploadFolder(running?.root ?? ''), cut, 'OK');
    await expect.poll(() => readdir(second)).toEqual(['1.png', '2.png']);
    sending.destroy();
    await expect.poll(() => readdir(second)).toEqual(['1.png']);
    expect(await readdir(first)).toEqual(['1.png']);
  });

  it('forgets what was given up, and keeps nothing of it', async () => {
    const { begin, send, end, root } = await start({ uploads: 1, patience: -1 });
    const [first] = [await begin()];
    await send(first, 'a.png');
    const second = await begin();
    expect(existsSync(join(uploadFolder(root), first))).toBe(false);
    await end(second, 'cancel');
    expect(await readdir(uploadFolder(root))).toEqual([]);
    expect((await send(second, 'a.png')).status).toBe(404);
    expect((await end('nothing', 'finish')).status).toBe(404);
  });

  it('of earlier starts are cleared away but for those still needed, with all else that was left', async () => {
    const { begin, root } = await start();
    const [needed, old] = [await begin(), await begin()];
    for (const path of ['downloads/model.zip', 'backup-1-2.db', 'backup-1-2.db.partial', 'import-1/plan']) {
      await mkdir(dirname(join(root, 'tmp', path)), { recursive: true });
      await writeFile(join(root, 'tmp', path), '');
    }
    await removeLeftovers(root, (folder) => folder.endsWith(needed));
    expect([existsSync(join(uploadFolder(root), needed)), existsSync(join(uploadFolder(root), old))]).toEqual([
      true,
      false,
    ]);
    expect((await readdir(join(root, 'tmp'))).sort()).toEqual(['import-1', 'uploads']);
  });
});

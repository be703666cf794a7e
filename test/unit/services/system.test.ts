// The system service: backup and restore of a whole workspace, and everything that must not pass for a backup.
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import yazl from 'yazl';
import type { ChildJob } from '../../../main/jobs/control/child.ts';
import { createSystemService, type SystemParts } from '../../../main/services/system.ts';
import { openWorkspace } from '../../../main/services/workspace.ts';
import { system } from '../../../shared/contract/system.ts';
import { contentsOf, contextOver, fillWorkspace, type TestContext, temporaryFolder } from './workspace.ts';

const call = { signal: new AbortController().signal, progress: () => undefined };

describe('the system service', () => {
  const folders: string[] = [];
  const open: TestContext[] = [];
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });

  async function start(word: string, parts: Partial<SystemParts> = {}) {
    const root = await temporaryFolder();
    folders.push(root);
    await fillWorkspace(root, word);
    const test = contextOver(openWorkspace(root));
    open.push(test);
    const service = createSystemService(test.context, {
      host: 'browser',
      notices: [],
      restart: () => undefined,
      now: () => new Date('2026-03-04T05:06:07Z'),
      ...parts,
    });
    return { root, service, ...test };
  }

  /** A backup of a workspace filled with `word`. */
  async function backUp(word: string): Promise<string> {
    const { service, context, root } = await start(word);
    const path = join(root, 'backup.zip');
    await service.backUp({ grant: context.grants.add({ kind: 'write', path }) }, call);
    return path;
  }

  it('tells where it runs and how much room there is', async () => {
    const { service, root } = await start('a');
    const info = system.methods.info.output.parse(await service.info({}, call));
    expect(info).toMatchObject({ host: 'browser', workspace: root, runtime: 'onnxruntime-node 1.30.0' });
    expect(info.workspaceBytes).toBeGreaterThan(200_000);
    expect(info.freeBytes).toBeGreaterThan(0);
    expect(info.device.threads).toBeGreaterThan(0);
  });

  it('changes only the settings that are given, logs what became different, and tells every window', async () => {
    const { service, context, events } = await start('a');
    const changed = await service.change({ language: 'en', operator: 'a' }, call);
    expect(changed).toEqual({ language: 'en', theme: 'system', operator: 'a' });
    expect(await service.settings({}, call)).toEqual(changed);
    expect(context.workspace.store.activity.list({ limit: 10 })).toMatchObject([
      { kind: 'settings.changed', data: { setting: 'language', value: 'en' } },
    ]);
    expect(events.map(({ name }) => name)).toEqual(['history.added', 'system.settings']);
  });

  it('writes a backup of everything that counts, and lists it with its digests', async () => {
    const { service, context, root } = await start('a');
    const path = join(root, 'elsewhere', 'backup.zip');
    const progress: { done: number; total: number }[] = [];
    const grant = context.grants.add({ kind: 'write', path });
    const done = await service.backUp({ grant }, { ...call, progress: (value) => progress.push(value) });
    expect(done).toEqual({ path, bytes: (await readFile(path)).length, download: null });
    expect(progress.at(-1)).toEqual({ done: 6, total: 6 });
    const names = await namesIn(path);
    expect(names.filter((name) => !name.startsWith('library/'))).toEqual([
      'narashi.db',
      'keys/site-key.json',
      'runs/1/checkpoint.narashi',
      'runs/1/model.onnx',
      'manifest.json',
    ]);
    expect(names.filter((name) => name.startsWith('library/')).length).toBe(2);
    expect(await readdir(join(root, 'tmp'))).toEqual([]);
    expect(context.workspace.store.activity.list({ limit: 1 })).toMatchObject([{ kind: 'workspace.backed-up' }]);
  });

  it('keeps a backup for download where there is no place to write to', async () => {
    const { service, context } = await start('a');
    const { path, bytes, download } = await service.backUp({}, call);
    const kept = context.downloads.get(download ?? '');
    expect(path).toMatch(/^narashi-20260304-\d{4}\.zip$/);
    expect(kept).toMatchObject({ name: path, temporary: true });
    expect((await readFile(kept?.path ?? '')).length).toBe(bytes);
    context.downloads.close();
    expect(existsSync(kept?.path ?? '')).toBe(false);
  });

  it('leaves no half backup where it is stopped or cannot write', async () => {
    const { service, context, root } = await start('a');
    const path = join(root, 'backup.zip');
    const grant = context.grants.add({ kind: 'write', path });
    const stop = new AbortController();
    const stopped = service.backUp({ grant }, { signal: stop.signal, progress: () => stop.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'rpc.cancelled' });
    await writeFile(join(root, 'file'), '');
    const impossible = context.grants.add({ kind: 'write', path: join(root, 'file', 'backup.zip') });
    await expect(service.backUp({ grant: impossible }, call)).rejects.toMatchObject({
      code: 'system.backup-not-written',
    });
    expect((await readdir(root)).filter((name) => name.startsWith('backup'))).toEqual([]);
    expect(await readdir(join(root, 'tmp'))).toEqual([]);
  });

  it('restores a backup at the next start, which it asks for, and sets the old contents aside', async () => {
    const backup = await backUp('old');
    let restarts = 0;
    const { service, context, events, root } = await start('new', { restart: () => restarts++ });
    await service.restore({ grant: context.grants.add({ kind: 'read', paths: [backup] }) }, call);
    expect(restarts).toBe(0);
    await expect.poll(() => restarts).toBe(1);
    expect(events).toEqual([{ name: 'system.restarting', value: {} }]);
    context.workspace.close();

    const workspace = openWorkspace(root);
    expect(workspace.restored).toMatchObject({ createdAt: '2026-03-04T05:06:07.000Z', name: 'backup.zip' });
    workspace.close();
    const kept = workspace.restored?.kept ?? '';
    const expected = await contentsOf(folders[0] ?? '');
    expect(await contentsOf(root)).toEqual(expected);
    expect((await contentsOf(kept)).operator).toBe('new');
    expect(existsSync(join(root, 'restore'))).toBe(false);
    expect(await readFile(join(root, 'cache/64/pixels'), 'utf8')).toBe('new');
    expect(openWorkspace(root).restored).toBeUndefined();
  });

  const tampered: readonly (readonly [string, string, (path: string) => Promise<unknown>])[] = [
    ['is no ZIP', 'system.not-a-backup', (path) => writeFile(path, 'not a ZIP at all')],
    ['is cut off', 'system.not-a-backup', async (path) => writeFile(path, (await readFile(path)).subarray(0, -2_000))],
    ['is a ZIP of something else', 'system.not-a-backup', (path) => writeZip(path, { 'a.png': 'a' })],
    [
      'has another manifest',
      'system.not-a-backup',
      (path) =>
        change(
          path,
          manifest((it) => ({ ...it, program: 'other' })),
        ),
    ],
    [
      'has no readable manifest',
      'system.backup-damaged',
      (path) => change(path, (files) => ({ ...files, 'manifest.json': Buffer.from('{') })),
    ],
    [
      'comes from a newer program',
      'system.backup-from-future',
      (path) =>
        change(
          path,
          manifest((it) => ({ ...it, format: 2 })),
        ),
    ],
    ['has an original with other bytes', 'system.backup-damaged', (path) => change(path, alter('library/'))],
    ['has another checkpoint', 'system.backup-damaged', (path) => change(path, alter('runs/1/checkpoint'))],
    ['has a bit turned', 'system.backup-damaged', (path) => flip(path, 'model old')],
    ['lacks an original', 'system.backup-damaged', (path) => change(path, without('library/'))],
    ['lacks its database', 'system.backup-damaged', (path) => change(path, without('narashi.db'))],
    [
      'has a file more',
      'system.backup-damaged',
      (path) => change(path, (files) => ({ ...files, 'runs/2/more.onnx': Buffer.from('x') })),
    ],
    [
      'lists a file twice',
      'system.backup-damaged',
      (path) =>
        change(
          path,
          manifest((it) => ({ ...it, files: [...it.files, ...it.files.slice(1, 2)] })),
        ),
    ],
    [
      'has a shorter file than listed',
      'system.backup-damaged',
      (path) =>
        change(
          path,
          manifest((it) => ({ ...it, files: it.files.map((file) => ({ ...file, bytes: file.bytes + 1 })) })),
        ),
    ],
    [
      'has a longer file than listed',
      'system.backup-damaged',
      (path) =>
        change(
          path,
          manifest((it) => ({ ...it, files: it.files.map((file) => ({ ...file, bytes: file.bytes - 1 })) })),
        ),
    ],
    [
      'lists a path that leads out',
      'system.backup-damaged',
      (path) => change(path, rename('runs/1/model.onnx', 'runs/../../evil.onnx')),
    ],
    [
      'lists an absolute path',
      'system.backup-damaged',
      (path) => change(path, rename('runs/1/model.onnx', '/tmp/evil.onnx')),
    ],
    [
      'lists the lock of the app',
      'system.backup-damaged',
      (path) => change(path, rename('runs/1/model.onnx', 'app.lock')),
    ],
    [
      'has a database of another program',
      'store.foreign',
      (path) => change(path, replaceDatabase(Buffer.from('SQLite format 3\0'))),
    ],
  ];

  it('leaves the key of the site where the backup has none', async () => {
    const { service, context, root: source } = await start('old');
    await rm(join(source, 'keys'), { recursive: true });
    const path = join(source, 'backup.zip');
    await service.backUp({ grant: context.grants.add({ kind: 'write', path }) }, call);
    const target = await start('new');
    await target.service.restore({ grant: target.context.grants.add({ kind: 'read', paths: [path] }) }, call);
    target.context.workspace.close();
    openWorkspace(target.root).close();
    expect(await readFile(join(target.root, 'keys/site-key.json'), 'utf8')).toBe('new');
  });

  it.each(tampered)('refuses a backup that %s', async (_, code, tamper) => {
    const backup = await backUp('old');
    await tamper(backup);
    let restarts = 0;
    const { service, context, root } = await start('new', { restart: () => restarts++ });
    const before = await contentsOf(folders.at(-1) ?? '');
    const names = await readdir(root);
    const grant = context.grants.add({ kind: 'read', paths: [backup] });
    const failure: unknown = await service.restore({ grant }, call).then(
      () => 'accepted',
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: expect.stringMatching(code === 'store.foreign' ? /^store\./ : code) });
    // It can be tried again with another file, and nothing is left of this one.
    expect((await readdir(root)).filter((name) => !names.includes(name) && name !== 'restore')).toEqual([]);
    expect(await readdir(join(root, 'restore')).catch(() => [])).toEqual([]);
    context.workspace.close();
    expect(await contentsOf(root)).toEqual(before);
    expect(restarts).toBe(0);
  });

  it('stops unpacking when asked to, and keeps the workspace', async () => {
    const backup = await backUp('old');
    const { service, context, root } = await start('new');
    const stop = new AbortController();
    const grant = context.grants.add({ kind: 'read', paths: [backup] });
    const restoring = service.restore({ grant }, { signal: stop.signal, progress: () => stop.abort() });
    await expect(restoring).rejects.toMatchObject({ code: 'rpc.cancelled' });
    expect(await readdir(join(root, 'restore'))).toEqual([]);
  });

  it('finds what is missing and what is not as it was stored', async () => {
    const { service, context, root } = await start('a');
    expect(await service.checkWorkspace({}, call)).toEqual({ problems: [], files: 2 });
    const [first = '', second = ''] = (await namesIn(await backUp('a'))).filter((name) => name.startsWith('library/'));
    await appendFile(join(root, first), 'x');
    await mkdir(join(root, 'library', 'incoming'), { recursive: true });
    const snapshot = context.workspace.store;
    expect(snapshot.projectImages.allHashes()).toEqual([]);
    await rm(join(root, second));
    expect(await service.checkWorkspace({}, call)).toEqual({
      problems: [{ code: 'system.file-altered', data: { path: first } }],
      files: 1,
    });
  });

  it('runs the self-test in a process of its own, and stops it with the call', async () => {
    const stops: unknown[] = [];
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const job: ChildJob = { pid: 1, result: promise, stop: (after) => stops.push(after), kill: () => undefined };
    const kinds: string[] = [];
    const startChild = (kind: string) => {
      kinds.push(kind);
      return job;
    };
    const { service } = await start('a', { startChild });
    const stop = new AbortController();
    const testing = service.selfTest({}, { ...call, signal: stop.signal });
    stop.abort();
    expect([kinds, stops]).toEqual([['self-test'], [0]]);
    resolve({ lowering: 'cpu-fast', reason: 'agrees', difference: 1e-7, speedup: 1.5, seconds: 2 });
    expect(system.methods.selfTest.output.parse(await testing)).toMatchObject({ lowering: 'cpu-fast', speedup: 1.5 });
  });
});

type Files = Record<string, Buffer>;
interface LooseManifest {
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

async function readZip(path: string): Promise<Files> {
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
  const files: Files = {};
  for await (const entry of zip.eachEntry())
    files[entry.fileName] = await buffer(await zip.openReadStreamPromise(entry));
  zip.close();
  return files;
}

const namesIn = async (path: string) => Object.keys(await readZip(path));

/** yazl refuses names that lead out, so such a one is put in afterwards, at equal length. */
async function writeZip(path: string, files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  const zip = new yazl.ZipFile();
  const hidden = new Map<string, string>();
  for (const [name, bytes] of Object.entries(files)) {
    const safe = name.startsWith('/') || name.includes('..') ? 'z'.repeat(name.length) : name;
    if (safe !== name) hidden.set(safe, name);
    zip.addBuffer(Buffer.from(bytes), safe, { compress: false });
  }
  zip.end();
  let bytes = (await buffer(zip.outputStream)).toString('latin1');
  for (const [safe, name] of hidden) bytes = bytes.replaceAll(safe, name);
  await writeFile(path, Buffer.from(bytes, 'latin1'));
}

async function change(path: string, edit: (files: Files) => Files): Promise<void> {
  await writeZip(path, edit(await readZip(path)));
}

function manifest(edit: (it: LooseManifest) => unknown): (files: Files) => Files {
  return (files) => {
    const text = files['manifest.json']?.toString() ?? '';
    return { ...files, 'manifest.json': Buffer.from(JSON.stringify(edit(JSON.parse(text)))) };
  };
}

function first(files: Files, prefix: string): string {
  return Object.keys(files).find((name) => name.startsWith(prefix)) ?? '';
}

function alter(prefix: string): (files: Files) => Files {
  return (files) => {
    const name = first(files, prefix);
    return {
      ...files,
      [name]: Buffer.from((files[name] ?? Buffer.alloc(1)).map((byte, index) => (index === 3 ? byte ^ 1 : byte))),
    };
  };
}

function without(prefix: string): (files: Files) => Files {
  return (files) => Object.fromEntries(Object.entries(files).filter(([name]) => name !== first(files, prefix)));
}

function rename(from: string, to: string): (files: Files) => Files {
  return (files) => {
    const renamed = Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name === from ? to : name, bytes]),
    );
    const edit = manifest((it) => ({
      ...it,
      files: it.files.map((file) => (file.path === from ? { ...file, path: to } : file)),
    }));
    return edit(renamed);
  };
}

function replaceDatabase(database: Buffer): (files: Files) => Files {
  return (files) => {
    const { createHash } = process.getBuiltinModule('node:crypto');
    const listed = {
      path: 'narashi.db',
      bytes: database.length,
      sha256: createHash('sha256').update(database).digest('hex'),
    };
    const edit = manifest((it) => ({
      ...it,
      files: it.files.map((file) => (file.path === 'narashi.db' ? listed : file)),
    }));
    return edit({ ...files, 'narashi.db': database });
  };
}

async function flip(path: string, content: string): Promise<void> {
  const bytes = await readFile(path);
  const at = bytes.indexOf(content);
  expect(at).toBeGreaterThan(0);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

// The start command's decisions: its options, which host and why, what has to be built, what can be fetched in time.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltPart, ensureBuilt } from '../../../../main/host/launch/build.ts';
import { chooseHost } from '../../../../main/host/launch/choose-host.ts';
import { canReach, findElectron } from '../../../../main/host/launch/electron-binary.ts';
import { readOptions } from '../../../../main/host/launch/options.ts';
import { startTexts } from '../../../../main/host/launch/text.ts';

const buildModule = new URL('../../../../main/host/launch/build.ts', import.meta.url).href;

describe('start options', () => {
  const usual = { host: 'any', workspace: undefined, port: 0, open: true };
  it.each([
    [[], usual],
    [['--browser'], { ...usual, host: 'browser' }],
    [['--electron', '--lang', 'ja'], { ...usual, host: 'electron' }],
    [['--workspace', '部品', '--port=8123', '--no-open'], { host: 'any', workspace: '部品', port: 8123, open: false }],
  ])('%j', (argv, options) => {
    expect(readOptions(argv)).toEqual(options);
  });

  it.each([
    ['--port', 'x'],
    ['--port=-1'],
    ['--port=70000'],
    ['--browser', '--electron'],
    ['--listen', '0.0.0.0'],
    ['extra'],
  ])('refuses %s %s', (...argv) => {
    const given = argv.filter((word) => typeof word === 'string');
    expect(() => readOptions(given)).toThrow(expect.objectContaining({ code: 'host.unknown-option' }));
  });
});

describe('the choice of the host', () => {
  const desktop = { platform: 'linux', environment: { DISPLAY: ':0' }, userId: 1000 } as const;
  const present = async () => ({ path: '/electron' });
  const never = () => Promise.reject(new Error('must not be looked for'));
  const electron = { host: 'electron', binary: '/electron' };
  const browser = (reason: string) => ({ host: 'browser', reason });

  it.each([
    ['a desktop', 'any', desktop, present, electron],
    ['Wayland', 'any', { ...desktop, environment: { WAYLAND_DISPLAY: 'wayland-0' } }, present, electron],
    ['Windows', 'any', { platform: 'win32', environment: {}, userId: undefined }, present, electron],
    ['macOS', 'any', { platform: 'darwin', environment: {}, userId: 501 }, present, electron],
    ['no desktop', 'any', { ...desktop, environment: {} }, never, browser('no-display')],
    ['root', 'any', { ...desktop, userId: 0 }, never, browser('as-root')],
    ['--browser', 'browser', desktop, never, browser('asked')],
    ['--electron without desktop', 'electron', { ...desktop, environment: {} }, present, electron],
    ['no binary', 'any', desktop, async () => ({ missing: 'unreachable' }) as const, browser('unreachable')],
    ['no package', 'any', desktop, async () => ({ missing: 'not-installed' }) as const, browser('not-installed')],
  ] as const)('with %s', async (_, host, machine, find, choice) => {
    expect(await chooseHost({ host }, machine, find)).toEqual(choice);
    if ('reason' in choice) expect(Object.hasOwn(startTexts, choice.reason)).toBe(true);
  });
});

describe('finding Electron', () => {
  let root: string;
  const folder = () => join(root, 'node_modules/electron');
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'narashi-electron-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const find = async (installer: string | undefined, mirror: string, fetch = 5_000) => {
    await rm(folder(), { recursive: true, force: true });
    await mkdir(folder(), { recursive: true });
    if (installer !== undefined) await writeFile(join(folder(), 'install.js'), installer);
    let fetches = 0;
    const begun = performance.now();
    const times = { connect: 500, fetch };
    const found = await findElectron(root, () => fetches++, times, { ELECTRON_MIRROR: mirror });
    return { found, fetches, milliseconds: performance.now() - begun };
  };

  async function listening<T>(use: (address: string) => Promise<T>): Promise<T> {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    try {
      return await use(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`);
    } finally {
      server.close();
    }
  }

  const installs = `const { mkdirSync, writeFileSync } = require('node:fs');
mkdirSync(__dirname + '/dist');
writeFileSync(__dirname + '/dist/electron', '');
writeFileSync(__dirname + '/path.txt', 'electron');`;

  it('fetches it with the installer of its package where that can be reached', async () => {
    const { found, fetches } = await listening((mirror) => find(installs, mirror));
    expect([found, fetches]).toEqual([{ path: join(folder(), 'dist/electron') }, 1]);
    const again = await findElectron(root, () => expect.unreachable(), undefined, {});
    expect(again).toEqual(found);
  });

  it('gives up at once where nothing listens', async () => {
    const { found, fetches, milliseconds } = await find(installs, 'http://127.0.0.1:9/');
    expect([found, fetches]).toEqual([{ missing: 'unreachable' }, 0]);
    expect(milliseconds).toBeLessThan(1_500);
  });

  it('gives up soon where a name or an address is never answered', async () => {
    const sockets: Socket[] = [];
    const silent = () => {
      const socket = new Socket();
      sockets.push(socket);
      return socket;
    };
    expect(await canReach(new URL('https://example.invalid/'), 50, silent)).toBe(false);
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('ends an installer that takes too long, and does not take half a download for a whole one', async () => {
    const slow = "require('node:fs').mkdirSync(__dirname + '/dist'); setInterval(() => {}, 1000);";
    const { found, milliseconds } = await listening((mirror) => find(slow, mirror, 300));
    expect(found).toEqual({ missing: 'too-slow' });
    expect(milliseconds).toBeLessThan(2_000);
  });

  it('says so where the installer fails or the package is not there', async () => {
    expect((await listening((mirror) => find('process.exit(1)', mirror))).found).toEqual({ missing: 'unreachable' });
    expect((await listening((mirror) => find(undefined, mirror))).found).toEqual({ missing: 'not-installed' });
  });
});

describe('what is built from sources', () => {
  let root: string;
  const part: BuiltPart = { folder: 'dist/part', config: 'part.config.ts', sources: ['source', 'part.config.ts'] };
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'narashi-build-'));
    await mkdir(join(root, 'source/deep'), { recursive: true });
    await mkdir(join(root, 'node_modules/vite/bin'), { recursive: true });
    await writeFile(join(root, 'source/deep/a.ts'), '1');
    await writeFile(join(root, 'part.config.ts'), '');
    // Stands for Vite: copies the source, fails where it says so.
    await writeFile(
      join(root, 'node_modules/vite/bin/vite.js'),
      `const { readFileSync, writeFileSync } = require('node:fs');
const text = readFileSync('source/deep/a.ts', 'utf8');
if (text === 'broken') { console.error('syntax error'); process.exit(1); }
writeFileSync(process.argv[process.argv.indexOf('--outDir') + 1] + '/index.html', text);`,
    );
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const build = async () => {
    let builds = 0;
    const folder = await ensureBuilt(root, part, () => builds++);
    return { builds, text: await readFile(join(folder, 'index.html'), 'utf8') };
  };
  /** As if the last build had been a while ago. */
  const change = async (text: string) => {
    await writeFile(join(root, 'source/deep/a.ts'), text);
    const earlier = new Date(Date.now() - 60_000);
    await utimes(join(root, 'dist/part/.built'), earlier, earlier);
  };

  /** Builds in a process of its own; gives its exit code. */
  async function inProcess(): Promise<number | null> {
    const code = `const { ensureBuilt } = await import(${JSON.stringify(buildModule)});
await ensureBuilt(${JSON.stringify(root)}, ${JSON.stringify(part)}, () => {});`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: 'inherit' });
    return new Promise((resolve) => child.on('close', resolve));
  }

  it('is built once, and again when a source changes', async () => {
    expect(await build()).toEqual({ builds: 1, text: '1' });
    expect(await build()).toEqual({ builds: 0, text: '1' });
    await change('2');
    expect(await build()).toEqual({ builds: 1, text: '2' });
  });

  it('is whole after several starts have built it at once', async () => {
    await change('3');
    const folders = await Promise.all([1, 2, 3].map(() => inProcess()));
    expect(folders).toEqual([0, 0, 0]);
    expect(await build()).toEqual({ builds: 0, text: '3' });
    expect(await readdir(join(root, 'dist'))).toEqual(['part']);
  });

  it('keeps the former result where building fails, and says why', async () => {
    await change('broken');
    await expect(build()).rejects.toMatchObject({ code: 'host.page-missing', data: { reason: 'syntax error' } });
    expect(await readdir(join(root, 'dist'))).toEqual(['part']);
    expect(await readFile(join(root, 'dist/part/index.html'), 'utf8')).toBe('3');
  });

  it('is taken as it is where there are no sources, as in an installed program', async () => {
    await rm(join(root, 'source'), { recursive: true });
    await rm(join(root, 'part.config.ts'));
    expect(await build()).toEqual({ builds: 0, text: '3' });
  });
});

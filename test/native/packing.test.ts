// The installer's content, packed for this system with a stand-in for Electron: complete, nothing beside it, its fuses
// set, and its child processes run from where they lie.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { electronParts, ensureBuilt, page } from '../../main/host/launch/build.ts';
import { findNode } from '../../main/jobs/control/node-binary.ts';
import { makeStandInElectron } from '../support/stand-in-electron.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe.runIf(process.platform === 'linux')('the packed program', () => {
  let folder: string;
  let resources: string;
  let files: string[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'narashi-packing-'));
    for (const part of [page, electronParts]) await ensureBuilt(root, part, () => undefined);
    await makeStandInElectron(join(folder, 'electron'), '45.4.1');
    // Also checks electron-builder.yml against electron-builder's own schema.
    await build({
      projectDir: root,
      targets: Platform.LINUX.createTarget('dir'),
      config: { electronDist: join(folder, 'electron'), directories: { output: join(folder, 'out') } },
    });
    resources = join(folder, 'out', 'linux-unpacked', 'resources');
    files = listPackage(join(resources, 'app.asar'), { isPack: false });
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const outside = (path: string) => join(resources, 'app.asar.unpacked', path);

  it.each([
    '/package.json',
    '/dist/renderer/index.html',
    '/dist/electron/main.js',
    '/dist/electron/preload.cjs',
    '/main/jobs/child/entry.ts',
    '/shared/contract/index.ts',
    '/resources/backbones/narashi-surface.onnx',
    '/resources/clients/README.md',
  ])('holds %s', (path) => {
    expect(files).toContain(path);
  });

  it.each([
    /^\/test\b/u,
    /^\/renderer\b/u,
    /^\/docs\/decisions/u,
    /^\/main\/host\/launch/u,
    /^\/\./u,
    /^(?!\/resources\/(?:backbones|clients)\/).*\.md$/u,
    /^\/out\b/u,
    /\/electron-builder\b/u,
  ])('holds nothing like %s', (pattern) => {
    expect(files.filter((path) => pattern.test(path))).toEqual([]);
  });

  it('holds no package that is for development only', async () => {
    const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const packed = new Set(files.map((path) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(path)?.[1] ?? ''));
    expect(Object.keys(devDependencies).filter((name) => packed.has(name))).toEqual([]);
  });

  it('has the native parts of this system, of no other, and all outside the archive', () => {
    const native = files.filter((path) => /\.(?:node|dll|dylib|so(?:\.[\d.]+)?)$/u.test(path));
    const { arch } = process;
    expect(native.sort()).toEqual([
      expect.stringMatching(`^/node_modules/@img/sharp-libvips-linux-${arch}/lib/libvips-cpp.so.[0-9.]+$`),
      expect.stringMatching(`^/node_modules/@img/sharp-linux-${arch}/lib/sharp-linux-${arch}-[0-9.]+node$`),
      `/node_modules/better-sqlite3/prebuilds/linux-${arch}.node`,
      expect.stringMatching(`^/node_modules/onnxruntime-node/bin/napi-v6/linux/${arch}/libonnxruntime.so.[0-9.]+$`),
      `/node_modules/onnxruntime-node/bin/napi-v6/linux/${arch}/onnxruntime_binding.node`,
    ]);
    for (const path of native) expect([path, existsSync(outside(path))]).toEqual([path, true]);
  });

  it('has every fuse set as it is meant', async () => {
    const wire = await getCurrentFuseWire(join(folder, 'out', 'linux-unpacked', 'narashi'));
    const states = Object.fromEntries(
      Object.keys(wire).map((index) => [FuseV1Options[Number(index)], Reflect.get(wire, index) === FuseState.ENABLE]),
    );
    expect(states).toMatchObject({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      GrantFileProtocolExtraPrivileges: false,
    });
  });

  it('brings its own Node, and both languages of Chromium', async () => {
    const around = {
      environment: {},
      resources,
      root: '/nowhere',
      execPath: '',
      versions: { electron: '45' },
      platform: 'linux',
      exists: existsSync,
    };
    expect(findNode(around)).toBe(join(resources, 'node', 'node'));
    expect((await readdir(join(folder, 'out', 'linux-unpacked', 'locales'))).sort()).toEqual(['en-US.pak', 'ja.pak']);
  });

  it('runs a child process on its own Node, outside the archive', async () => {
    const child = spawn(join(resources, 'node', 'node'), [outside('/main/jobs/child/entry.ts')], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      cwd: folder,
      env: {},
    });
    const result = new Promise<unknown>((resolve, reject) => {
      let complaint = '';
      child.stderr?.on('data', (text) => {
        complaint += String(text);
      });
      child.on('message', (message) => {
        if (JSON.stringify(message).includes('"alive"')) return;
        resolve(message);
      });
      child.on('close', (code) => reject(new Error(`ended with ${code}: ${complaint}`)));
    });
    child.send({ type: 'start', kind: 'self-test', payload: {} });
    expect(await result).toMatchObject({ type: 'done', result: { lowering: expect.any(String) } });
  });

  it('finds its native packages outside the archive', () => {
    const require = createRequire(outside('/main/jobs/child/entry.ts'));
    for (const name of ['sharp', 'better-sqlite3', 'onnxruntime-node']) {
      expect(require.resolve(name)).toContain('app.asar.unpacked');
      expect(require(name)).toBeTruthy();
    }
  });
});

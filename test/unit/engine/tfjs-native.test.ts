// The door to the native library: what it says where the library is not, and what it gives the process before it loads it.
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import util from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedTensor } from '../../../main/engine/executor.ts';
import { probeDevice } from '../../../main/engine/probe.ts';
import { hasTfjs, installTfjs, tfjsFolder, tfjsPackage } from '../../../main/engine/tfjs/installation.ts';
import { createNativeTfjsExecutor } from '../../../main/engine/tfjs/lazy.ts';
import { openNativeTfjs, prepareProcess } from '../../../main/engine/tfjs/native.ts';
import { GraphBuilder } from '../../../main/onnx/builder.ts';
import { float32 } from '../../../main/onnx/tensor.ts';
import { writeModel } from '../../../main/onnx/write.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'narashi-tfjs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A package of that name whose code is `code`. */
async function pretend(code: string): Promise<string> {
  const own = await mkdtemp(join(folder, 'package-'));
  const at = join(own, 'node_modules', tfjsPackage);
  await mkdir(at, { recursive: true });
  await writeFile(join(at, 'package.json'), JSON.stringify({ name: tfjsPackage, main: 'index.js' }));
  await writeFile(join(at, 'index.js'), code);
  return own;
}

const api = "version_core: '4.22.0', tensor() {}, tidy() {}, conv2d() {}, enableProdMode() {}";

describe('opening the native library', () => {
  it.each([
    ['nothing is there', '', 'engine.tfjs-library', /Cannot find module/],
    [
      'it does not load',
      "throw new Error('libcudart.so.11.0: no such file\\nadvice')",
      'engine.tfjs-library',
      /such file\. Nothing/,
    ],
    [
      'it is something else',
      'module.exports = {}',
      'engine.tfjs-library',
      /is not @tensorflow\/tfjs-node-gpu 4\.22\.0/,
    ],
    [
      'it would compute on the CPU',
      `module.exports = { ${api}, backend: () => ({ isUsingGpuDevice: false }) }`,
      'engine.tfjs-no-card',
      /no graphics card/,
    ],
  ])('is refused in a sentence where %s', async (_, code, expected, sentence) => {
    const own = code === '' ? folder : await pretend(code);
    expect(() => openNativeTfjs(own)).toThrow(expect.objectContaining({ code: expected }));
    expect(() => openNativeTfjs(own)).toThrow(sentence);
  });

  it('finds what Node removed, supplied beforehand', async () => {
    const own = await pretend(`
      if (!require('util').isNullOrUndefined(null) || require('util').isNullOrUndefined(0)) throw new Error('missing');
      module.exports = { ${api}, backend: () => ({ isUsingGpuDevice: true }) };
    `);
    expect(openNativeTfjs(own).info).toEqual({
      runtime: '@tensorflow/tfjs-node-gpu 4.22.0',
      executionProvider: 'tfjs',
      threads: 1,
    });
  });

  it('waits for the first model, and then computes', async () => {
    const { resolve } = createRequire(import.meta.url);
    const own = await pretend(`
      const tf = require(${JSON.stringify(resolve('@tensorflow/tfjs-core'))});
      tf.enableProdMode();
      require(${JSON.stringify(resolve('@tensorflow/tfjs-backend-cpu'))});
      module.exports = { ...tf, backend: () => ({ isUsingGpuDevice: true }) };
    `);
    const executor = createNativeTfjsExecutor(own);
    const output = { ...sharedTensor('float32', [2]), resident: 1 };
    executor.residence?.forget([output]);
    await probeDevice(executor);
    const builder = new GraphBuilder();
    builder.output(builder.op('Neg', [builder.input('x', 'float32', [2])]), 'y');
    const program = await executor.load(writeModel(builder.build('negative')));
    await program.bind({ x: float32([2], [1, -2]) }, { y: output }).run();
    expect(Array.from(output.data), 'left on the device').toEqual([0, 0]);
    await executor.residence?.fetch([output]);
    expect(Array.from(output.data)).toEqual([-1, 2]);
    await executor.close();
  });

  it('says at the first model where nothing is there', async () => {
    const executor = createNativeTfjsExecutor(folder);
    await expect(probeDevice(executor)).rejects.toMatchObject({ code: 'engine.tfjs-library' });
    await executor.close();
  });

  it('keeps settings of the environment that are there already', () => {
    const environment = { NVIDIA_TF32_OVERRIDE: '1' };
    prepareProcess(environment);
    expect(environment).toEqual({
      NVIDIA_TF32_OVERRIDE: '1',
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
      TF_CPP_MIN_LOG_LEVEL: '1',
    });
  });
});

describe('bringing the package from a folder', () => {
  const library = Buffer.from('7f454c46', 'hex');
  const addon = 'lib/napi-v8/tfjs_binding.node';
  const files = {
    'package.json': JSON.stringify({ name: tfjsPackage, version: '4.22.0' }),
    [addon]: library,
    'deps/lib/libtensorflow.so.2.9.1': library,
    'deps/lib/libtensorflow_framework.so.2': library,
  };

  /** A prepared folder; entries that are undefined are left out. */
  async function prepared(changes: Readonly<Record<string, string | Buffer | undefined>> = {}): Promise<string> {
    const own = await mkdtemp(join(folder, 'prepared-'));
    const at = join(own, 'node_modules', tfjsPackage);
    for (const [name, content] of Object.entries({ ...files, ...changes })) {
      if (content === undefined) continue;
      await mkdir(dirname(join(at, name)), { recursive: true });
      await writeFile(join(at, name), content);
    }
    await symlink('libtensorflow.so.2.9.1', join(at, 'deps/lib/libtensorflow.so.2'));
    return own;
  }

  it('copies it with its links, and replaces an earlier one', async () => {
    const workspace = await mkdtemp(join(folder, 'workspace-'));
    expect(hasTfjs(workspace, 'linux x64')).toBe(false);
    await installTfjs(await prepared(), workspace, 'linux x64');
    expect(hasTfjs(workspace, 'linux x64')).toBe(true);
    expect(hasTfjs(workspace, 'darwin arm64')).toBe(false);
    const second = await prepared({ 'README.md': 'second' });
    expect(await installTfjs(second, workspace, 'linux x64')).toBe(tfjsFolder(workspace));
    const at = join(tfjsFolder(workspace), 'node_modules', tfjsPackage);
    expect(await readFile(join(at, 'README.md'), 'utf8')).toBe('second');
    expect(await readFile(join(at, 'deps/lib/libtensorflow.so.2'))).toEqual(library);
    expect(await readdir(workspace)).toEqual(['tfjs']);
  });

  it.each([
    ['of another system', 'darwin arm64', {}, 'engine.tfjs-system', 'darwin arm64'],
    ['without the package', 'linux x64', { 'package.json': undefined }, 'engine.tfjs-not-prepared', 'no node_modules'],
    [
      'with another version',
      'linux x64',
      { 'package.json': JSON.stringify({ name: tfjsPackage, version: '4.0.0' }) },
      'engine.tfjs-not-prepared',
      '4.0.0',
    ],
    [
      'without TensorFlow itself',
      'linux x64',
      { 'deps/lib/libtensorflow.so.2.9.1': undefined },
      'engine.tfjs-not-prepared',
      'libtensorflow.so.2',
    ],
    ['prepared on Windows', 'linux x64', { [addon]: Buffer.from('MZ') }, 'engine.tfjs-not-prepared', addon],
  ])('refuses a folder %s, and keeps what is there', async (_, system, changes, code, word) => {
    const workspace = await mkdtemp(join(folder, 'workspace-'));
    const attempt = installTfjs(await prepared(changes), workspace, system);
    await expect(attempt).rejects.toMatchObject({ code, message: expect.stringContaining(word) });
    expect(await readdir(workspace)).toEqual([]);
  });
});

afterAll(() => {
  Reflect.deleteProperty(util, 'isNullOrUndefined');
});

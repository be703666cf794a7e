// The door to the native library: what it says where the library is not, and what it gives the process before it loads it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import util from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openNativeTfjs, prepareProcess, tfjsPackage } from '../../../main/engine/tfjs/native.ts';

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

afterAll(() => {
  Reflect.deleteProperty(util, 'isNullOrUndefined');
});

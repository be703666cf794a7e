// tfjs for tests: on its pure-JavaScript backend, or, where NARASHI_TFJS names a folder with the native library, on that.
import * as pure from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { Executor } from '../../main/engine/executor.ts';
import { createTfjsExecutor } from '../../main/engine/tfjs/executor.ts';
import { openNativeTfjs } from '../../main/engine/tfjs/native.ts';

export const nativeFolder = process.env.NARASHI_TFJS;

export async function openTfjs(): Promise<Executor> {
  return nativeFolder === undefined ? openPureTfjs() : openNativeTfjs(nativeFolder);
}

export async function openPureTfjs(): Promise<Executor> {
  // Without greeting and without checks of every result.
  pure.enableProdMode();
  await pure.setBackend('cpu');
  return createTfjsExecutor(pure, { runtime: `tfjs ${pure.version_core}`, executionProvider: 'tfjs', threads: 1 });
}

/** Tensors of the pure backend. */
export const tensorCount = () => pure.memory().numTensors;

/** Names of the pure backend's kernels that `use` calls. */
export async function kernelsOf(use: () => Promise<void>): Promise<readonly string[]> {
  const { kernelNames } = await pure.profile(async () => {
    await use();
    return [];
  });
  return kernelNames;
}

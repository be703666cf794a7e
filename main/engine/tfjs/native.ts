// The one door to @tensorflow/tfjs-node-gpu. It is opened only where somebody chose this executor, in the process that trains.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Executor } from '../executor.ts';
import type { Tf } from './api.ts';
import { createTfjsExecutor } from './executor.ts';
import { tfjsPackage, tfjsVersion } from './installation.ts';

/**
 * Loads the package and makes sure that it computes on a graphics card.
 * @param folder the folder whose `node_modules` holds the package
 * @throws NarashiError engine.tfjs-library, engine.tfjs-no-card
 */
export function openNativeTfjs(folder: string): Executor {
  const tf = loadNative(folder);
  if (!usesCard(tf.backend())) throw new NarashiError('engine.tfjs-no-card', {});
  tf.enableProdMode();
  return createTfjsExecutor(tf, {
    runtime: `${tfjsPackage} ${tf.version_core}`,
    executionProvider: 'tfjs',
    threads: 1,
  });
}

function loadNative(folder: string): Tf {
  if (process.versions.electron) throw new Error('TensorFlow.js is not loaded in the window’s own process');
  prepareProcess();
  try {
    const loaded: unknown = createRequire(join(folder, 'package.json'))(tfjsPackage);
    if (isTfjs(loaded)) return loaded;
  } catch (error) {
    // The sentence alone: what follows is advice for programmers.
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new NarashiError('engine.tfjs-library', { folder, reason }, { cause: error });
  }
  throw new NarashiError('engine.tfjs-library', { folder, reason: `it is not ${tfjsPackage} ${tfjsVersion}` });
}

/** What the library needs of the process; call it before the library is loaded. */
export function prepareProcess(environment: NodeJS.ProcessEnv = process.env): void {
  // Node 23 removed what the package still calls; upstream has the change, no release has.
  if (!('isNullOrUndefined' in util)) {
    Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  }
  // Products in full float32, as everywhere else: cards from 2020 on would round them to 10 bits.
  environment.NVIDIA_TF32_OVERRIDE ??= '0';
  // TensorFlow takes all of a card's memory at once otherwise, and the screen may need some.
  environment.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  environment.TF_CPP_MIN_LOG_LEVEL ??= '1';
}

function isTfjs(loaded: unknown): loaded is Tf {
  const names = ['tensor', 'tidy', 'conv2d', 'backend', 'enableProdMode'];
  if (typeof loaded !== 'object' || loaded === null) return false;
  const found = new Map(Object.entries(loaded));
  return found.get('version_core') === tfjsVersion && names.every((name) => typeof found.get(name) === 'function');
}

const usesCard = (backend: object) => 'isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true;

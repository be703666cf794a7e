// The tfjs executor that loads nothing before its first model: starting an engine stays quick and free of the library.
import type { Executor } from '../executor.ts';
import { tfjsPackage, tfjsVersion } from './installation.ts';

/** @param folder the folder whose `node_modules` holds the package */
export function createNativeTfjsExecutor(folder: string): Executor {
  let opened: Promise<Executor> | undefined;
  const open = () => {
    opened ??= import('./native.ts').then(({ openNativeTfjs }) => openNativeTfjs(folder));
    return opened;
  };
  return {
    info: { runtime: `${tfjsPackage} ${tfjsVersion}`, executionProvider: 'tfjs', threads: 1 },
    residence: {
      fetch: async (tensors) => (await opened)?.residence?.fetch(tensors),
      // Whatever runs next waits for the same promise, and later.
      forget: (tensors) => void opened?.then(({ residence }) => residence?.forget(tensors)).catch(() => undefined),
    },
    load: async (model, options) => (await open()).load(model, options),
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };
}

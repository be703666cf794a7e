// Brings the native package from a folder that was prepared on a PC with a network: checked, copied whole or not at all.
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';

export const tfjsPackage = '@tensorflow/tfjs-node-gpu';
/** The last version there is; it carries TensorFlow 2.9.1. */
export const tfjsVersion = '4.22.0';

/** Systems for which the package has a library that computes on a card. */
const systems: Readonly<Record<string, { readonly magic: string; readonly files: readonly string[] }>> = {
  'linux x64': {
    magic: '7f454c46',
    files: ['lib/napi-v8/tfjs_binding.node', 'deps/lib/libtensorflow.so.2', 'deps/lib/libtensorflow_framework.so.2'],
  },
  'win32 x64': { magic: '4d5a', files: ['lib/napi-v8/tfjs_binding.node', 'lib/napi-v8/tensorflow.dll'] },
};

const manifest = z.object({ name: z.string(), version: z.string() });

/** Where a workspace keeps the package. */
export const tfjsFolder = (workspace: string): string => join(workspace, 'tfjs');

/** The package was installed into this workspace, for this system. */
export function hasTfjs(workspace: string, system = `${process.platform} ${process.arch}`): boolean {
  const at = packageIn(tfjsFolder(workspace));
  return versionIn(at) === tfjsVersion && (systems[system]?.files.every((file) => existsSync(join(at, file))) ?? false);
}

/**
 * Copies a prepared `node_modules` into the workspace; what was there before is replaced.
 * @param from the folder in which `npm install @tensorflow/tfjs-node-gpu` was run
 * @throws NarashiError engine.tfjs-system, engine.tfjs-not-prepared, engine.tfjs-not-copied
 */
export async function installTfjs(
  from: string,
  workspace: string,
  system = `${process.platform} ${process.arch}`,
): Promise<string> {
  await requirePrepared(from, system);
  const target = tfjsFolder(workspace);
  const [fresh, old] = [`${target}.new`, `${target}.old`];
  try {
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true });
    await cp(join(from, 'node_modules'), join(fresh, 'node_modules'), { recursive: true, verbatimSymlinks: true });
    await writeFile(join(fresh, 'package.json'), '{ "private": true }\n');
    await rm(old, { recursive: true, force: true });
    if (existsSync(target)) await rename(target, old);
    await rename(fresh, target);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true }).catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('engine.tfjs-not-copied', { folder: target, reason }, { cause: error });
  }
  // Windows keeps files that a training has loaded; they go with the next installation.
  await rm(old, { recursive: true, force: true }).catch(() => undefined);
  return target;
}

const packageIn = (folder: string) => join(folder, 'node_modules', tfjsPackage);

function versionIn(folder: string): string | undefined {
  try {
    const { name, version } = manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    return name === tfjsPackage ? version : undefined;
  } catch {
    return undefined;
  }
}

async function requirePrepared(from: string, system: string): Promise<void> {
  const known = systems[system];
  if (!known) throw new NarashiError('engine.tfjs-system', { system });
  const at = packageIn(from);
  const refuse = (reason: string) => new NarashiError('engine.tfjs-not-prepared', { folder: from, reason });
  const version = versionIn(at);
  if (version === undefined) throw refuse(`no node_modules/${tfjsPackage}`);
  if (version !== tfjsVersion) throw refuse(`${tfjsPackage} ${version} ≠ ${tfjsVersion}`);
  for (const file of known.files) {
    const found = await stat(join(at, file)).catch(() => undefined);
    if (!found?.isFile() || found.size === 0) throw refuse(`no ${file}`);
    if ((await firstBytes(join(at, file), known.magic.length / 2)) !== known.magic) throw refuse(`${file} ≠ ${system}`);
  }
}

async function firstBytes(path: string, count: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead).toString('hex');
  } finally {
    await file.close();
  }
}

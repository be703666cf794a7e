// Reads every stored file again and compares it with what is known of it.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Problem } from '../../../shared/contract/common.ts';
import { backbonePath, modelPath } from '../../jobs/run-files.ts';
import type { Store } from '../../store/index.ts';
import type { Workspace } from '../workspace.ts';

export interface KnownFile {
  readonly path: string;
  readonly sha256: string;
}

/** Originals, which are named by their digest, the exported models of runs, and backbones. */
export async function knownFiles({ root, store }: Workspace): Promise<KnownFile[]> {
  const folder = join(root, 'library');
  const known = new Map<string, KnownFile>();
  const add = (sha256: string) => known.set(sha256, { path: join(folder, sha256.slice(0, 2), sha256), sha256 });
  for (const sha256 of store.projectImages.allHashes()) add(sha256);
  // Also those that no image refers to any more.
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name)) add(entry.name);
  return [...known.values(), ...exportedModels(root, store), ...backboneFiles(root, store)];
}

function backboneFiles(root: string, store: Store): KnownFile[] {
  return store.backbones.list().map(({ id }) => ({ path: backbonePath(root, id), sha256: id }));
}

function exportedModels(root: string, store: Store): KnownFile[] {
  return store.listRuns().flatMap(({ id }) => {
    const exported = store.artefacts.list(id).findLast(({ kind }) => kind === 'export');
    return exported ? [{ path: modelPath(join(root, 'runs', String(id))), sha256: exported.sha256 }] : [];
  });
}

/** What is wrong with these files. Stops where the signal says so. */
export async function checkFiles(
  root: string,
  files: readonly KnownFile[],
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [index, { path, sha256 }] of files.entries()) {
    signal.throwIfAborted();
    const found = await digestOf(path, signal);
    const data = { path: relative(root, path) };
    if (found === undefined) problems.push({ code: 'system.file-missing', data });
    else if (found !== sha256) problems.push({ code: 'system.file-altered', data });
    onProgress(index + 1);
  }
  return problems;
}

/** Undefined where there is no such file; what cannot be read to its end has no right digest. */
async function digestOf(path: string, signal: AbortSignal): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { signal });
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? undefined : '';
  }
  return hash.digest('hex');
}

// Writes the whole workspace into one ZIP while it stays in use. Under its final name there is only ever a whole backup.
import { createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Workspace } from '../workspace.ts';
import { Digesting } from './digesting.ts';
import {
  backupFolders,
  backupFormat,
  belongsInBackup,
  databaseName,
  keyFolder,
  type ManifestFile,
  manifestName,
} from './manifest.ts';

export interface BackupOptions {
  readonly destination: string;
  /** Of this program. */
  readonly version: string;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Returns the size of the ZIP. @throws NarashiError system.backup-not-written, rpc.cancelled, store.… */
export async function writeBackup(workspace: Workspace, options: BackupOptions): Promise<number> {
  const { destination, signal } = options;
  const partial = `${destination}.partial`;
  const database = join(workspace.root, 'tmp', `backup-${process.pid}-${options.now.getTime()}.db`);
  try {
    await mkdir(dirname(destination), { recursive: true });
    // First the rows, then the files: a row's files were there before it, and are never changed.
    await workspace.store.backUp(database);
    await writeZip(workspace.root, database, partial, options);
    await rename(partial, destination);
    return (await stat(destination)).size;
  } catch (error) {
    if (error instanceof NarashiError) throw error;
    if (signal.aborted) throw new NarashiError('rpc.cancelled', {});
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('system.backup-not-written', { path: destination, reason }, { cause: error });
  } finally {
    // What cannot be removed was not there either.
    for (const left of [partial, database]) await rm(left, { force: true }).catch(() => undefined);
  }
}

async function writeZip(root: string, database: string, path: string, options: BackupOptions): Promise<void> {
  const zip = new yazl.ZipFile();
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  const written = pipeline(zip.outputStream, createWriteStream(path, { flush: true }), { signal });
  // Whichever side fails first ends the other.
  written.catch((error) => failure.abort(error));
  try {
    await addAll(zip, root, database, { ...options, signal });
    zip.end();
  } catch (error) {
    failure.abort(error);
    await written.catch(() => undefined);
    throw error;
  }
  await written;
}

async function addAll(zip: yazl.ZipFile, root: string, database: string, options: BackupOptions): Promise<void> {
  const { signal, onProgress, version, now } = options;
  const names = await listFiles(root);
  const files: ManifestFile[] = [];
  for (const name of [databaseName, ...names]) {
    const handle = await openIfThere(name === databaseName ? database : join(root, name));
    // Taken away meanwhile, as a superfluous checkpoint is.
    if (!handle) continue;
    const digesting = new Digesting();
    // Originals are compressed pictures, and weights hardly shrink.
    zip.addReadStream(digesting, name, { compress: name === databaseName });
    await Promise.all([pipeline(handle.createReadStream(), digesting, { signal }), finished(digesting, { signal })]);
    files.push({ path: name, bytes: digesting.bytes, sha256: digesting.digest() });
    onProgress(files.length, names.length + 1);
  }
  const manifest = { program: 'narashi', format: backupFormat, version, createdAt: now.toISOString(), files };
  zip.addBuffer(Buffer.from(JSON.stringify(manifest)), manifestName);
}

/** Everything but the database that a backup holds, relative to the workspace and with `/`. */
async function listFiles(root: string): Promise<string[]> {
  const lists = await Promise.all(
    [...backupFolders, keyFolder].map((folder) =>
      readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []),
    ),
  );
  return lists
    .flat()
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(belongsInBackup)
    .sort();
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

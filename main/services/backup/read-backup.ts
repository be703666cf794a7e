// Unpacks a backup into a folder of its own and proves every byte against its list, before anything is replaced.
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { freeBytes, gigabytes } from '../../data/disk-space.ts';
import { restoreBackup } from '../../store/index.ts';
import { Digesting } from './digesting.ts';
import {
  backupFolders,
  backupFormat,
  databaseName,
  type Manifest,
  type ManifestFile,
  manifestLimit,
  manifestName,
  manifestSchema,
} from './manifest.ts';

const unpackedDatabase = `unpacked-${databaseName}`;

export interface UnpackOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Leaves `folder` with database, library, runs and reports of the backup, or does not leave it at all.
 * @throws NarashiError system.not-a-backup, system.backup-damaged, system.backup-from-future, system.no-space,
 *   system.backup-not-unpacked, rpc.cancelled, store.corrupt, store.foreign, store.from-future
 */
export async function unpackBackup(path: string, folder: string, options: UnpackOptions): Promise<Manifest> {
  try {
    return await unpack(path, folder, options);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (error instanceof NarashiError) throw error;
    if (options.signal.aborted) throw new NarashiError('rpc.cancelled', {});
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('system.backup-not-unpacked', { reason }, { cause: error });
  }
}

async function unpack(path: string, folder: string, { signal, onProgress }: UnpackOptions): Promise<Manifest> {
  const zip = await openZip(path);
  try {
    const entries = await listEntries(zip);
    const manifest = await readManifest(zip, entries.get(manifestName));
    checkList(manifest, entries);
    await mkdir(folder, { recursive: true });
    await checkSpace(folder, manifest);
    for (const name of backupFolders) await mkdir(join(folder, name), { recursive: true });
    for (const [index, file] of manifest.files.entries()) {
      signal.throwIfAborted();
      const name = file.path === databaseName ? unpackedDatabase : file.path;
      await unpackFile(zip, entries.get(file.path), file, join(folder, name), signal);
      onProgress(index + 1, manifest.files.length);
    }
    // Reads every page of it, and refuses what is not ours or newer than this program.
    restoreBackup(join(folder, unpackedDatabase), join(folder, databaseName));
    await rm(join(folder, unpackedDatabase));
    return manifest;
  } finally {
    zip.close();
  }
}

async function openZip(path: string): Promise<yauzl.ZipFile> {
  try {
    return await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch (error) {
    throw new NarashiError('system.not-a-backup', { name: basename(path) }, { cause: error });
  }
}

/** By name. A name twice, or one that would lead elsewhere, is no work of ours. */
async function listEntries(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) throw new Error(`${entry.fileName} twice`);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    throw damaged(manifestName, error);
  }
  return entries;
}

async function readManifest(zip: yauzl.ZipFile, entry: yauzl.Entry | undefined): Promise<Manifest> {
  if (!entry) throw new NarashiError('system.not-a-backup', { name: manifestName });
  if (entry.uncompressedSize > manifestLimit) throw damaged(manifestName, 'too long');
  let text: unknown;
  try {
    text = JSON.parse((await buffer(await zip.openReadStreamPromise(entry))).toString());
  } catch (error) {
    throw damaged(manifestName, error);
  }
  const { success, data } = z.object({ program: z.literal('narashi'), format: z.int() }).safeParse(text);
  if (!success) throw new NarashiError('system.not-a-backup', { name: manifestName });
  if (data.format > backupFormat)
    throw new NarashiError('system.backup-from-future', { found: data.format, supported: backupFormat });
  const manifest = manifestSchema.safeParse(text);
  if (!manifest.success) throw damaged(manifestName, manifest.error.issues[0]?.message);
  return manifest.data;
}

/** The ZIP holds exactly what the list says, the database among it. */
function checkList({ files }: Manifest, entries: ReadonlyMap<string, yauzl.Entry>): void {
  const listed = new Set(files.map(({ path }) => path));
  if (listed.size !== files.length) throw damaged(manifestName, 'a file twice');
  if (!listed.has(databaseName)) throw damaged(databaseName, 'missing');
  const stranger = [...entries.keys()].find((name) => name !== manifestName && !listed.has(name));
  if (stranger !== undefined) throw damaged(stranger, 'not in the list');
}

async function checkSpace(folder: string, { files }: Manifest): Promise<void> {
  const needed = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const free = await freeBytes(folder);
  if (free !== null && needed > free) {
    throw new NarashiError('system.no-space', { needed: gigabytes(needed), free: gigabytes(free) });
  }
}

async function unpackFile(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry | undefined,
  file: ManifestFile,
  destination: string,
  signal: AbortSignal,
): Promise<void> {
  if (!entry) throw damaged(file.path, 'missing');
  await mkdir(dirname(destination), { recursive: true });
  const digesting = new Digesting(file.bytes);
  try {
    const source = await zip.openReadStreamPromise(entry);
    await pipeline(source, digesting, createWriteStream(destination, { flags: 'wx', flush: true }), { signal });
  } catch (error) {
    const isDisk = error instanceof Error && 'syscall' in error;
    if (isDisk || signal.aborted) throw error;
    throw damaged(file.path, error);
  }
  if (digesting.bytes !== file.bytes || digesting.digest() !== file.sha256) throw damaged(file.path, 'altered');
}

function damaged(file: string, cause: unknown): NarashiError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new NarashiError('system.backup-damaged', { file, reason }, { cause });
}

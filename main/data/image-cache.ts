// Decoded pixels on disk: one file of equal records, appended only, and an index file keyed by content hash.
// Pixels are flushed before the entries that name them, so that an entry always points at complete pixels.
// Record numbers hold while a cache is open; keep hashes in databases and ask `find` again after reopening.
import { type FileHandle, mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { imageBytes, type Preprocessing } from '../../shared/domain/images.ts';
import { encodeEntry, encodeHeader, entryBytes, headerBytes, pixelKey, readIndex } from './cache-index.ts';
import { diskError } from './disk-error.ts';
import { HashTable } from './hash-table.ts';
import { lockForWriting, type WriterLock } from './writer-lock.ts';

/** Images between two flushes; as many decodes are lost at most when the process is killed. */
const flushEvery = 256;

/** Writes all of `bytes` at `position`; replaceable so that tests can fill the disk. */
export type WriteAt = (file: FileHandle, bytes: Uint8Array, position: number) => Promise<void>;

async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}

export interface CacheOptions {
  /** Opens an existing cache without changing a byte; several readers may run beside one writer. */
  readonly readOnly?: boolean;
  readonly write?: WriteAt;
  /** Ends the wait for another writer. */
  readonly signal?: AbortSignal;
}

/** Makes a folder and its parents. Node's own recursive form never returns where the system refuses (as in /proc). */
async function makeFolder(folder: string): Promise<void> {
  if ((await stat(folder).catch(() => undefined))?.isDirectory()) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder);
}

async function createIndex(path: string, key: string): Promise<void> {
  const file = await open(`${path}.new`, 'w');
  try {
    await file.write(encodeHeader(key));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

export class ImageCache {
  readonly folder: string;
  readonly pixelFile: string;
  readonly preprocessing: Preprocessing;
  readonly recordBytes: number;
  private readonly pixels: FileHandle;
  private readonly index: FileHandle;
  private readonly table: HashTable;
  private readonly write: WriteAt;
  private readonly lock: WriterLock | undefined;
  private pending: Buffer[] = [];
  private flushed: number;

  private constructor(
    folder: string,
    preprocessing: Preprocessing,
    write: WriteAt,
    opened: Opened,
    lock: WriterLock | undefined,
  ) {
    this.lock = lock;
    this.folder = folder;
    this.pixelFile = join(folder, 'pixels.bin');
    this.preprocessing = preprocessing;
    this.recordBytes = imageBytes(preprocessing);
    this.write = write;
    this.pixels = opened.pixels;
    this.index = opened.index;
    this.table = opened.table;
    this.flushed = opened.count;
  }

  /**
   * Opens, creating where needed, the cache for one preprocessing below `root`. A torn tail is cut off. Where another
   * process is writing, waits until it has closed.
   * @throws NarashiError `data.folder-not-writable`, `data.disk-full`, `data.cache-unreadable`
   */
  static async open(root: string, preprocessing: Preprocessing, options: CacheOptions = {}): Promise<ImageCache> {
    const key = pixelKey(preprocessing);
    const folder = join(root, key);
    let lock: WriterLock | undefined;
    try {
      if (!options.readOnly) {
        await makeFolder(folder);
        lock = await lockForWriting(folder, options);
      }
      const opened = await openFiles(folder, key, imageBytes(preprocessing), options.readOnly ?? false);
      return new ImageCache(folder, preprocessing, options.write ?? writeAt, opened, lock);
    } catch (error) {
      await lock?.release();
      options.signal?.throwIfAborted();
      throw diskError(error, folder, 0);
    }
  }

  /** Images held, the last few perhaps not flushed yet. */
  get count(): number {
    return this.flushed + this.pending.length;
  }

  /** The record of an image, or -1. `hash`: SHA-256 of the file's bytes, hexadecimal. */
  find(hash: string): number {
    return this.table.get(hash);
  }

  /** Stores one image; calls must not overlap. A full disk keeps everything stored before. */
  async append(hash: string, pixels: Uint8Array): Promise<number> {
    if (pixels.length !== this.recordBytes) throw new RangeError(`${pixels.length} bytes, not ${this.recordBytes}`);
    const record = this.count;
    try {
      await this.write(this.pixels, pixels, record * this.recordBytes);
    } catch (error) {
      // Gives back the part written, so that the entries of what is complete have room.
      await this.pixels.truncate(record * this.recordBytes).catch(() => undefined);
      await this.flush().catch(() => undefined);
      throw diskError(error, this.folder, this.flushed);
    }
    this.pending.push(encodeEntry(hash, record));
    this.table.set(hash, record);
    if (this.pending.length >= flushEvery) await this.flush();
    return record;
  }

  /** Makes everything appended so far survive a power cut. */
  async flush(): Promise<void> {
    if (this.pending.length === 0) return;
    try {
      await this.pixels.datasync();
      await this.write(this.index, Buffer.concat(this.pending), headerBytes + this.flushed * entryBytes);
      await this.index.datasync();
    } catch (error) {
      throw diskError(error, this.folder, this.flushed);
    }
    this.flushed += this.pending.length;
    this.pending = [];
  }

  /** Reads one record (RGB, HWC) into `target`. */
  async read(record: number, target: Uint8Array): Promise<void> {
    if (record < 0 || record >= this.count) throw new RangeError(`record ${record} of ${this.count}`);
    try {
      const { bytesRead } = await this.pixels.read(target, 0, this.recordBytes, record * this.recordBytes);
      if (bytesRead !== this.recordBytes) throw new Error(`record ${record} is incomplete`);
    } catch (error) {
      throw diskError(error, this.folder, this.flushed);
    }
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.pixels.close();
      await this.index.close();
      await this.lock?.release();
    }
  }
}

interface Opened {
  readonly pixels: FileHandle;
  readonly index: FileHandle;
  readonly table: HashTable;
  readonly count: number;
}

async function openFiles(folder: string, key: string, recordBytes: number, readOnly: boolean): Promise<Opened> {
  const indexPath = join(folder, 'index.bin');
  if (!readOnly) {
    await (await open(join(folder, 'pixels.bin'), 'a')).close();
  }
  const pixels = await open(join(folder, 'pixels.bin'), readOnly ? 'r' : 'r+');
  let index: FileHandle | undefined;
  try {
    const complete = Math.floor((await pixels.stat()).size / recordBytes);
    index = await openIndex(indexPath, key, readOnly);
    const table = new HashTable();
    let count = await readIndex(index, key, complete, (hash, record) => table.set(hash, record));
    if (count < 0 && !readOnly) {
      // The header itself is damaged: start over; originals are untouched and decode again on the next import.
      await index.close();
      await createIndex(indexPath, key);
      index = await open(indexPath, 'r+');
      count = 0;
    }
    if (count < 0) throw new Error('the header of index.bin is damaged');
    if (!readOnly) await index.truncate(headerBytes + count * entryBytes);
    return { pixels, index, table, count };
  } catch (error) {
    await pixels.close();
    await index?.close();
    throw error;
  }
}

async function openIndex(path: string, key: string, readOnly: boolean): Promise<FileHandle> {
  const mode = readOnly ? 'r' : 'r+';
  try {
    return await open(path, mode);
  } catch (error) {
    if (readOnly || !(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    await createIndex(path, key);
    return await open(path, mode);
  }
}

// A ZIP archive as a tree. Nothing is unpacked but the files asked for, under numbers instead of their own names, so
// that no name in an archive ever decides where something is written; archives that try to are refused as a whole.
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, validateFileName, type ZipFile } from 'yauzl';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { freeName } from '../../../shared/domain/free-name.ts';
import { isDiskFull, reasonOf } from '../disk-error.ts';
import { gigabytes } from '../disk-space.ts';
import { maximumFileBytes } from '../prepare-file.ts';
import { ImageProblem } from '../raster.ts';
import { joinPath, type Lookup, plainPath, relativePath, spellings, type Tree, type TreeEntry } from './tree.ts';
import { decodeNames } from './zip-names.ts';

const usualMaximum = 200_000;
/** Room left free on the disk, whatever an archive holds. */
const reserveBytes = 256 * 2 ** 20;
const linkMode = 0o120000;
const modeMask = 0o170000;

export interface ZipPlace {
  /** How the user knows the archive. */
  readonly name: string;
  /** Where files are unpacked. */
  readonly workFolder: string;
  /** Free bytes there. */
  readonly freeBytes: number;
  readonly maximumEntries?: number;
}

/** Reads the directory of the archive; refuses what is unsafe in it before anything is written. */
async function readEntries(zip: ZipFile, size: number, place: ZipPlace): Promise<Entry[]> {
  const { name, freeBytes, maximumEntries: limit = usualMaximum } = place;
  if (zip.entryCount > limit) throw new NarashiError('imports.zip-too-many', { name, limit });
  const entries: Entry[] = [];
  let packed = 0;
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    if (entries.length >= limit) throw new NarashiError('imports.zip-too-many', { name, limit });
    if (entry.isEncrypted()) throw new NarashiError('imports.zip-encrypted', { name });
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
    entries.push(entry);
  }
  // Entries that share their bytes: no program makes such archives but to exhaust disks.
  if (packed > size) throw new NarashiError('imports.zip-bomb', { name });
  if (unpacked > freeBytes - reserveBytes) {
    throw new NarashiError('imports.zip-too-large', { name, needed: gigabytes(unpacked), free: gigabytes(freeBytes) });
  }
  return entries;
}

function isLink({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  return versionMadeBy >> 8 === 3 && ((externalFileAttributes >>> 16) & modeMask) === linkMode;
}

export class ZipTree implements Tree {
  readonly #zip: ZipFile;
  readonly #place: ZipPlace;
  readonly #entries = new Map<string, Entry>();
  readonly #folders = new Map<string, Map<string, boolean>>([['', new Map()]]);
  readonly #unpacked = new Map<string, Promise<string>>();

  private constructor(zip: ZipFile, place: ZipPlace, entries: readonly Entry[]) {
    this.#zip = zip;
    this.#place = place;
    const names = decodeNames(entries);
    entries.forEach((entry, index) => {
      const name = names[index] ?? '';
      const isUnsafe = validateFileName(name) !== null || name.includes('\0');
      if (isUnsafe) throw new NarashiError('imports.zip-unsafe-path', { name: place.name, entry: name.slice(0, 200) });
      if (isLink(entry)) throw new NarashiError('imports.zip-link', { name: place.name, entry: name.slice(0, 200) });
      if (name.endsWith('/')) this.#addFolder(plainPath(name) ?? '');
      else this.#addFile(plainPath(name) ?? '', entry);
    });
  }

  /** @throws NarashiError imports.zip-… */
  static async open(path: string, place: ZipPlace): Promise<ZipTree> {
    let zip: ZipFile | undefined;
    try {
      zip = await openPromise(path, { autoClose: false, lazyEntries: true, decodeStrings: false });
      return new ZipTree(zip, place, await readEntries(zip, zip.fileSize, place));
    } catch (error) {
      zip?.close();
      if (error instanceof NarashiError) throw error;
      const reason = reasonOf(error);
      if (reason.includes('encryption'))
        throw new NarashiError('imports.zip-encrypted', { name: place.name }, { cause: error });
      throw new NarashiError('imports.zip-unreadable', { name: place.name, reason }, { cause: error });
    }
  }

  close(): void {
    this.#zip.close();
  }

  async *list(folder: string): AsyncGenerator<TreeEntry> {
    for (const [name, isFolder] of this.#folders.get(folder) ?? []) yield { name, isFolder };
  }

  async identity(folder: string): Promise<string> {
    return `zip:${folder}`;
  }

  async find(folder: string, name: string): Promise<Lookup> {
    const inner = relativePath(name);
    if (inner === undefined) return 'outside';
    const path = spellings(joinPath(folder, inner)).find((each) => this.#entries.has(each));
    return path === undefined ? 'missing' : { path };
  }

  fetch(path: string): Promise<string> {
    const earlier = this.#unpacked.get(path);
    if (earlier !== undefined) return earlier;
    const target = join(this.#place.workFolder, String(this.#unpacked.size + 1));
    const unpacking = this.#unpack(path, target);
    this.#unpacked.set(path, unpacking);
    return unpacking;
  }

  async #unpack(path: string, target: string): Promise<string> {
    const entry = this.#entries.get(path);
    if (entry === undefined) throw new ImageProblem('data.image-not-opened', 'ENOENT');
    if (entry.uncompressedSize > maximumFileBytes) {
      throw new ImageProblem('data.image-too-large', `${Math.round(entry.uncompressedSize / 2 ** 20)} MiB`);
    }
    try {
      await mkdir(this.#place.workFolder, { recursive: true });
      let sum = 0;
      const checked = new Transform({
        transform(chunk, _, next) {
          sum = crc32(chunk, sum);
          next(null, chunk);
        },
      });
      // Reading ends with an error as soon as there is more than the archive declared.
      await pipeline(await this.#zip.openReadStreamPromise(entry), checked, createWriteStream(target));
      if (sum !== entry.crc32) throw new Error('the checksum differs');
      return target;
    } catch (error) {
      await rm(target, { force: true });
      if (isDiskFull(error)) {
        throw new NarashiError('imports.disk-full', { folder: this.#place.workFolder }, { cause: error });
      }
      throw new ImageProblem('data.image-not-unpacked', '', { cause: error });
    }
  }

  #addFolder(path: string): Map<string, boolean> {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const at = path.lastIndexOf('/');
    this.#addFolder(path.slice(0, Math.max(at, 0))).set(path.slice(at + 1), true);
    const created = new Map<string, boolean>();
    this.#folders.set(path, created);
    return created;
  }

  #addFile(path: string, entry: Entry): void {
    if (path === '') return;
    const free = freeName(path, (each) => this.#entries.has(each) || this.#folders.has(each));
    const at = free.lastIndexOf('/');
    this.#addFolder(free.slice(0, Math.max(at, 0))).set(free.slice(at + 1), false);
    this.#entries.set(free, entry);
  }
}

// The library: every imported original under the hash of its content, inside the workspace, with a thumbnail beside.
// The user's own folder is never needed again. A file under a final name is always complete.
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, chmod, copyFile, link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { decodeRaster } from './decode.ts';
import { isDiskFull, markOf, reasonOf } from './disk-error.ts';
import { lanes } from './lanes.ts';
import { ImageProblem } from './raster.ts';
import { type DisplayImage, makeThumbnail, toDisplayImage } from './thumbnail.ts';
import { placeWhole, syncFolder } from './whole-file.ts';

export interface AddOptions {
  /** The source is a file of ours that nobody changes: it is shared instead of copied where the disk can do that. */
  readonly share?: boolean;
  /** Its name is brought to the disk with others, by {@link Library.settle}. */
  readonly settlesLater?: boolean;
}

const hashPattern = /^[0-9a-f]{64}$/;

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

/** Whether the bytes are a WebP file to its end: a power cut can leave a thumbnail short, as these are not synced. */
function isWholeWebp(bytes: Buffer): boolean {
  return bytes.length > 12 && bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.readUInt32LE(4) + 8 === bytes.length;
}

export class Library {
  readonly #originals: string;
  readonly #thumbnails: string;
  readonly #incoming: string;
  readonly #scratch: string;
  readonly #unsettled = new Set<string>();
  readonly #making = new Map<string, Promise<Uint8Array>>();
  readonly #inLane = lanes(2);

  constructor(workspaceRoot: string) {
    this.#originals = join(workspaceRoot, 'library');
    this.#thumbnails = join(workspaceRoot, 'thumbnails');
    this.#incoming = join(this.#originals, 'incoming');
    this.#scratch = join(this.#incoming, String(process.pid));
  }

  /** Where the original lies, or would lie. @throws NarashiError data.original-missing for what is no SHA-256 */
  originalPath(hash: string): string {
    return join(this.#originals, this.#shard(hash));
  }

  async has(hash: string): Promise<boolean> {
    return (await sizeOf(this.originalPath(hash))) > 0;
  }

  /**
   * Keeps an original: a file of the user's, copied, or bytes. On return it is on the disk (see `settlesLater`); at no
   * moment is part of it under its final name; one that is there already is left alone.
   * @throws NarashiError imports.file-changed (the source does not have this hash), data.image-not-opened,
   *   data.library-full, data.library-not-writable
   */
  async add(source: string | Uint8Array, hash: string, options: AddOptions = {}): Promise<void> {
    const { share = false, settlesLater = false } = options;
    const path = this.originalPath(hash);
    if (await this.has(hash)) return;
    const write = async (temporary: string): Promise<void> => {
      if (typeof source === 'string') await bring(source, temporary, share);
      else await writeFile(temporary, source);
      const found = await hashOfFile(temporary);
      if (found !== hash) throw changed(source);
    };
    try {
      if (settlesLater) this.#unsettled.add(dirname(path));
      await placeWhole(path, this.#scratch, write, settlesLater ? 'bytes' : 'all');
    } catch (error) {
      if (error instanceof NarashiError) throw error;
      if (typeof source === 'string') await checkReadable(source);
      throw this.#writeError(error);
    }
  }

  /** Brings the names of everything added to the disk. */
  async settle(): Promise<void> {
    for (const folder of this.#unsettled) await syncFolder(folder);
    if (this.#unsettled.size > 0) await syncFolder(this.#originals);
    this.#unsettled.clear();
  }

  /** @throws NarashiError data.original-missing */
  async read(hash: string): Promise<Uint8Array> {
    try {
      return await readFile(this.originalPath(hash));
    } catch (error) {
      throw missing(hash, error);
    }
  }

  /** WebP, longest side 256; made on first need and kept. @throws NarashiError data.original-missing, data.image-… */
  async thumbnail(hash: string): Promise<Uint8Array> {
    const kept = await readFile(this.#thumbnailPath(hash)).catch(() => undefined);
    if (kept !== undefined && isWholeWebp(kept)) return kept;
    const going = this.#making.get(hash);
    if (going !== undefined) return going;
    const making = this.#inLane(() => this.#makeThumbnail(hash)).finally(() => this.#making.delete(hash));
    this.#making.set(hash, making);
    return making;
  }

  /** Takes over a thumbnail made before, by moving it; where it is gone, one is made when needed. */
  async takeThumbnail(hash: string, file: string): Promise<void> {
    const path = this.#thumbnailPath(hash);
    await mkdir(dirname(path), { recursive: true });
    await rename(file, path).catch(() => undefined);
  }

  /** Bytes that a browser shows, with their kind. @throws NarashiError data.original-missing, data.image-… */
  async displayImage(hash: string): Promise<DisplayImage> {
    const bytes = await this.read(hash);
    return this.#inLane(() => toDisplayImage(bytes)).catch((error: unknown) => {
      throw error instanceof ImageProblem ? error.at(hash) : error;
    });
  }

  /** Takes an original and its thumbnail out. Only for hashes that nothing refers to any more. */
  async remove(hash: string): Promise<void> {
    await rm(this.originalPath(hash), { force: true });
    await rm(this.#thumbnailPath(hash), { force: true });
  }

  /** Clears away what other processes left half done. Only while none of them writes. */
  async removeLeftovers(): Promise<void> {
    for (const name of await readdir(this.#incoming).catch(() => [])) {
      if (name !== basename(this.#scratch)) await rm(join(this.#incoming, name), { recursive: true, force: true });
    }
  }

  #shard(hash: string): string {
    if (!hashPattern.test(hash)) throw new NarashiError('data.original-missing', { hash: hash.slice(0, 64) });
    return join(hash.slice(0, 2), hash);
  }

  #thumbnailPath(hash: string): string {
    return join(this.#thumbnails, `${this.#shard(hash)}.webp`);
  }

  async #makeThumbnail(hash: string): Promise<Uint8Array> {
    const bytes = await this.read(hash);
    const raster = await decodeRaster(bytes).catch((error: unknown) => {
      throw error instanceof ImageProblem ? error.at(hash) : error;
    });
    const thumbnail = await makeThumbnail(raster);
    // A full or locked disk must not keep the picture from being shown.
    await this.#keepThumbnail(hash, thumbnail).catch(() => undefined);
    return thumbnail;
  }

  async #keepThumbnail(hash: string, bytes: Uint8Array): Promise<void> {
    try {
      await placeWhole(this.#thumbnailPath(hash), this.#scratch, (temporary) => writeFile(temporary, bytes), 'none');
    } catch (error) {
      throw this.#writeError(error);
    }
  }

  #writeError(error: unknown): NarashiError {
    const folder = this.#originals;
    if (isDiskFull(error)) return new NarashiError('data.library-full', { folder }, { cause: error });
    return new NarashiError('data.library-not-writable', { folder, reason: reasonOf(error) }, { cause: error });
  }
}

async function bring(source: string, temporary: string, share: boolean): Promise<void> {
  if (share && (await link(source, temporary).then(done, notDone))) return;
  await copyFile(source, temporary, constants.COPYFILE_FICLONE);
  // The copy has the mode of the original, which may forbid writing and with it syncing.
  await chmod(temporary, 0o644);
}

function changed(source: string | Uint8Array): NarashiError {
  return new NarashiError('imports.file-changed', { path: typeof source === 'string' ? source : '' });
}

const done = (): boolean => true;
const notDone = (): boolean => false;

async function checkReadable(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    throw new NarashiError('data.image-not-opened', { path, reason: markOf(error) }, { cause: error });
  }
}

function missing(hash: string, cause: unknown): NarashiError {
  return cause instanceof NarashiError ? cause : new NarashiError('data.original-missing', { hash }, { cause });
}

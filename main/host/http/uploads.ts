// Files that a browser sends: kept below `<workspace>/tmp/uploads/<id>` until what was picked is complete, then granted.
import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Grants } from '../../services/grants.ts';
import { safeParts } from './safe-path.ts';

export interface UploadLimits {
  readonly files: number;
  /** Of one upload, all files together. */
  readonly bytes: number;
  /** Uploads under way at once. */
  readonly uploads: number;
  /** An upload nothing happened to for so long is given up, milliseconds. */
  readonly patience: number;
}

const usualLimits: UploadLimits = { files: 500_000, bytes: 1e12, uploads: 20, patience: 3_600_000 };

interface Upload {
  readonly folder: string;
  /** First parts of all paths: the files and folders that were picked. */
  readonly tops: Set<string>;
  files: number;
  bytes: number;
  /** Files on their way. */
  busy: number;
  touched: number;
}

export class Uploads {
  readonly #root: string;
  readonly #grants: Grants;
  readonly #limits: UploadLimits;
  readonly #now: () => number;
  readonly #uploads = new Map<string, Upload>();

  constructor(workspaceRoot: string, grants: Grants, limits: Partial<UploadLimits> = {}, now = Date.now) {
    this.#root = uploadFolder(workspaceRoot);
    this.#grants = grants;
    this.#limits = { ...usualLimits, ...limits };
    this.#now = now;
  }

  /** @throws NarashiError host.too-many-uploads */
  async begin(): Promise<string> {
    for (const [id, { touched, busy }] of this.#uploads) {
      if (busy === 0 && this.#now() - touched > this.#limits.patience) await this.cancel(id);
    }
    if (this.#uploads.size >= this.#limits.uploads) throw new NarashiError('host.too-many-uploads', {});
    const id = randomUUID();
    const folder = join(this.#root, id);
    this.#uploads.set(id, { folder, tops: new Set(), files: 0, bytes: 0, busy: 0, touched: this.#now() });
    await mkdir(folder, { recursive: true });
    return id;
  }

  /** @throws NarashiError host.upload-unknown, host.upload-name, host.upload-too-large, host.upload-not-written */
  async receive(id: string, name: string, body: ReadableStream<Uint8Array> | null): Promise<void> {
    const upload = this.#get(id);
    const parts = safeParts(name);
    if (upload.files >= this.#limits.files) throw this.#tooLarge();
    upload.files++;
    upload.busy++;
    try {
      const path = join(upload.folder, ...parts);
      await mkdir(dirname(path), { recursive: true });
      const source = body ? Readable.fromWeb(body) : Readable.from([]);
      const file = await open(path, 'wx');
      try {
        await pipeline(source, this.#counter(upload), file.createWriteStream());
      } catch (error) {
        // What was broken off must not pass for a whole picture beside others of its folder.
        await rm(path, { force: true });
        throw error;
      }
      upload.tops.add(parts[0] ?? '');
    } catch (error) {
      if (error instanceof NarashiError) throw error;
      const reason = error instanceof Error ? error.message.replaceAll(upload.folder, '') : String(error);
      throw new NarashiError('host.upload-not-written', { name: name.slice(0, 200), reason }, { cause: error });
    } finally {
      upload.busy--;
      upload.touched = this.#now();
    }
  }

  /** Makes what came a grant to read. @throws NarashiError host.upload-unknown */
  finish(id: string): string {
    const { folder, tops } = this.#get(id);
    this.#uploads.delete(id);
    return this.#grants.add({ kind: 'read', paths: [...tops].sort().map((top) => join(folder, top)) });
  }

  async cancel(id: string): Promise<void> {
    const upload = this.#uploads.get(id);
    this.#uploads.delete(id);
    if (upload) await rm(upload.folder, { recursive: true, force: true });
  }

  /** Gives up every upload that is not finished. */
  async close(): Promise<void> {
    for (const id of this.#uploads.keys()) await this.cancel(id);
  }

  #get(id: string): Upload {
    const upload = this.#uploads.get(id);
    if (!upload) throw new NarashiError('host.upload-unknown', {});
    return upload;
  }

  #counter(upload: Upload): Transform {
    return new Transform({
      transform: (chunk: Uint8Array, _, done) => {
        upload.bytes += chunk.byteLength;
        if (upload.bytes > this.#limits.bytes) done(this.#tooLarge());
        else done(null, chunk);
      },
    });
  }

  #tooLarge(): NarashiError {
    const { files, bytes } = this.#limits;
    return new NarashiError('host.upload-too-large', { files, gigabytes: bytes / 1e9 });
  }
}

export function uploadFolder(workspaceRoot: string): string {
  return join(workspaceRoot, 'tmp', 'uploads');
}

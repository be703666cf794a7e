// Copies the images of a plan into the library. It may be killed and begun again at any time: what is there stays.
import { availableParallelism } from 'node:os';
import { sep } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { ahead } from '../ahead.ts';
import type { Library } from '../library.ts';
import { LineFile, readLines } from '../line-file.ts';
import { type LeftOutLine, type PlannedImage, plannedImage, type WorkFolder } from './work-folder.ts';

export interface WriteRequest {
  readonly folder: WorkFolder;
  readonly library: Library;
  /** Files below it belong to nobody else: they are shared with the library instead of copied. */
  readonly ownFolder: string;
}

export interface WriteEvents {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

const vanished: ReadonlySet<string> = new Set(['imports.file-changed', 'data.image-not-opened']);

async function write(
  { path, file, hash }: PlannedImage,
  { folder, library, ownFolder }: WriteRequest,
): Promise<LeftOutLine | undefined> {
  try {
    await library.add(file, hash, { share: file.startsWith(`${ownFolder}${sep}`), settlesLater: true });
  } catch (error) {
    if (!(error instanceof NarashiError && vanished.has(error.code))) throw error;
    return { path, code: error.code, reason: 'reason' in error.data ? String(error.data.reason) : '' };
  }
  await library.takeThumbnail(hash, folder.thumbnail(hash));
  return undefined;
}

/**
 * Files that changed or vanished since the inspection are noted in `folder.failed`.
 * @throws NarashiError data.library-…, data.cancelled
 */
export async function writeOriginals(request: WriteRequest, events: WriteEvents): Promise<void> {
  const { folder } = request;
  const failed = new LineFile<LeftOutLine>(folder.failed);
  try {
    let done = 0;
    const lanes = Math.min(8, availableParallelism() * 2);
    const planned = readLines(folder.plan, plannedImage);
    for await (const failure of ahead(planned, lanes, (image) => write(image, request))) {
      if (events.signal.aborted) throw new NarashiError('data.cancelled', { images: done });
      if (failure !== undefined) await failed.add(failure);
      events.onProgress(++done);
    }
    await request.library.settle();
    await failed.finish();
  } finally {
    await failed.discard();
  }
}

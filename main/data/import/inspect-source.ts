// Looks through a source once: reads every file, hashes and decodes it, and notes what was found. A thumbnail is made on
// the way, so that nothing is decoded twice.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { type ErrorCode, NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ImportLayout } from '../../../shared/contract/imports.ts';
import { ahead } from '../ahead.ts';
import { decodeRaster } from '../decode.ts';
import { isDiskFull } from '../disk-error.ts';
import { freeBytes } from '../disk-space.ts';
import { LineFile } from '../line-file.ts';
import { hashOf, readImageFile } from '../prepare-file.ts';
import { ImageProblem } from '../raster.ts';
import { openSource, type Source } from '../source/open-source.ts';
import type { SourceFile } from '../source/source-file.ts';
import { makeThumbnail } from '../thumbnail.ts';
import type { FoundLine, WorkFolder } from './work-folder.ts';

export interface InspectRequest {
  /** What the user picked. */
  readonly paths: readonly string[];
  readonly folder: WorkFolder;
  /** Whether a folder of this name is a class, even alone. */
  readonly isClass: (name: string) => boolean;
}

export interface InspectEvents {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly done: number; readonly total: number | null }) => void;
}

export interface Inspected {
  readonly layout: ImportLayout;
  /** Files whose names are no images, not opened. */
  readonly otherFiles: number;
}

type Outcome = FoundLine | 'other';

const leftOutCodes: Readonly<Partial<Record<SourceFile['kind'], ErrorCode>>> = {
  missing: 'imports.listed-file-missing',
  outside: 'imports.listed-file-outside',
  unlisted: 'imports.file-unlisted',
};

async function examine(source: Source, file: SourceFile, folder: WorkFolder): Promise<Outcome> {
  const { kind, path, ...rest } = file;
  if (kind === 'other') return 'other';
  const code = leftOutCodes[kind];
  if (code !== undefined) return { path, code, reason: '' };
  try {
    const place = await source.fetch(path);
    const bytes = await readImageFile(place);
    const raster = await decodeRaster(bytes);
    const hash = hashOf(bytes);
    const thumbnail = folder.thumbnail(hash);
    await mkdir(dirname(thumbnail), { recursive: true });
    await writeFile(thumbnail, await makeThumbnail(raster));
    return { path, file: place, hash, ...rest, bytes: bytes.length, width: raster.width, height: raster.height };
  } catch (error) {
    if (error instanceof ImageProblem) return { path, code: error.code, reason: error.reason };
    throw error;
  }
}

/**
 * Fills `folder.found`; whatever an earlier try left is thrown away first.
 * @throws NarashiError data.folder-missing, data.cancelled, imports.list-…, imports.zip-…, imports.disk-full
 */
export async function inspectSource(request: InspectRequest, events: InspectEvents): Promise<Inspected> {
  const { folder } = request;
  try {
    await rm(folder.path, { recursive: true, force: true });
    await mkdir(folder.path, { recursive: true });
    return await inspect(request, events);
  } catch (error) {
    if (isDiskFull(error)) throw new NarashiError('imports.disk-full', { folder: folder.path }, { cause: error });
    throw error;
  }
}

async function inspect({ paths, folder, isClass }: InspectRequest, events: InspectEvents): Promise<Inspected> {
  const { signal, onProgress } = events;
  const free = (await freeBytes(folder.path)) ?? Number.POSITIVE_INFINITY;
  const source = await openSource(paths, { workFolder: folder.files, freeBytes: free, isClass });
  const found = new LineFile<FoundLine>(folder.found);
  const counting = new AbortController();
  let total: number | null = null;
  const counted = source.count(AbortSignal.any([signal, counting.signal])).then(
    (count) => {
      total = count;
    },
    () => undefined,
  );
  try {
    let done = 0;
    let otherFiles = 0;
    const lanes = Math.min(4, availableParallelism());
    for await (const outcome of ahead(source.files(), lanes, (file) => examine(source, file, folder))) {
      if (signal.aborted) throw new NarashiError('data.cancelled', { images: 0 });
      if (outcome === 'other') {
        otherFiles++;
        continue;
      }
      await found.add(outcome);
      onProgress({ done: ++done, total });
    }
    await found.finish();
    return { layout: source.layout, otherFiles };
  } finally {
    counting.abort();
    await counted;
    await found.discard();
    source.close();
  }
}

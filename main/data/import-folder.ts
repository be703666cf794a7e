// Import of a labelled folder: scan, read, decode into the cache, and report every image, repeat and skip as it comes.
import { availableParallelism } from 'node:os';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type {
  ImportedImage,
  ImportProgress,
  ImportSummary,
  RepeatedImage,
  SkipCode,
  SkippedFile,
} from '../../shared/domain/images.ts';
import { ahead } from './ahead.ts';
import { HashTable } from './hash-table.ts';
import type { ImageCache } from './image-cache.ts';
import { type PreparedFile, prepareFile } from './prepare-file.ts';
import { scanFolder } from './scan-folder.ts';

export interface ImportOptions {
  readonly folder: string;
  readonly cache: ImageCache;
  /** Called once per distinct image, in scan order; awaited, so a slow caller slows the import, not its memory. */
  readonly onImage: (image: ImportedImage) => void | Promise<void>;
  /** A `conflict` withdraws the image reported earlier with the same hash: it carries two labels. */
  readonly onRepeat?: (image: RepeatedImage) => void | Promise<void>;
  readonly onSkip?: (file: SkippedFile) => void | Promise<void>;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
  /** Files read and decoded at once. */
  readonly concurrency?: number;
}

async function countImages(folder: string, signal: AbortSignal): Promise<number> {
  let count = 0;
  for await (const file of scanFolder(folder)) {
    if (signal.aborted) break;
    if (file.kind !== 'other') count++;
  }
  return count;
}

/** Classes by number, with the counts that change as conflicts come to light. */
class Tally {
  readonly names: string[] = [];
  readonly counts: number[] = [];
  readonly seen = new HashTable();
  readonly skipped: Partial<Record<SkipCode, number>> = {};
  files = 0;
  otherFiles = 0;
  images = 0;
  decoded = 0;
  duplicates = 0;
  conflicts = 0;
  skips = 0;
  bytes = 0;

  numberOf(name: string): number {
    const known = this.names.indexOf(name);
    if (known >= 0) return known;
    this.counts.push(0);
    return this.names.push(name) - 1;
  }

  add(classNumber: number, change: 1 | -1): void {
    this.counts[classNumber] = (this.counts[classNumber] ?? 0) + change;
    this.images += change;
  }
}

/** Marks a hash as withdrawn in {@link Tally.seen}: class numbers are stored doubled, plus one when in conflict. */
const conflictBit = 1;

async function settle(prepared: PreparedFile, tally: Tally, options: ImportOptions): Promise<void> {
  const { file } = prepared;
  if (prepared.kind === 'other') {
    tally.otherFiles++;
    return;
  }
  tally.files++;
  const { path, relativePath, className } = file;
  if (prepared.kind === 'problem') {
    const { code, reason } = prepared.problem;
    tally.skips++;
    tally.skipped[code] = (tally.skipped[code] ?? 0) + 1;
    await options.onSkip?.({ relativePath, code, reason });
    return;
  }
  const { hash, bytes, pixels } = prepared;
  tally.bytes += bytes;
  const classNumber = tally.numberOf(className);
  const earlier = tally.seen.get(hash);
  if (earlier < 0) {
    if (pixels !== undefined && options.cache.find(hash) < 0) {
      await options.cache.append(hash, pixels);
      tally.decoded++;
    }
    tally.seen.set(hash, classNumber << 1);
    tally.add(classNumber, 1);
    const split = file.split === undefined ? {} : { split: file.split };
    await options.onImage({ hash, path, relativePath, className, bytes, ...split });
    return;
  }
  const first = earlier >> 1;
  const firstClassName = tally.names[first] ?? '';
  const kind = first === classNumber && (earlier & conflictBit) === 0 ? 'duplicate' : 'conflict';
  if (kind === 'duplicate') tally.duplicates++;
  else if ((earlier & conflictBit) === 0) {
    tally.conflicts++;
    tally.add(first, -1);
    tally.seen.set(hash, earlier | conflictBit);
  }
  await options.onRepeat?.({ kind, hash, path, relativePath, className, firstClassName });
}

/**
 * Imports a folder. Memory does not grow with the images beyond some 60 bytes each; paths are passed on, not kept.
 * Images in the cache from an earlier import are not decoded again, so that an interrupted import simply continues.
 * @throws NarashiError `data.folder-missing`, `data.empty-folder`, `data.disk-full`, `data.folder-not-writable`,
 *   `data.cancelled`; whatever was read before stays in the cache.
 */
export async function importFolder(options: ImportOptions): Promise<ImportSummary> {
  const { folder, cache, signal, onProgress, concurrency = Math.min(4, availableParallelism()) } = options;
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const tally = new Tally();
  let total: number | undefined;
  const counting = new AbortController();
  const counted = (onProgress ? countImages(folder, counting.signal) : Promise.resolve(undefined)).then(
    (count) => {
      total = count;
    },
    () => undefined,
  );
  try {
    const files = ahead(scanFolder(folder), concurrency, (file) =>
      prepareFile(file, cache.preprocessing, (hash) => cache.find(hash) >= 0),
    );
    for await (const prepared of files) {
      if (signal?.aborted) throw new NarashiError('data.cancelled', { images: tally.images });
      await settle(prepared, tally, options);
      const { files, images, skips, bytes } = tally;
      onProgress?.({
        files,
        images,
        skipped: skips,
        bytes,
        seconds: seconds(),
        ...(total === undefined ? {} : { total }),
      });
    }
  } finally {
    counting.abort();
    await counted;
    await cache.flush();
  }
  if (tally.images + tally.conflicts === 0) {
    throw new NarashiError('data.empty-folder', { folder, skipped: tally.skips });
  }
  const { images, decoded, duplicates, conflicts, skipped, otherFiles, bytes } = tally;
  const classes = tally.names.map((name, index) => ({ name, count: tally.counts[index] ?? 0 }));
  return { folder, classes, images, decoded, duplicates, conflicts, skipped, otherFiles, bytes, seconds: seconds() };
}

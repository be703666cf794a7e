// Importing a labelled folder: decode into the cache, split, and record an immutable snapshot of what was found.
import { basename, join, resolve } from 'node:path';
import type { NarashiError } from '../../shared/contract/errors/index.ts';
import type { ClassLabel, ImageEntry, SkippedFile, Snapshot } from '../../shared/domain/dataset.ts';
import {
  type ImportProgress,
  type ImportSummary,
  type RepeatedImage,
  type SkipCode,
  splitNames,
  squarePreprocessing,
} from '../../shared/domain/images.ts';
import { checkTrainable } from '../data/check-trainable.ts';
import { ImageCache } from '../data/image-cache.ts';
import { importFolder } from '../data/import-folder.ts';
import { hashKey, splitCode, splitImages } from '../data/split.ts';
import { Spool } from './spool.ts';
import { assignVerdicts } from './verdicts.ts';
import type { Workspace } from './workspace.ts';

export interface ImportRequest {
  readonly folder: string;
  /** Side of the network's input, pixels. */
  readonly size: number;
  /** Classes that pass; guessed from the names when empty. */
  readonly okClasses: readonly string[];
  readonly testFraction: number;
  readonly validationFraction: number;
  /** The split's own seed: the same split for every training seed. */
  readonly splitSeed?: number;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
}

export interface ImportedDataset {
  readonly snapshot: Snapshot;
  readonly summary: ImportSummary;
  readonly warnings: readonly NarashiError[];
  readonly skipped: readonly LeftOutFile[];
}

/** A file left out, with what kind of reason. */
export type LeftOutFile = SkippedFile & { readonly code: SkipCode | RepeatedImage['kind'] };

const SPLIT_SEED = 1234;

/** @throws NarashiError data.*, store.*, services.unknown-class */
export async function importDataset(workspace: Workspace, request: ImportRequest): Promise<ImportedDataset> {
  const root = resolve(request.folder);
  const cache = await ImageCache.open(workspace.cacheFolder, squarePreprocessing(request.size));
  const spool = new Spool(join(workspace.root, `import-${process.pid}.tmp`));
  try {
    const skipped: LeftOutFile[] = [];
    const withdrawn = new Set<string>();
    const summary = await importFolder({
      folder: root,
      cache,
      onImage: (image) => spool.add(image),
      onRepeat: (image) => {
        if (image.kind === 'conflict') withdrawn.add(image.hash);
        skipped.push({ path: image.relativePath, reason: image.kind, code: image.kind });
      },
      onSkip: ({ relativePath, reason, code }) => {
        skipped.push({ path: relativePath, reason, code });
      },
      ...(request.onProgress ? { onProgress: request.onProgress } : {}),
      ...(request.signal ? { signal: request.signal } : {}),
    });
    const { errors, warnings } = checkTrainable(summary);
    if (errors[0]) throw errors[0];
    const names = summary.classes
      .filter(({ count }) => count > 0)
      .map(({ name }) => name)
      .sort();
    const classes = assignVerdicts(names, request.okClasses);
    const images = await splitEntries(spool, classes, withdrawn, request);
    const dataset = workspace.store.datasets.find(root) ?? workspace.store.datasets.create(root, root);
    const { snapshot } = await workspace.store.snapshots.record({ datasetId: dataset.id, classes, images, skipped });
    return { snapshot, summary: { ...summary, folder: basename(root) }, warnings, skipped };
  } finally {
    await spool.remove();
    await cache.close();
  }
}

/** Numbers in memory, paths from the spool: assigns every image its split. A split given by the folders is kept. */
async function splitEntries(
  spool: Spool,
  classes: readonly ClassLabel[],
  withdrawn: ReadonlySet<string>,
  request: ImportRequest,
): Promise<AsyncIterable<ImageEntry>> {
  const index = new Map(classes.map(({ name }, position) => [name, position]));
  const hashes: bigint[] = [];
  const labels: number[] = [];
  const given: number[] = [];
  for await (const image of spool.read()) {
    if (withdrawn.has(image.hash)) continue;
    hashes.push(hashKey(image.hash));
    labels.push(index.get(image.className) ?? 0);
    given.push(image.split === undefined ? splitCode.none : splitCode[image.split]);
  }
  const { splits } = splitImages({
    hashes: BigUint64Array.from(hashes),
    labels: Int32Array.from(labels),
    previous: Uint8Array.from(given),
    seed: request.splitSeed ?? SPLIT_SEED,
    validation: request.validationFraction,
    test: request.testFraction,
  });
  return entries(spool, withdrawn, splits);
}

async function* entries(spool: Spool, withdrawn: ReadonlySet<string>, splits: Uint8Array): AsyncGenerator<ImageEntry> {
  let position = 0;
  for await (const { hash, relativePath, className } of spool.read()) {
    if (withdrawn.has(hash)) continue;
    const split = splitNames[splits[position++] ?? splitCode.train] ?? 'train';
    yield { path: relativePath, contentHash: hash, className, split };
  }
}

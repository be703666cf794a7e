// What the user picked, as one source of images: folders, files, one ZIP, or one CSV that lists images.
import { stat } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ImportLayout } from '../../../shared/contract/imports.ts';
import { reasonOf } from '../disk-error.ts';
import { type ImageList, openList } from './csv-list.ts';
import { DiskTree, PickedTree } from './disk-tree.ts';
import { listedFiles } from './listed-files.ts';
import type { SourceFile } from './source-file.ts';
import { type Survey, survey } from './survey.ts';
import { joinPath, type Tree } from './tree.ts';
import { ZipTree } from './zip-tree.ts';

export interface Source {
  readonly layout: ImportLayout;
  /** Files that may be images, to show progress by. */
  count(signal: AbortSignal): Promise<number>;
  /** Every file, in the same order each time. */
  files(): AsyncGenerator<SourceFile>;
  /** Where the bytes of a file lie on the disk. Throws ImageProblem. */
  fetch(path: string): Promise<string>;
  close(): void;
}

export interface SourceOptions {
  /** Where files of archives are unpacked. */
  readonly workFolder: string;
  readonly freeBytes: number;
  readonly isClass: (name: string) => boolean;
}

export function isArchive(path: string): boolean {
  return extname(path).toLowerCase() === '.zip';
}

/** Excel's "Unicode text" is a list too, when it is picked as one. */
const isText = (path: string): boolean => extname(path).toLowerCase() === '.txt';
const isList = (path: string): boolean => /^\.(csv|tsv)$/i.test(extname(path));

/** @throws NarashiError data.folder-missing, imports.list-…, imports.zip-…, imports.mixed-selection */
export async function openSource(paths: readonly string[], options: SourceOptions): Promise<Source> {
  const [first, ...others] = paths;
  if (first === undefined) throw new NarashiError('imports.mixed-selection', {});
  for (const path of paths) await checkThere(path);
  if (others.length > 0 && paths.some(isArchive)) throw new NarashiError('imports.mixed-selection', {});
  if (others.length === 0 && isArchive(first) && (await stat(first)).isFile()) return openArchive(first, options);
  if (others.length === 0 && (isList(first) || isText(first)) && (await stat(first)).isFile()) {
    const list = await openList(first, basename(first));
    return fromList(new DiskTree(dirname(first)), '', list);
  }
  const tree = await PickedTree.of(paths);
  const found = await survey(tree, '', { isClass: options.isClass, isPicked: true }).catch((error: unknown) => {
    throw notOpened(first, error);
  });
  return fromTree(tree, found);
}

function notOpened(folder: string, cause: unknown): NarashiError {
  return new NarashiError('data.folder-missing', { folder, reason: reasonOf(cause) }, { cause });
}

async function checkThere(path: string): Promise<void> {
  try {
    await stat(path);
  } catch (error) {
    throw notOpened(path, error);
  }
}

async function openArchive(path: string, { workFolder, freeBytes, isClass }: SourceOptions): Promise<Source> {
  const tree = await ZipTree.open(path, { name: basename(path), workFolder, freeBytes });
  try {
    const source = await fromTree(tree, await survey(tree, '', { isClass }));
    return { ...source, close: () => tree.close() };
  } catch (error) {
    tree.close();
    throw error;
  }
}

/** A folder that holds one list of labels is read by that list: it says more than the folders do. */
async function fromTree(tree: Tree, found: Survey): Promise<Source> {
  for (const { folder, files } of found.upper) {
    const [name, ...others] = files.filter(isList);
    if (name === undefined || others.length > 0) continue;
    const file = await tree.fetch(joinPath(folder, name));
    const list = await openList(file, name).catch(() => undefined);
    if (list?.hasLabels) return fromList(tree, folder, list, found);
  }
  return {
    layout: found.layout,
    files: () => found.files(),
    count: (signal) => countWhere(found.files(), ({ kind }) => kind !== 'other', signal),
    fetch: (path) => tree.fetch(path),
    close: () => undefined,
  };
}

function fromList(tree: Tree, folder: string, list: ImageList, beside?: Survey): Source {
  return {
    layout: 'csv',
    files: () => listedFiles(tree, folder, list, beside),
    count: (signal) => countWhere(list.rows(), ({ path }) => path !== '', signal),
    fetch: (path) => tree.fetch(path),
    close: () => undefined,
  };
}

async function countWhere<T>(
  items: AsyncIterable<T>,
  counts: (item: T) => boolean,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  for await (const item of items) {
    if (signal.aborted) break;
    if (counts(item)) count++;
  }
  return count;
}

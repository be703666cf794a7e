// Walks an image folder without holding its names: first-level folders are the classes, or `train/test` splits of them.
import type { Dir } from 'node:fs';
import { opendir, readdir, realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { SplitName } from '../../shared/domain/images.ts';
import { reasonOf } from './disk-error.ts';

export interface ScannedFile {
  readonly kind: 'image' | 'without-class' | 'not-opened' | 'other';
  readonly path: string;
  /** Below the scanned folder, with forward slashes. */
  readonly relativePath: string;
  /** NFC; empty for a file outside any class folder. */
  readonly className: string;
  readonly split?: SplitName;
}

const extensions = /^\.(jpe?g|jpe|jfif|png|bmp|dib|tiff?|webp|gif|avif)$/i;
const ignored = /^(\..*|thumbs\.db|desktop\.ini|\$recycle\.bin|system volume information|__macosx|@eadir)$/i;
/** Test comes first, so that of two copies the one outside training is kept. */
const splitFolders: readonly (readonly [SplitName, RegExp])[] = [
  ['test', /^(test|testing|テスト|評価)$/i],
  ['validation', /^(val|valid|validation|検証)$/i],
  ['train', /^(train|training|学習)$/i],
];
/** Masks that come with MVTec-style sets; not photographs. */
const maskFolder = /^ground_?truth$/i;

interface Level {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** The top of a folder, sorted; it holds classes, hence few names unless images lie loose in it. */
async function readLevel(folder: string): Promise<Level> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders: string[] = [];
  const files: string[] = [];
  for (const entry of entries) {
    if (ignored.test(entry.name)) continue;
    const linked = entry.isSymbolicLink() && (await isFolder(join(folder, entry.name)));
    (entry.isDirectory() || linked ? folders : files).push(entry.name);
  }
  const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return { folders: folders.sort(byName), files: files.sort(byName) };
}

function hasImages(level: Level): boolean {
  return level.files.some((name) => extensions.test(extname(name)));
}

/** The splits of a `train/…, test/…` layout, or undefined when the folders are classes. */
function splitsOf(folders: readonly string[]): [SplitName, string][] | undefined {
  const names = folders.filter((name) => !maskFolder.test(name));
  const found: [SplitName, string][] = splitFolders.flatMap(([split, pattern]) =>
    names.filter((name) => pattern.test(name.normalize('NFC'))).map((name): [SplitName, string] => [split, name]),
  );
  return found.length === names.length && found.some(([split]) => split === 'train') ? found : undefined;
}

interface Place {
  readonly path: string;
  readonly relativePath: string;
  readonly className: string;
  readonly split?: SplitName;
}

function below(place: Place, name: string): Place {
  const relativePath = place.relativePath === '' ? name : `${place.relativePath}/${name}`;
  return { ...place, path: join(place.path, name), relativePath };
}

function fileAt(place: Place, name: string): ScannedFile {
  const image = extensions.test(extname(name));
  return { ...below(place, name), kind: !image ? 'other' : place.className === '' ? 'without-class' : 'image' };
}

/** Everything below one class folder; `parents` are the real paths on the way down, to stop at link loops. */
async function* walk(place: Place, parents: readonly string[]): AsyncGenerator<ScannedFile> {
  let folder: Dir;
  let here: string;
  try {
    here = await realpath(place.path);
    if (parents.includes(here)) return;
    folder = await opendir(place.path);
  } catch {
    yield { ...place, kind: 'not-opened' };
    return;
  }
  for await (const entry of folder) {
    if (ignored.test(entry.name)) continue;
    const inner = below(place, entry.name);
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(inner.path)))) {
      yield* walk(inner, [...parents, here]);
    } else {
      yield fileAt(place, entry.name);
    }
  }
}

async function* classes(place: Place, root: string): AsyncGenerator<ScannedFile> {
  const parents = [await realpath(root), await realpath(place.path)];
  const { folders, files } = await readLevel(place.path);
  for (const name of files) yield fileAt(place, name);
  for (const name of folders) {
    if (!maskFolder.test(name)) yield* walk({ ...below(place, name), className: name.normalize('NFC') }, parents);
  }
}

/**
 * Every file below `folder`. One lone folder at the top (as ZIP archives make) is entered before classes are read.
 * Symbolic links are followed, loops are not. @throws NarashiError `data.folder-missing`
 */
export async function* scanFolder(folder: string): AsyncGenerator<ScannedFile> {
  let place: Place = { path: folder, relativePath: '', className: '' };
  let top: Level;
  try {
    top = await readLevel(folder);
    for (let depth = 0; depth < 4; depth++) {
      const [only, ...others] = top.folders;
      if (only === undefined || others.length > 0 || hasImages(top)) break;
      const inner = below(place, only);
      const next = await readLevel(inner.path);
      if (next.folders.length === 0 || hasImages(next)) break;
      place = inner;
      top = next;
    }
  } catch (error) {
    throw new NarashiError('data.folder-missing', { folder, reason: reasonOf(error) }, { cause: error });
  }
  const splits = splitsOf(top.folders);
  if (splits === undefined) {
    yield* classes(place, folder);
    return;
  }
  for (const name of top.files) yield fileAt(place, name);
  for (const [split, name] of splits) yield* classes({ ...below(place, name), split }, folder);
}

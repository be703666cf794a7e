// What a tree of folders holds: which folders are classes, which are splits of them, which are lots inside a class.
import { extname } from 'node:path';
import type { ImportLayout } from '../../../shared/contract/imports.ts';
import type { SplitName } from '../../../shared/domain/images.ts';
import { joinPath, type Tree } from './tree.ts';

export interface SurveyedFile {
  readonly kind: 'image' | 'without-class' | 'not-opened' | 'other';
  /** Below the top of the tree. */
  readonly path: string;
  /** NFC; empty for a file outside any class folder. */
  readonly className: string;
  readonly split?: SplitName;
  /** The folder inside the class folder. */
  readonly lot?: string;
}

export interface Survey {
  readonly layout: Exclude<ImportLayout, 'csv'>;
  /** The folder in which classes, splits or loose images lie and the lone folders passed on the way to it. */
  readonly upper: readonly { readonly folder: string; readonly files: readonly string[] }[];
  files(): AsyncGenerator<SurveyedFile>;
}

export interface SurveyOptions {
  /** Names known to be classes. When given, a lone folder of images by any other name holds loose images. */
  readonly isClass?: (name: string) => boolean;
  /** The top holds what was picked: a folder without images of its own that is no known class is a set of classes. */
  readonly isPicked?: boolean;
}

const extensions = /^\.(jpe?g|jpe|jfif|png|bmp|dib|tiff?|webp|gif|avif)$/i;
const ignored = /^(\..*|thumbs\.db|desktop\.ini|\$recycle\.bin|system volume information|__macosx|@eadir)$/i;
/** Test comes first, so that of two copies the one outside training is kept. */
const splitNames: readonly (readonly [SplitName, RegExp])[] = [
  ['test', /^(test|testing|テスト|評価)$/i],
  ['validation', /^(val|valid|validation|検証)$/i],
  ['train', /^(train|training|学習)$/i],
];
/** Masks that come with MVTec-style sets; not photographs. */
const maskFolder = /^ground_?truth$/i;
const loneFolders = 5;

export function isImageName(name: string): boolean {
  return extensions.test(extname(name));
}

/** The split that a folder or a list means by a word. */
export function splitOf(word: string): SplitName | undefined {
  return splitNames.find(([, pattern]) => pattern.test(word.normalize('NFC')))?.[0];
}

interface Level {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** The top of a folder, sorted; it holds classes, hence few names unless images lie loose in it. */
async function readLevel(tree: Tree, folder: string): Promise<Level> {
  const folders: string[] = [];
  const files: string[] = [];
  for await (const { name, isFolder } of tree.list(folder)) {
    if (!ignored.test(name)) (isFolder ? folders : files).push(name);
  }
  const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return { folders: folders.sort(byName), files: files.sort(byName) };
}

function hasImages(level: Level): boolean {
  return level.files.some(isImageName);
}

/** The splits of a `train/…, test/…` layout, or undefined when the folders are classes. */
function splitsOf(folders: readonly string[]): [SplitName, string][] | undefined {
  const names = folders.filter((name) => !maskFolder.test(name));
  const order = new Map(splitNames.map(([split], index) => [split, index]));
  const found = names.flatMap((name): [SplitName, string][] => {
    const split = splitOf(name);
    return split === undefined ? [] : [[split, name]];
  });
  if (found.length !== names.length || !found.some(([split]) => split === 'train')) return undefined;
  return found.sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
}

interface Place {
  readonly path: string;
  readonly className: string;
  readonly split?: SplitName;
  readonly lot?: string;
}

function below(place: Place, name: string): Place {
  return { ...place, path: joinPath(place.path, name) };
}

function fileAt(place: Place, name: string): SurveyedFile {
  const kind = !isImageName(name) ? 'other' : place.className === '' ? 'without-class' : 'image';
  return { ...below(place, name), kind };
}

/** Everything below one class folder; `parents` are the folders on the way down, to stop at loops of links. */
async function* walk(tree: Tree, place: Place, parents: readonly string[]): AsyncGenerator<SurveyedFile> {
  let here: string;
  const folders: string[] = [];
  try {
    here = await tree.identity(place.path);
    if (parents.includes(here)) return;
    for await (const { name, isFolder } of tree.list(place.path)) {
      if (ignored.test(name)) continue;
      if (isFolder) folders.push(name);
      else yield fileAt(place, name);
    }
  } catch {
    yield { ...place, kind: 'not-opened' };
    return;
  }
  for (const name of folders) {
    const lot = place.className === '' ? {} : { lot: place.lot ?? name.normalize('NFC') };
    yield* walk(tree, { ...below(place, name), ...lot }, [...parents, here]);
  }
}

async function* classes(tree: Tree, place: Place): AsyncGenerator<SurveyedFile> {
  const parents = [await tree.identity(''), await tree.identity(place.path)];
  const { folders, files } = await readLevel(tree, place.path);
  for (const name of files) yield fileAt(place, name);
  for (const name of folders) {
    if (!maskFolder.test(name)) yield* walk(tree, { ...below(place, name), className: name.normalize('NFC') }, parents);
  }
}

async function* inSplits(
  tree: Tree,
  place: Place,
  files: readonly string[],
  found: readonly [SplitName, string][],
): AsyncGenerator<SurveyedFile> {
  for (const name of files) yield fileAt(place, name);
  for (const [split, name] of found) yield* classes(tree, { ...below(place, name), split });
}

/**
 * Looks at the upper folders of a tree. One lone folder at the top (as archives make) is entered before classes are
 * read. Throws what the tree throws when its top cannot be listed.
 */
export async function survey(tree: Tree, start = '', options: SurveyOptions = {}): Promise<Survey> {
  const { isClass, isPicked = false } = options;
  let place: Place = { path: start, className: '' };
  let top = await readLevel(tree, start);
  const upper = [{ folder: start, files: top.files }];
  for (let depth = 0; depth < loneFolders; depth++) {
    const [only, ...others] = top.folders;
    if (only === undefined || others.length > 0 || hasImages(top)) break;
    const next = await readLevel(tree, below(place, only).path);
    const enters = hasImages(next) ? isClass !== undefined && !isClass(only.normalize('NFC')) : next.folders.length > 0;
    if (!enters) break;
    place = below(place, only);
    top = next;
    upper.push({ folder: place.path, files: top.files });
  }
  const splits = splitsOf(top.folders);
  if (splits !== undefined) {
    const marked = top.folders.some((name) => maskFolder.test(name)) || (await isAnomalySet(tree, place, splits));
    return { upper, layout: marked ? 'mvtec' : 'splits', files: () => inSplits(tree, place, top.files, splits) };
  }
  if (top.folders.length === 0) return { upper, layout: 'loose', files: () => classes(tree, place) };
  const isChoice = isPicked && place.path === '' && top.folders.length > 1;
  const files = () => (isChoice ? picked(tree, top, isClass ?? (() => false)) : classes(tree, place));
  return { upper, layout: 'folders', files };
}

/** Training knows one class and the test more: the layout of MVTec AD, with or without its masks. */
async function isAnomalySet(tree: Tree, place: Place, splits: readonly [SplitName, string][]): Promise<boolean> {
  const foldersOf = async (wanted: SplitName): Promise<number> => {
    const name = splits.find(([split]) => split === wanted)?.[1];
    return name === undefined ? 0 : (await readLevel(tree, below(place, name).path)).folders.length;
  };
  return (await foldersOf('train')) === 1 && (await foldersOf('test')) > 1;
}

/** Several folders picked together: classes themselves, or each a folder of classes. */
async function* picked(tree: Tree, top: Level, isClass: (name: string) => boolean): AsyncGenerator<SurveyedFile> {
  for (const name of top.files) yield fileAt({ path: '', className: '' }, name);
  const areClasses = top.folders.some((name) => isClass(name.normalize('NFC')));
  for (const name of top.folders) {
    const className = name.normalize('NFC');
    if (areClasses || hasImages(await readLevel(tree, name).catch(() => ({ folders: [], files: [] })))) {
      yield* walk(tree, { path: name, className }, []);
    } else {
      yield* (await survey(tree, name)).files();
    }
  }
}

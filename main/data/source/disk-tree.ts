// A folder of the disk as a tree, and several picked things as one.
import { opendir, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, sep } from 'node:path';
import { freeName } from '../../../shared/domain/free-name.ts';
import { joinPath, type Lookup, relativePath, spellings, type Tree, type TreeEntry } from './tree.ts';

export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** Below the folder, with forward slashes; undefined outside it. */
function pathWithin(folder: string, path: string): string | undefined {
  const way = relative(folder, path);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : way.split(sep).join('/');
}

/** Links are followed when listing, for the user made them; a name in a list must lie inside even so. */
export class DiskTree implements Tree {
  readonly #root: string;
  /** Real paths of folders that lists lie in. */
  readonly #real = new Map<string, string>();

  constructor(root: string) {
    this.#root = root;
  }

  async *list(folder: string): AsyncGenerator<TreeEntry> {
    for await (const entry of await opendir(join(this.#root, folder))) {
      const linked = entry.isSymbolicLink() && (await isFolder(join(this.#root, folder, entry.name)));
      yield { name: entry.name, isFolder: entry.isDirectory() || linked };
    }
  }

  identity(folder: string): Promise<string> {
    return realpath(join(this.#root, folder));
  }

  async find(folder: string, name: string): Promise<Lookup> {
    const top = join(this.#root, folder);
    const inner = isAbsolute(name) ? pathWithin(top, name) : relativePath(name);
    if (inner === undefined) return 'outside';
    const realTop = this.#real.get(top) ?? (await realpath(top));
    this.#real.set(top, realTop);
    for (const spelling of spellings(inner)) {
      const real = await realpath(join(top, spelling)).catch(() => undefined);
      if (real === undefined) continue;
      if (pathWithin(realTop, real) === undefined) return 'outside';
      if ((await stat(real).catch(() => undefined))?.isFile()) return { path: joinPath(folder, spelling) };
    }
    return 'missing';
  }

  async fetch(path: string): Promise<string> {
    return join(this.#root, path);
  }
}

interface Pick {
  readonly path: string;
  readonly isFolder: boolean;
  readonly tree: DiskTree;
}

/** Files and folders picked together: each is an entry of the top, under its own name. */
export class PickedTree implements Tree {
  readonly #picks: ReadonlyMap<string, Pick>;

  private constructor(picks: ReadonlyMap<string, Pick>) {
    this.#picks = picks;
  }

  static async of(paths: readonly string[]): Promise<PickedTree> {
    const picks = new Map<string, Pick>();
    for (const path of paths) {
      // The root of a drive has no name of its own.
      const name = basename(path) || path.replace(/[\\/:]/g, '') || 'disk';
      const free = freeName(name, (each) => picks.has(each));
      picks.set(free, { path, isFolder: await isFolder(path), tree: new DiskTree(path) });
    }
    return new PickedTree(picks);
  }

  async *list(folder: string): AsyncGenerator<TreeEntry> {
    if (folder !== '') {
      yield* this.#below(folder).tree.list(this.#below(folder).inner);
      return;
    }
    for (const [name, { isFolder }] of this.#picks) yield { name, isFolder };
  }

  async identity(folder: string): Promise<string> {
    return folder === '' ? '' : this.#below(folder).tree.identity(this.#below(folder).inner);
  }

  async find(folder: string, name: string): Promise<Lookup> {
    if (folder === '') return this.#findPicked(name);
    const { tree, inner, first } = this.#below(folder);
    const found = await tree.find(inner, name);
    return typeof found === 'string' ? found : { path: joinPath(first, found.path) };
  }

  async fetch(path: string): Promise<string> {
    const pick = this.#picks.get(path);
    if (pick !== undefined) return pick.path;
    const { tree, inner } = this.#below(path);
    return tree.fetch(inner);
  }

  /** A list that was picked names what was picked with it, and what lies inside that. */
  async #findPicked(name: string): Promise<Lookup> {
    const path = relativePath(name);
    if (path === undefined) return 'outside';
    for (const spelling of spellings(path)) {
      const [first = '', ...rest] = spelling.split('/');
      const pick = this.#picks.get(first);
      if (rest.length > 0 && pick?.isFolder) return this.find(first, rest.join('/'));
      if (rest.length === 0 && pick?.isFolder === false) return { path: spelling };
    }
    return 'missing';
  }

  #below(path: string): { tree: DiskTree; inner: string; first: string } {
    const at = path.indexOf('/');
    const first = at < 0 ? path : path.slice(0, at);
    const tree = this.#picks.get(first)?.tree;
    if (tree === undefined) throw new Error(`${first} was not picked`);
    return { tree, inner: at < 0 ? '' : path.slice(at + 1), first };
  }
}

// Folders to look through, wherever they are: on the disk, picked one by one, or inside an archive. Paths are relative
// to the top, with forward slashes; '' is the top itself.

export interface TreeEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** A name looked up: where it is, or why it is not. */
export type Lookup = { readonly path: string } | 'missing' | 'outside';

export interface Tree {
  /** What lies directly in a folder, in any order. */
  list(folder: string): AsyncIterable<TreeEntry>;
  /** The same for the same folder, by whatever links it was reached: stops at loops. */
  identity(folder: string): Promise<string>;
  /** The file a list names below `folder`; it may be written in another Unicode form, or as an absolute path. */
  find(folder: string, name: string): Promise<Lookup>;
  /** Where a file's bytes lie on the disk; taken out of its archive first if need be. Throws ImageProblem. */
  fetch(path: string): Promise<string>;
}

export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** A name as given and in both Unicode forms: a list made on Windows may name files that came from a Mac. */
export function spellings(name: string): readonly string[] {
  return [...new Set([name, name.normalize('NFC'), name.normalize('NFD')])];
}

/** The path without `.` and `..`, or undefined when it leads out of the folder it starts in. */
export function plainPath(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** A path as lists write it, on any system; undefined when it is absolute, on a drive, or leads out of its folder. */
export function relativePath(name: string): string | undefined {
  const path = name.replaceAll('\\', '/');
  return /^(\/|[a-z]:)/i.test(path) ? undefined : plainPath(path);
}

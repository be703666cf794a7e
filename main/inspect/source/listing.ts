// What lies in a watched folder: files that may be images, the oldest first, and since when each has not changed.
import { lstat, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export interface ListedFile {
  readonly path: string;
  /** Relative to the watched folder, with `/`. */
  readonly name: string;
  readonly size: number;
  readonly changedAt: number;
  /** The same as long as it is the same file with the same contents. */
  readonly identity: string;
}

/** Names under which programs write what is not finished. */
const unfinished = /^\.|^~|\.(?:tmp|temp|part|partial|crdownload|filepart|lock)$|~$/iu;

/** @throws Error of the system where the folder cannot be read */
export async function listFiles(root: string, subfolders: boolean): Promise<ListedFile[]> {
  const entries = await readdir(root, { withFileTypes: true, recursive: subfolders });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile() && !unfinished.test(entry.name))
      .map((entry) => lookAt(root, join(entry.parentPath, entry.name))),
  );
  return files
    .flatMap((file) => (file ? [file] : []))
    .sort((a, b) => a.changedAt - b.changedAt || (a.name < b.name ? -1 : 1));
}

/** The file as it is now; undefined where it is gone: someone else took it. */
export async function lookAt(root: string, path: string): Promise<ListedFile | undefined> {
  const found = await lstat(path, { bigint: true }).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const name = relative(root, path).split(sep).join('/');
  return {
    path,
    name,
    size: Number(found.size),
    changedAt: Number(found.mtimeMs),
    identity: `${name}|${found.size}|${found.mtimeNs}|${found.ino}`,
  };
}

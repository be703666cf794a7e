// How much a folder takes on the disk, in the time one is willing to wait.
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of all files below it; null where counting takes longer than `patience` milliseconds. */
export async function folderSize(folder: string, patience = 500): Promise<number | null> {
  const end = performance.now() + patience;
  let bytes = 0;
  try {
    for await (const entry of await opendir(folder, { recursive: true })) {
      if (performance.now() > end) return null;
      if (entry.isFile()) bytes += await sizeOf(join(entry.parentPath, entry.name));
    }
  } catch {
    return null;
  }
  return bytes;
}

/** Files come and go. */
async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

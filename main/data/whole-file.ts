// Files that appear whole or not at all: written under a temporary name, brought to the disk, then renamed.
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Brings a file's bytes to the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Brings a folder's names to the disk, where the system has a way to (Windows has none and needs none). */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  try {
    await folder?.sync().catch(() => undefined);
  } finally {
    await folder?.close();
  }
}

/** What a power cut may do to a file just placed: nothing, lose its name, or lose and shorten it. */
export type Durability = 'all' | 'bytes' | 'none';

/** `write` fills a new file in `scratch`, a folder on the same disk; only a complete one gets the name `path`. */
export async function placeWhole(
  path: string,
  scratch: string,
  write: (temporary: string) => Promise<void>,
  durability: Durability = 'all',
): Promise<void> {
  await mkdir(scratch, { recursive: true });
  const temporary = join(scratch, randomUUID());
  try {
    await write(temporary);
    if (durability !== 'none') await syncFile(temporary);
    await mkdir(dirname(path), { recursive: true });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  if (durability === 'all') await syncFolder(dirname(path));
}

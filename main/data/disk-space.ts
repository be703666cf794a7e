// Room on a disk, and how it is told.
import { statfs } from 'node:fs/promises';

/** Free bytes where a folder lies; null where the system does not say. */
export async function freeBytes(folder: string): Promise<number | null> {
  const found = await statfs(folder).catch(() => undefined);
  return found ? found.bavail * found.bsize : null;
}

/** `1.2`, for sentences that say GB behind it. */
export function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}

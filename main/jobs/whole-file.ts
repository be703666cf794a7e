// A run's files: complete or absent, also after a power cut. The temporary name is always the same, so that what a killed
// process leaves behind is overwritten by the next attempt.
import { open, rename, rm } from 'node:fs/promises';

/** Writes chunks to a temporary name, makes them durable and renames. */
export async function writeWhole(
  path: string,
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      for await (const chunk of chunks) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

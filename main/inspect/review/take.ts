// Judged images leave the line as a folder per class, and are marked as taken once all of them are there.
import { createHash } from 'node:crypto';
import { readFile, rmdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { placeWhole } from '../../data/whole-file.ts';
import type { LineStore } from '../../store/index.ts';
import { placeOf } from '../keep-image.ts';

/** Where files grow, until they are whole. */
const SCRATCH = '.partial';

export interface TakenImages {
  /** Numbers of the parts whose images were written. */
  readonly parts: readonly number[];
  /** Images of each class. */
  readonly classes: Readonly<Record<string, number>>;
  /** Parts whose image is gone or is not what was judged; they are left where they are. */
  readonly leftOut: readonly number[];
}

/**
 * Writes `<target>/<class>/<name of the kept image>`; done again it writes the same. Nothing is marked as taken: that is
 * for whoever has made sure that they have arrived.
 * @throws NarashiError line.nothing-reviewed, line.not-taken
 */
export async function writeReviewed(
  store: Pick<LineStore, 'parts' | 'reviews'>,
  folder: string,
  target: string,
): Promise<TakenImages> {
  const reviews = store.reviews.untaken();
  const parts: number[] = [];
  const leftOut: number[] = [];
  const classes: Record<string, number> = {};
  for (const { partId, className, image } of reviews) {
    const bytes = await readFile(placeOf(folder, image)).catch(() => undefined);
    const hash = bytes && createHash('sha256').update(bytes).digest('hex');
    if (!bytes || hash !== store.parts.get(partId)?.contentHash) {
      leftOut.push(partId);
      continue;
    }
    await write(join(target, className, basename(image)), target, bytes);
    parts.push(partId);
    classes[className] = (classes[className] ?? 0) + 1;
  }
  await rmdir(join(target, SCRATCH)).catch(() => undefined);
  if (parts.length === 0) throw new NarashiError('line.nothing-reviewed', { folder });
  return { parts, classes, leftOut };
}

async function write(path: string, target: string, bytes: Uint8Array): Promise<void> {
  try {
    await placeWhole(path, join(target, SCRATCH), (temporary) => writeFile(temporary, bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('line.not-taken', { path: target, reason }, { cause: error });
  }
}

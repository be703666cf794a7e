// The files images were imported from: kept in the workspace, or still where they were.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Library } from '../../data/library.ts';
import type { ImageReference } from '../image-list.ts';
import { digest } from '../run-files.ts';

export type ReadOriginal = (image: Pick<ImageReference, 'path' | 'contentHash'>) => Promise<Uint8Array | undefined>;

/** Undefined for an original that is gone or was changed. */
export function originalsOf(workspace: string, roots: readonly string[]): ReadOriginal {
  const library = new Library(workspace);
  return async ({ path, contentHash }) => {
    const kept = await library.read(contentHash).catch(() => undefined);
    if (kept) return kept;
    for (const root of roots) {
      const found = await readFile(join(root, path)).catch(() => undefined);
      if (found && digest(found) === contentHash) return found;
    }
    return undefined;
  };
}

// The doubtful images of a line, looked at from elsewhere than its own screen: also while the line is running.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { verifyPackage } from '../../export/package/verify.ts';
import { packageInUse } from '../../inspect/model-slot.ts';
import { type LineStore, openLineStore } from '../../store/index.ts';

/** Not there before the first inspection. */
export const journalOf = (folder: string) => join(folder, 'inspection.db');

/** Opens the journal of a line for the length of `use`. @throws NarashiError line.no-journal, store.* */
export async function withJournal<T>(folder: string, use: (store: LineStore) => Promise<T>): Promise<T> {
  const path = journalOf(folder);
  if (!existsSync(path)) throw new NarashiError('line.no-journal', { folder });
  const store = openLineStore(path);
  try {
    return await use(store);
  } finally {
    store.close();
  }
}

/** Names of the classes of the model in use; none where none is. @throws NarashiError package.* */
export async function classesInUse(folder: string): Promise<string[]> {
  const path = await packageInUse(folder);
  if (path === undefined) return [];
  const { manifest } = await verifyPackage(path);
  return manifest.classes.map(({ name }) => name);
}

// Walks an image folder without holding its names: first-level folders are the classes, or `train/test` splits of them.
import { join } from 'node:path';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { SplitName } from '../../shared/domain/images.ts';
import { reasonOf } from './disk-error.ts';
import { DiskTree } from './source/disk-tree.ts';
import { type Survey, survey } from './source/survey.ts';

export interface ScannedFile {
  readonly kind: 'image' | 'without-class' | 'not-opened' | 'other';
  readonly path: string;
  /** Below the scanned folder, with forward slashes. */
  readonly relativePath: string;
  /** NFC; empty for a file outside any class folder. */
  readonly className: string;
  readonly split?: SplitName;
}

/**
 * Every file below `folder`. One lone folder at the top (as ZIP archives make) is entered before classes are read.
 * Symbolic links are followed, loops are not. @throws NarashiError `data.folder-missing`
 */
export async function* scanFolder(folder: string): AsyncGenerator<ScannedFile> {
  let found: Survey;
  try {
    found = await survey(new DiskTree(folder));
  } catch (error) {
    throw new NarashiError('data.folder-missing', { folder, reason: reasonOf(error) }, { cause: error });
  }
  for await (const { kind, path, className, split } of found.files()) {
    yield { kind, path: join(folder, path), relativePath: path, className, ...(split === undefined ? {} : { split }) };
  }
}

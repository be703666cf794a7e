// Image files named one by one or by folder, as the user gives them.
import { stat } from 'node:fs/promises';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { scanFolder } from '../data/scan-folder.ts';

/** Files as given; folders are searched to the bottom, in order of name. @throws NarashiError data.empty-folder */
export async function findImages(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
    if (isFolder) found.push(...(await imagesIn(path)));
    else found.push(path);
  }
  return found;
}

async function imagesIn(folder: string): Promise<string[]> {
  const images: string[] = [];
  for await (const { kind, path } of scanFolder(folder)) if (kind !== 'other') images.push(path);
  if (images.length === 0) throw new NarashiError('data.empty-folder', { folder, skipped: 0 });
  return images.sort();
}

// The backbone in the box: a file of the program that becomes one of the workspace's like any other, so that backups hold it
// and trainings of it can be gone on with after a later version has brought another.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BackboneCard, backboneCard } from '../../../shared/domain/backbone.ts';
import { areFew } from '../../../shared/domain/fine-tuning.ts';
import { placeWhole } from '../../data/whole-file.ts';
import { backbonePath } from '../../jobs/run-files.ts';
import type { Workspace } from '../workspace.ts';
import { addNamed } from './keeping.ts';

const folder = fileURLToPath(new URL('../../../resources/backbones/', import.meta.url));
const model = join(folder, 'narashi-surface.onnx');

/** What is known of it; written by `npm run pretrain`. */
export async function boxCard(): Promise<BackboneCard> {
  return backboneCard.parse(JSON.parse(await readFile(join(folder, 'narashi-surface.json'), 'utf8')));
}

/** What a training starts from unless the user says otherwise: the box where images are few, else null, a new network. */
export function usualStart({ store }: Pick<Workspace, 'store'>, trainCounts: readonly number[]): BackboneCard | null {
  if (!areFew(trainCounts)) return null;
  return store.backbones.list().findLast(({ origin }) => origin === 'box') ?? null;
}

/** Best effort: where the disk is full the workspace opens without it, and the next opening tries again. */
export async function keepBox({ root, store }: Pick<Workspace, 'root' | 'store'>): Promise<void> {
  const card = await boxCard();
  const isListed = () => store.backbones.list().some(({ id }) => id === card.id);
  if (!(await isPlaced(root, card.id)) || isListed()) return;
  // In one go: another program may be opening the same workspace.
  store.transaction(() => {
    if (!isListed()) addNamed(store, card);
  });
}

/** Whether the workspace has the file, put there now if it was not. */
async function isPlaced(root: string, id: string): Promise<boolean> {
  const path = backbonePath(root, id);
  if (existsSync(path)) return true;
  const write = async (temporary: string) => writeFile(temporary, await readFile(model));
  try {
    await placeWhole(path, join(root, 'tmp', 'backbones'), write, 'bytes');
    return true;
  } catch {
    return false;
  }
}

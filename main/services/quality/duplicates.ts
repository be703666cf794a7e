// Pictures of a project that look alike: found by their hashes, told apart by what they mean for labels and splits.

import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { DuplicateGroup, DuplicateList } from '../../../shared/contract/quality.ts';
import { type Split, splits } from '../../../shared/domain/dataset.ts';
import type { LabelledImage } from '../../../shared/domain/project.ts';
import { ahead } from '../../data/ahead.ts';
import { Library } from '../../data/library.ts';
import { PICTURE_HASH_VERSION, pictureHash } from '../../data/picture-hash.ts';
import { ImageProblem } from '../../data/raster.ts';
import { splitProject } from '../../data/split-project.ts';
import { type AlikeGroup, alikeGroups } from '../../eval/index.ts';
import type { Store } from '../../store/index.ts';
import type { Workspace } from '../workspace.ts';

interface Watching {
  readonly signal: AbortSignal;
  readonly progress: (progress: { done: number; total: number }) => void;
}

const AT_ONCE = 4;
/** Kept in the database at a time, so that a stop loses little. */
const GROUP = 200;

/** @throws NarashiError projects.not-found */
export async function findDuplicates(
  workspace: Workspace,
  projectId: number,
  distance: number,
  watching: Watching,
): Promise<DuplicateList> {
  const { store } = workspace;
  store.projects.get(projectId);
  const images = store.projectImages.labelled(projectId);
  const known = await hashesOf(workspace, projectId, images, watching);
  const given = splitProject(images).splits;
  const compared = images.flatMap((image, place) => {
    const hash = known.get(image.contentHash);
    return hash ? [{ image, hash, split: given[place] ?? 'train', label: image.classId }] : [];
  });
  const groups = alikeGroups(compared, distance);
  return {
    compared: compared.length,
    unreadable: images.length - compared.length,
    groups: groups.map(groupOf),
    leaking: groups.filter(({ leaks }) => leaks).length,
    contradicting: groups.filter(({ contradicts }) => contradicts).length,
  };
}

/** Gives the images that have none the split they would get, so that moving some does not change that of others. */
export function giveSplits({ projectImages }: Store, projectId: number): void {
  const images = projectImages.labelled(projectId);
  const given = splitProject(images).splits;
  for (const split of splits) {
    const ids = images.flatMap((image, place) => (image.split === null && given[place] === split ? [image.id] : []));
    if (ids.length > 0) projectImages.setSplits(projectId, split, ids);
  }
}

function groupOf({
  members,
  ...group
}: AlikeGroup<{ readonly image: LabelledImage; readonly split: Split }>): DuplicateGroup {
  const images = members.map(({ image, split }) => ({
    imageId: image.id,
    hash: image.contentHash,
    path: image.path,
    classId: image.classId,
    split,
    lot: image.lot ?? null,
  }));
  return { images, ...group };
}

async function hashesOf(
  { root, store }: Workspace,
  projectId: number,
  images: readonly LabelledImage[],
  { signal, progress }: Watching,
): Promise<Map<string, Uint8Array>> {
  const known = store.pictureHashes.ofProject(projectId, PICTURE_HASH_VERSION);
  const missing = images.filter(({ contentHash }) => !known.has(contentHash)).map(({ contentHash }) => contentHash);
  const library = new Library(root);
  let fresh: { contentHash: string; hash: Uint8Array }[] = [];
  let done = 0;
  progress({ done, total: missing.length });
  const keep = () => {
    if (fresh.length > 0) store.pictureHashes.add(PICTURE_HASH_VERSION, fresh);
    fresh = [];
  };
  const hashed = ahead(missing, AT_ONCE, async (contentHash) => ({
    contentHash,
    hash: await hashOf(library, contentHash),
  }));
  try {
    for await (const { contentHash, hash } of hashed) {
      signal.throwIfAborted();
      if (hash) {
        known.set(contentHash, hash);
        fresh.push({ contentHash, hash });
      }
      done++;
      if (fresh.length >= GROUP) keep();
      if (done % 50 === 0 || done === missing.length) progress({ done, total: missing.length });
    }
  } finally {
    keep();
  }
  return known;
}

/** Undefined for an original that is gone or damaged. */
async function hashOf(library: Library, contentHash: string): Promise<Uint8Array | undefined> {
  try {
    return await pictureHash(await library.read(contentHash));
  } catch (error) {
    if (error instanceof ImageProblem || error instanceof NarashiError) return undefined;
    throw error;
  }
}

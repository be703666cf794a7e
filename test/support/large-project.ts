// A workspace with a project of very many images: every one with its own hash and thumbnail, drawn from a few pictures.
import { createHash } from 'node:crypto';
import { link, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { sampleImage } from '../../main/data/sample/sample-images.ts';
import { openWorkspace } from '../../main/services/workspace.ts';
import { defaultProjectSettings } from '../../shared/contract/projects.ts';
import type { ProjectImageDraft } from '../../shared/domain/project.ts';
import { insertImages } from './insert-images.ts';

const kinds = [
  { kind: 'OK', name: '良品', verdict: 'OK' },
  { kind: 'scratch', name: 'キズ', verdict: 'NG' },
  { kind: 'stain', name: '汚れ', verdict: 'NG' },
] as const;
const picturesPerKind = 24;
const lotSize = 500;

/** Returns the project's id. Originals are left out: the grid shows thumbnails only. */
export async function fillWorkspace(root: string, images: number): Promise<number> {
  const folder = join(root, 'thumbnails');
  const pictures = join(folder, 'drawn');
  await mkdir(pictures, { recursive: true });
  for (const { kind } of kinds) {
    for (let picture = 0; picture < picturesPerKind; picture++) {
      const thumbnail = await sharp(await sampleImage(kind, picture, 1, 128))
        .webp()
        .toBuffer();
      await writeFile(join(pictures, `${kind}-${picture}.webp`), thumbnail);
    }
  }
  const workspace = openWorkspace(root);
  try {
    const { store } = workspace;
    const { id } = store.projects.create({ ...defaultProjectSettings, name: 'M8ボルト 頭部の外観検査' });
    const classIds = kinds.map(({ name, verdict }) => store.projectClasses.add(id, { name, verdict }).id);
    const drafts = Array.from({ length: images }, (_, index) => draftOf(index, classIds));
    for (let shard = 0; shard < 256; shard++) {
      await mkdir(join(folder, shard.toString(16).padStart(2, '0')), { recursive: true });
    }
    for (const [index, { contentHash }] of drafts.entries()) {
      const kind = kinds[kindOf(index)]?.kind ?? 'OK';
      const picture = join(pictures, `${kind}-${index % picturesPerKind}.webp`);
      await link(picture, join(folder, contentHash.slice(0, 2), `${contentHash}.webp`));
    }
    insertImages(store, id, 'bench', drafts);
    return id;
  } finally {
    workspace.close();
  }
}

/** Defects are rare: one in ten. */
const kindOf = (index: number) => (index % 10 > 0 ? 0 : 1 + ((index / 10) % 2));

function draftOf(index: number, classIds: readonly number[]): ProjectImageDraft {
  const number = String(index + 1).padStart(6, '0');
  return {
    path: `2026-10/IMG_${number}.png`,
    contentHash: createHash('sha256').update(number).digest('hex'),
    classId: index % 97 === 0 ? null : (classIds[kindOf(index)] ?? null),
    lot: `L2026-${String(Math.floor(index / lotSize)).padStart(4, '0')}`,
    width: 128,
    height: 128,
    bytes: 12_000,
  };
}

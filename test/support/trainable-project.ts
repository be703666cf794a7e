// A project of drawn parts whose originals lie in the library: ready to train.
import { createHash } from 'node:crypto';
import { Library } from '../../main/data/library.ts';
import type { SampleClass } from '../../main/data/sample/part-drawing.ts';
import { sampleImage } from '../../main/data/sample/sample-images.ts';
import type { Workspace } from '../../main/services/workspace.ts';
import { defaultProjectSettings, type ProjectSettings } from '../../shared/contract/projects.ts';
import { insertImages } from './insert-images.ts';

export interface DrawnClass {
  readonly kind: SampleClass;
  readonly images: number;
}

/** Returns the project's id. */
export async function trainableProject(
  { root, store }: Workspace,
  classes: readonly DrawnClass[],
  { size = 32, settings = {} }: { readonly size?: number; readonly settings?: Partial<ProjectSettings> } = {},
): Promise<number> {
  const library = new Library(root);
  const { id } = store.projects.create({ ...defaultProjectSettings, name: '丸棒', ...settings });
  for (const { kind, images } of classes) {
    const label = store.projectClasses.add(id, { name: kind, verdict: kind === 'OK' ? 'OK' : 'NG' });
    const drafts = [];
    for (let index = 0; index < images; index++) {
      const bytes = await sampleImage(kind, index, 1, size);
      const contentHash = createHash('sha256').update(bytes).digest('hex');
      await library.add(bytes, contentHash);
      const path = `${kind}/${String(index).padStart(4, '0')}.png`;
      drafts.push({ path, contentHash, classId: label.id, width: size, height: size, bytes: bytes.length });
    }
    insertImages(store, id, `drawn ${kind}`, drafts);
  }
  return id;
}

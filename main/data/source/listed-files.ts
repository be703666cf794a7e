// The files that a list of images names, looked up one by one, and the images beside them that it does not name.
import type { ImageList } from './csv-list.ts';
import type { SourceFile } from './source-file.ts';
import type { Survey } from './survey.ts';
import type { Tree } from './tree.ts';

/** A file the list names is taken for an image whatever its extension. Paths never lead out of the list's folder. */
export async function* listedFiles(
  tree: Tree,
  folder: string,
  list: ImageList,
  beside?: Survey,
): AsyncGenerator<SourceFile> {
  const listed = new Set<string>();
  for await (const { path: written, label, ...origin } of list.rows()) {
    if (written === '') continue;
    const found = await tree.find(folder, written);
    const file = { ...origin, className: label };
    if (typeof found === 'string') {
      yield { ...file, kind: found, path: written };
      continue;
    }
    if (beside) listed.add(found.path);
    yield { ...file, kind: label === '' ? 'without-class' : 'image', path: found.path };
  }
  for await (const { kind, path } of beside?.files() ?? []) {
    if (kind === 'other') yield { kind, path, className: '' };
    else if (!listed.has(path)) yield { kind: 'unlisted', path, className: '' };
  }
}

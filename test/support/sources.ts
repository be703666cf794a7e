// What a source of images comes to, in a few lines that tests can compare.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openSource } from '../../main/data/source/open-source.ts';
import { isVerdictName } from '../../shared/domain/good-names.ts';

export interface Listing {
  readonly layout: string;
  /** `path → class [split] (lot)`, or `path: kind` for what is no image. */
  readonly files: readonly string[];
}

/** Opens what was picked below `folder`, as an import would. */
export async function listSource(
  folder: string,
  picks: readonly string[],
  { freeBytes = 1e12, classes = [] as readonly string[] } = {},
): Promise<Listing> {
  const workFolder = join(folder, '.work');
  await mkdir(workFolder, { recursive: true });
  const isClass = (name: string): boolean => isVerdictName(name) || classes.includes(name);
  const paths = picks.map((pick) => join(folder, pick));
  const source = await openSource(paths, { workFolder, freeBytes, isClass });
  try {
    const files: string[] = [];
    for await (const { kind, path, className, split, lot } of source.files()) {
      const more = `${split ? ` [${split}]` : ''}${lot ? ` (${lot})` : ''}`;
      if (kind === 'image' || kind === 'without-class') files.push(`${path} → ${className}${more}`);
      else files.push(`${path}: ${kind}`);
    }
    return { layout: source.layout, files: files.sort() };
  } finally {
    source.close();
  }
}

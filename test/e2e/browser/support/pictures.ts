// Image files as plants have them: a folder with all that goes wrong, a ZIP file of a Japanese Windows, new parts to judge.
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SampleClass } from '../../../../main/data/sample/part-drawing.ts';
import { sampleImage } from '../../../../main/data/sample/sample-images.ts';
import { makeZip } from '../../../support/zip.ts';

const size = 96;
/** Of no other test or sample: these parts have never been seen. */
const seed = 77;

async function drawn(kind: SampleClass, count: number, from = 0): Promise<Buffer[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => sampleImage(kind, from + index, seed, size)));
}

async function write(folder: string, files: ReadonlyMap<string, Uint8Array | string>): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

/** What the folder of `makePlantFolder` holds. */
export const plantFolder = { good: 30, scratched: 12, chipped: 3, loose: 6, duplicates: 2, unreadable: 1, other: 1 };

/** One folder per class, loose images, a duplicate, a torn file, a text file, a class that is far too small. */
export async function makePlantFolder(folder: string): Promise<void> {
  const { good, scratched, chipped, loose, duplicates } = plantFolder;
  const files = new Map<string, Uint8Array | string>();
  const add = (name: string, pictures: readonly Buffer[]) => {
    for (const [index, bytes] of pictures.entries())
      files.set(`${name}_${String(index + 1).padStart(4, '0')}.png`, bytes);
  };
  const scratches = await drawn('scratch', scratched);
  add('良品/IMG', await drawn('OK', good));
  add('キズ/IMG', scratches);
  add('欠け/IMG', await drawn('chip', chipped));
  add('未分類', await drawn('OK', loose, 500));
  add('キズ/コピー', scratches.slice(0, duplicates));
  files.set('キズ/IMG_0099.png', (scratches[0] ?? Buffer.alloc(0)).subarray(0, 900));
  files.set('検査メモ.txt', '2026年10月 第1ライン');
  await write(folder, files);
}

/** Pictures of each class in folders of their names. */
export async function makeNewParts(folder: string, kinds: readonly SampleClass[], count: number): Promise<void> {
  for (const kind of kinds) {
    const pictures = await drawn(kind, count, 900);
    await write(folder, new Map(pictures.map((bytes, index) => [`${kind}-${index}.png`, bytes])));
  }
}

/** As Windows Explorer in Japan packs it: names in Shift_JIS, nothing says so. */
export async function makeShiftJisZip(path: string, perClass: number): Promise<void> {
  const classes = [
    { name: [0x97, 0xc7, 0x95, 0x69], kind: 'OK' },
    // The second byte of ソ is a backslash.
    { name: [0x83, 0x5c, 0x83, 0x8a], kind: 'stain' },
  ] as const;
  const items = [];
  for (const { name, kind } of classes) {
    for (const [index, data] of (await drawn(kind, perClass, 300)).entries()) {
      items.push({ name: Buffer.concat([Buffer.from(name), Buffer.from(`/${kind}-${index}.png`)]), data });
    }
  }
  await write(dirname(path), new Map([[basename(path), makeZip(items)]]));
}

/** Class folders of `makeShiftJisZip`, as a person reads them. */
export const shiftJisClasses = ['良品', 'ソリ'] as const;

/** Very many images quickly: each its own file, all of one look. */
export async function makeManyImages(folder: string, count: number): Promise<void> {
  const [good, scratched] = [await drawn('OK', 1, 700), await drawn('scratch', 1, 700)];
  const files = new Map<string, Uint8Array>();
  for (let index = 0; index < count; index++) {
    const [name, pictures] = index % 3 === 0 ? ['NG', scratched] : ['OK', good];
    // PNG readers ignore what follows the picture's end.
    files.set(`${name}/${index}.png`, Buffer.concat([...pictures, Buffer.from(randomUUID())]));
  }
  await write(folder, files);
}

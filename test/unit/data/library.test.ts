// The library keeps originals whole, whatever happens on the way, and shows every one of them in a browser.
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { Library } from '../../../main/data/library.ts';
import { hashOf } from '../../../main/data/prepare-file.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { deepPng, flat, makeBmp, noisePng, withFolder } from '../../support/images.ts';

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof NarashiError) return error.code;
    throw error;
  }
  return 'nothing thrown';
};

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

describe('originals', () => {
  it('are kept from a file or from bytes, under their hash', () =>
    withFolder(async (folder) => {
      const library = new Library(folder);
      const [fromFile, fromBytes] = [await noisePng(1), await noisePng(2)];
      await writeFile(join(folder, '部品.png'), fromFile);
      await library.add(join(folder, '部品.png'), hashOf(fromFile));
      await library.add(fromBytes, hashOf(fromBytes));
      for (const bytes of [fromFile, fromBytes]) {
        expect(Buffer.compare(await library.read(hashOf(bytes)), bytes)).toBe(0);
        expect(library.originalPath(hashOf(bytes))).toBe(
          join(folder, 'library', hashOf(bytes).slice(0, 2), hashOf(bytes)),
        );
      }
      expect((await filesBelow(join(folder, 'library'))).sort()).toEqual([hashOf(fromFile), hashOf(fromBytes)].sort());
    }));

  it('are copied even when they may not be written, or are links', () =>
    withFolder(async (folder) => {
      const library = new Library(folder);
      const bytes = await noisePng(1);
      await writeFile(join(folder, 'locked.png'), bytes);
      await chmod(join(folder, 'locked.png'), 0o444);
      await symlink(join(folder, 'locked.png'), join(folder, 'link.png'));
      await library.add(join(folder, 'link.png'), hashOf(bytes));
      await writeFile(join(folder, 'locked.png'), 'changed', { flag: 'r+' }).catch(() => undefined);
      expect(Buffer.compare(await library.read(hashOf(bytes)), bytes)).toBe(0);
    }));

  it('are shared with a file of our own, which may then go', () =>
    withFolder(async (folder) => {
      const library = new Library(folder);
      const bytes = await noisePng(1);
      await writeFile(join(folder, 'own'), bytes);
      await library.add(join(folder, 'own'), hashOf(bytes), { share: true });
      expect(await library.has(hashOf(bytes))).toBe(true);
    }));

  it('may be added many times at once', () =>
    withFolder(async (folder) => {
      const library = new Library(folder);
      const bytes = await noisePng(1);
      await Promise.all(Array.from({ length: 20 }, () => library.add(bytes, hashOf(bytes))));
      expect(await filesBelow(join(folder, 'library'))).toEqual([hashOf(bytes)]);
    }));

  it('are never kept under a wrong hash or by halves', () =>
    withFolder(async (folder) => {
      const library = new Library(folder);
      const [bytes, other] = [await noisePng(1), await noisePng(2)];
      await writeFile(join(folder, 'a.png'), other);
      expect(await codeOf(library.add(join(folder, 'a.png'), hashOf(bytes)))).toBe('imports.file-changed');
      expect(await codeOf(library.add(other, hashOf(bytes)))).toBe('imports.file-changed');
      expect(await codeOf(library.add(join(folder, 'gone.png'), hashOf(bytes)))).toBe('data.image-not-opened');
      expect(await filesBelow(join(folder, 'library'))).toEqual([]);
    }));

  it('say so when the workspace cannot be written', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'library'), 'a file is in the way');
      const bytes = await noisePng(1);
      expect(await codeOf(new Library(folder).add(bytes, hashOf(bytes)))).toBe('data.library-not-writable');
    }));

  it('leave nothing behind once removed', () =>
    withFolder(async (folder) => {
      const library = new Library(folder);
      const bytes = await noisePng(1);
      await library.add(bytes, hashOf(bytes));
      await library.thumbnail(hashOf(bytes));
      await mkdir(join(folder, 'library', 'incoming', '1'), { recursive: true });
      await writeFile(join(folder, 'library', 'incoming', '1', 'half'), 'x');
      await library.remove(hashOf(bytes));
      await library.removeLeftovers();
      expect(await filesBelow(folder)).toEqual([]);
    }));

  it.each(['../../etc/passwd', 'AB'.repeat(32), 'ab'.repeat(31), '', '..'])('are not found under %j', (hash) =>
    withFolder(async (folder) => {
      const library = new Library(folder);
      for (const ask of [() => library.read(hash), () => library.thumbnail(hash), () => library.displayImage(hash)]) {
        expect(await codeOf(ask())).toBe('data.original-missing');
      }
    }),
  );
});

const colour = { r: 200, g: 100, b: 50 };
const tall = (): Sharp => flat(300, 600, colour);
const kinds: readonly (readonly [string, () => Promise<Buffer>, string, number])[] = [
  ['jpeg', () => tall().jpeg().toBuffer(), 'image/jpeg', 8],
  ['png', () => tall().png().toBuffer(), 'image/png', 8],
  ['webp', () => tall().webp().toBuffer(), 'image/webp', 8],
  ['gif', () => tall().gif().toBuffer(), 'image/gif', 8],
  ['tiff', () => tall().tiff().toBuffer(), 'image/png', 8],
  ['16-bit png', () => tall().toColourspace('rgb16').png().toBuffer(), 'image/png', 8],
  ['cmyk jpeg', () => tall().toColourspace('cmyk').jpeg().toBuffer(), 'image/png', 40],
  ['turned jpeg', () => flat(600, 300, colour).withMetadata({ orientation: 6 }).jpeg().toBuffer(), 'image/jpeg', 8],
];

describe('pictures for the screen', () => {
  it.each(kinds)('%s', (_, make, contentType, tolerance) =>
    withFolder(async (folder) => {
      const library = new Library(folder);
      const bytes = await make();
      await library.add(bytes, hashOf(bytes));
      const thumbnail = await library.thumbnail(hashOf(bytes));
      const shown = await library.displayImage(hashOf(bytes));
      expect(shown.contentType).toBe(contentType);
      for (const [picture, height] of [
        [thumbnail, 256],
        [shown.bytes, 600],
      ] as const) {
        const { data, info } = await sharp(picture)
          .autoOrient()
          .toColourspace('srgb')
          .raw()
          .toBuffer({ resolveWithObject: true });
        expect([info.width, info.height]).toEqual([height / 2, height]);
        const off = [data[0] ?? 0, data[1] ?? 0, data[2] ?? 0].map((value, i) =>
          Math.abs(value - ([200, 100, 50][i] ?? 0)),
        );
        expect(Math.max(...off)).toBeLessThanOrEqual(tolerance);
      }
    }),
  );

  it('show a 12-bit picture as bright as the network sees it', () =>
    withFolder(async (folder) => {
      const library = new Library(folder);
      const bytes = await deepPng(new Uint16Array(64 * 64).fill(4000), 64);
      await library.add(bytes, hashOf(bytes));
      const { bytes: shown } = await library.displayImage(hashOf(bytes));
      expect((await sharp(shown).raw().toBuffer())[0]).toBe(4000 >> 4);
    }));

  it('show bitmaps, and reduce what is huge', () =>
    withFolder(async (folder) => {
      const library = new Library(folder);
      const bmp = makeBmp({ width: 1, height: 1, bits: 24, rows: [50, 100, 200, 0] });
      const huge = await flat(10_000, 5_000, colour).png({ compressionLevel: 1 }).toBuffer();
      for (const bytes of [bmp, huge]) await library.add(bytes, hashOf(bytes));
      expect((await library.displayImage(hashOf(bmp))).contentType).toBe('image/png');
      const { width, height } = await sharp((await library.displayImage(hashOf(huge))).bytes).metadata();
      expect([width, height]).toEqual([4096, 2048]);
    }));

  it('are made once, kept, and made again when torn', () =>
    withFolder(async (folder) => {
      const library = new Library(folder);
      const bytes = await tall().png().toBuffer();
      const hash = hashOf(bytes);
      await library.add(bytes, hash);
      const [first, second] = await Promise.all([library.thumbnail(hash), library.thumbnail(hash)]);
      expect(first).toBe(second);
      const path = join(folder, 'thumbnails', hash.slice(0, 2), `${hash}.webp`);
      expect(Buffer.compare(await readFile(path), first)).toBe(0);
      await writeFile(path, first.subarray(0, 40));
      expect(Buffer.compare(await library.thumbnail(hash), first)).toBe(0);
    }));

  it('say which picture is damaged', () =>
    withFolder(async (folder) => {
      const library = new Library(folder);
      const bytes = Buffer.from('not an image');
      await library.add(bytes, hashOf(bytes));
      expect(await codeOf(library.thumbnail(hashOf(bytes)))).toBe('data.image-unreadable');
      expect(await codeOf(library.displayImage(hashOf(bytes)))).toBe('data.image-unreadable');
    }));
});

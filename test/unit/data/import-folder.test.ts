// Importing what plants really have: nested, renamed, damaged, repeated and Japanese-named files.
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTrainable } from '../../../main/data/check-trainable.ts';
import { ImageCache } from '../../../main/data/image-cache.ts';
import { type ImportOptions, importFolder } from '../../../main/data/import-folder.ts';
import {
  type ImportedImage,
  type ImportSummary,
  type RepeatedImage,
  type SkippedFile,
  squarePreprocessing,
} from '../../../shared/domain/images.ts';
import { bombPng, flat, noisePng, withFolder, writeFiles } from '../../support/images.ts';

interface Outcome {
  readonly summary: ImportSummary;
  readonly images: ImportedImage[];
  readonly repeats: RepeatedImage[];
  readonly skips: SkippedFile[];
}

async function run(folder: string, cacheFolder: string, more: Partial<ImportOptions> = {}): Promise<Outcome> {
  const cache = await ImageCache.open(cacheFolder, squarePreprocessing(8));
  const images: ImportedImage[] = [];
  const repeats: RepeatedImage[] = [];
  const skips: SkippedFile[] = [];
  try {
    const summary = await importFolder({
      folder,
      cache,
      onImage: (image) => void images.push(image),
      onRepeat: (image) => void repeats.push(image),
      onSkip: (file) => void skips.push(file),
      ...more,
    });
    return { summary, images, repeats, skips };
  } finally {
    await cache.close();
  }
}

const imported = (
  files: Readonly<Record<string, Uint8Array | string>>,
  more: Partial<ImportOptions> = {},
): Promise<Outcome> =>
  withFolder(async (folder) => {
    await writeFiles(join(folder, 'images'), files);
    return run(join(folder, 'images'), join(folder, 'cache'), more);
  });

const pngs = await Promise.all(Array.from({ length: 8 }, (_, i) => noisePng(i)));
const png = (i: number): Buffer => pngs[i] ?? Buffer.alloc(0);
const counts = ({ summary }: Outcome): Record<string, number> =>
  Object.fromEntries(summary.classes.map(({ name, count }) => [name, count]));

describe('importFolder', () => {
  it('takes first-level folders as classes, whatever lies below them', async () => {
    const outcome = await imported({
      'OK/a.png': png(0),
      'OK/lot 1/deep/b.PNG': png(1),
      'NG/c.png': png(2),
      'NG/notes.txt': 'x',
      'NG/Thumbs.db': 'x',
      'NG/.hidden.png': png(3),
      'loose.png': png(4),
    });
    expect(counts(outcome)).toEqual({ NG: 1, OK: 2 });
    expect(outcome.summary).toMatchObject({
      images: 3,
      decoded: 3,
      otherFiles: 1,
      skipped: { 'data.image-without-class': 1 },
    });
    expect(outcome.images.map(({ relativePath }) => relativePath)).toContain('OK/lot 1/deep/b.PNG');
  });

  it('keeps Japanese names, composed the same way on every system', async () => {
    const outcome = await imported({ '良品/部品①.png': png(0), [`${'ガ傷'.normalize('NFD')}/傷.png`]: png(1) });
    expect(counts(outcome)).toEqual({ 良品: 1, ガ傷: 1 });
  });

  it('reads split layouts, test first so that a copy never leaks into training', async () => {
    const outcome = await imported({
      'set/train/good/1.png': png(0),
      'set/train/good/2.png': png(1),
      'set/test/good/3.png': png(1),
      'set/test/scratch/4.png': png(2),
      'set/ground_truth/scratch/4.png': png(3),
    });
    expect(outcome.images.map(({ className, split }) => [className, split])).toEqual([
      ['good', 'test'],
      ['scratch', 'test'],
      ['good', 'train'],
    ]);
    expect(outcome.repeats).toMatchObject([{ kind: 'duplicate', relativePath: 'set/train/good/2.png' }]);
  });

  it('does not take a class called "test" for a split', async () => {
    expect(counts(await imported({ 'test/1.png': png(0), 'OK/2.png': png(1) }))).toEqual({ OK: 1, test: 1 });
  });

  it('decodes by content, and reports what cannot be decoded', async () => {
    const outcome = await imported({
      'OK/renamed.jpg': png(0),
      'OK/renamed.bmp': png(1),
      'NG/good.tif': await flat(9, 9, { r: 1, g: 2, b: 3 }).tiff({ compression: 'lzw' }).toBuffer(),
      'NG/empty.png': '',
      'NG/text.png': 'not an image',
      'NG/cut.png': png(2).subarray(0, 150),
      'NG/bomb.png': bombPng(30_000, 30_000),
    });
    expect(counts(outcome)).toEqual({ NG: 1, OK: 2 });
    expect(outcome.summary.skipped).toEqual({
      'data.image-empty': 1,
      'data.image-unreadable': 1,
      'data.image-truncated': 1,
      'data.image-too-large': 1,
    });
    expect(outcome.skips.map(({ relativePath }) => relativePath).sort()).toEqual([
      'NG/bomb.png',
      'NG/cut.png',
      'NG/empty.png',
      'NG/text.png',
    ]);
  });

  it('keeps one of two copies, and neither of two contradicting labels', async () => {
    const outcome = await imported({
      'NG/a.png': png(0),
      'NG/a copy.png': png(0),
      'NG/b.png': png(1),
      'NG/c.png': png(2),
      'OK/b.png': png(1),
      'OK/b again.png': png(1),
      'OK/d.png': png(3),
    });
    expect(counts(outcome)).toEqual({ NG: 2, OK: 1 });
    expect(outcome.summary).toMatchObject({ images: 3, duplicates: 1, conflicts: 1 });
    expect(outcome.repeats.map(({ kind, className, firstClassName }) => [kind, className, firstClassName])).toEqual([
      ['duplicate', 'NG', 'NG'],
      ['conflict', 'OK', 'NG'],
      ['conflict', 'OK', 'NG'],
    ]);
  });

  it('decodes only new images when a folder is imported again', () =>
    withFolder(async (folder) => {
      const [images, cache] = [join(folder, 'images'), join(folder, 'cache')];
      await writeFiles(images, { 'OK/a.png': png(0), 'NG/b.png': png(1) });
      expect((await run(images, cache)).summary.decoded).toBe(2);
      await writeFiles(images, { 'NG/c.png': png(2), 'OK/renamed a.png': png(0) });
      const again = await run(images, cache);
      expect(again.summary).toMatchObject({ decoded: 1, images: 3, duplicates: 1 });
    }));

  it('stops on request and continues later', () =>
    withFolder(async (folder) => {
      const [images, cache] = [join(folder, 'images'), join(folder, 'cache')];
      await writeFiles(images, { 'OK/a.png': png(0), 'OK/b.png': png(1), 'NG/c.png': png(2), 'NG/d.png': png(3) });
      const stop = new AbortController();
      const onImage = (): void => stop.abort();
      await expect(run(images, cache, { signal: stop.signal, onImage, concurrency: 1 })).rejects.toMatchObject({
        code: 'data.cancelled',
        data: { images: 1 },
      });
      expect((await run(images, cache)).summary.decoded).toBe(3);
    }));

  it('follows links once and survives loops', () =>
    withFolder(async (folder) => {
      const images = join(folder, 'images');
      await writeFiles(images, { 'OK/a.png': png(0), 'NG/b.png': png(1), '../elsewhere/c.png': png(2) });
      await symlink(images, join(images, 'NG', 'loop'));
      await symlink(join(images, 'OK'), join(images, 'OK', 'self'));
      await symlink(join(folder, 'elsewhere'), join(images, 'OK', 'more'));
      await symlink(join(folder, 'nowhere.png'), join(images, 'OK', 'dangling.png'));
      const outcome = await run(images, join(folder, 'cache'));
      expect(outcome.images.map(({ relativePath }) => relativePath)).toContain('OK/more/c.png');
      expect(outcome.summary.skipped).toEqual({ 'data.image-not-opened': 1 });
    }));

  it('reports progress with a total', async () => {
    const seen: number[] = [];
    const files = { 'OK/a.png': png(0), 'OK/b.png': png(1), 'NG/c.png': png(2), 'NG/d.png': png(3) };
    await imported(files, { onProgress: ({ files, total }) => void seen.push(files, total ?? -1) });
    expect(seen.slice(-2)[0]).toBe(4);
    expect([4, -1]).toContain(seen.at(-1));
  });

  it.each([
    ['nothing', {}, 'data.empty-folder'],
    ['only text', { 'OK/readme.txt': 'x' }, 'data.empty-folder'],
    ['only damaged images', { 'OK/a.png': '', 'NG/b.png': 'x' }, 'data.empty-folder'],
  ])('refuses a folder with %s', (_, files, code) =>
    withFolder(async (folder) => {
      await writeFiles(folder, {
        'images/.keep': '',
        ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`images/${path}`, text])),
      });
      await expect(run(join(folder, 'images'), join(folder, 'cache'))).rejects.toMatchObject({ code });
    }),
  );

  it('refuses a missing folder', () =>
    withFolder(async (folder) => {
      await expect(run(join(folder, '無い'), join(folder, 'cache'))).rejects.toMatchObject({
        code: 'data.folder-missing',
      });
    }));
});

describe('checkTrainable', () => {
  const check = (classes: Record<string, number>, conflicts = 0): string[][] => {
    const list = Object.entries(classes).map(([name, count]) => ({ name, count }));
    const { errors, warnings } = checkTrainable({ folder: '/x', classes: list, conflicts });
    return [errors.map(({ code }) => code), warnings.map(({ code }) => code)];
  };
  it.each([
    [{ OK: 50, NG: 20 }, 0, [], []],
    [{ OK: 50 }, 0, ['data.one-class'], []],
    [{ OK: 50, NG: 0 }, 0, ['data.one-class'], []],
    [{}, 0, ['data.empty-folder'], []],
    [{ OK: 5, NG: 1 }, 0, [], ['data.single-image-class', 'data.few-images-class']],
    [{ OK: 500, NG: 20 }, 2, [], ['data.imbalanced-classes', 'data.conflicting-labels']],
  ])('%j, %i conflict(s)', (classes, conflicts, errors, warnings) => {
    expect(check(classes, conflicts)).toEqual([errors, warnings]);
  });
});

// Folders as plants keep them: classes, splits, MVTec AD, lots, loose images, and several of them picked at once.
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder, writeFiles } from '../../../support/images.ts';
import { listSource } from '../../../support/sources.ts';

type Case = readonly [
  what: string,
  files: readonly string[],
  picks: readonly string[],
  layout: string,
  found: readonly string[],
];

const cases: readonly Case[] = [
  [
    'one folder per class',
    ['set/良品/1.png', 'set/キズ/2.jpg', 'set/notes.txt'],
    ['set'],
    'folders',
    ['set/notes.txt: other', 'set/キズ/2.jpg → キズ', 'set/良品/1.png → 良品'],
  ],
  [
    'lots inside classes',
    ['set/OK/lot-1/a/1.png', 'set/OK/lot-2/2.png', 'set/OK/3.png', 'set/NG/lot-1/4.png'],
    ['set'],
    'folders',
    [
      'set/NG/lot-1/4.png → NG (lot-1)',
      'set/OK/3.png → OK',
      'set/OK/lot-1/a/1.png → OK (lot-1)',
      'set/OK/lot-2/2.png → OK (lot-2)',
    ],
  ],
  [
    'splits of classes, in English and Japanese',
    ['s/学習/OK/1.png', 's/学習/NG/2.png', 's/検証/OK/3.png', 's/評価/NG/lot 9/4.png'],
    ['s'],
    'splits',
    [
      's/学習/NG/2.png → NG [train]',
      's/学習/OK/1.png → OK [train]',
      's/検証/OK/3.png → OK [validation]',
      's/評価/NG/lot 9/4.png → NG [test] (lot 9)',
    ],
  ],
  [
    'MVTec AD, its masks left out',
    ['bottle/train/good/1.png', 'bottle/test/good/2.png', 'bottle/test/crack/3.png', 'bottle/ground_truth/crack/3.png'],
    ['bottle'],
    'mvtec',
    [
      'bottle/test/crack/3.png → crack [test]',
      'bottle/test/good/2.png → good [test]',
      'bottle/train/good/1.png → good [train]',
    ],
  ],
  [
    'MVTec AD without masks',
    ['b/train/good/1.png', 'b/test/good/2.png', 'b/test/crack/3.png'],
    ['b'],
    'mvtec',
    ['b/test/crack/3.png → crack [test]', 'b/test/good/2.png → good [test]', 'b/train/good/1.png → good [train]'],
  ],
  ['loose images', ['photos/1.png', 'photos/2.png'], ['photos'], 'loose', ['photos/1.png → ', 'photos/2.png → ']],
  ['a lone class', ['NG/1.png', 'NG/lot 1/2.png'], ['NG'], 'folders', ['NG/1.png → NG', 'NG/lot 1/2.png → NG (lot 1)']],
  ['a lone class the project has', ['dent/1.png'], ['dent'], 'folders', ['dent/1.png → dent']],
  [
    'images beside classes',
    ['set/1.png', 'set/OK/2.png', 'set/NG/3.png'],
    ['set'],
    'folders',
    ['set/1.png → ', 'set/NG/3.png → NG', 'set/OK/2.png → OK'],
  ],
  [
    'several classes picked',
    ['a/OK/1.png', 'a/scratch/lot 1/2.png'],
    ['a/OK', 'a/scratch'],
    'folders',
    ['OK/1.png → OK', 'scratch/lot 1/2.png → scratch (lot 1)'],
  ],
  [
    'several folders of classes picked',
    ['line A/OK/1.png', 'line A/NG/2.png', 'line B/OK/3.png', 'line B/NG/4.png'],
    ['line A', 'line B'],
    'folders',
    ['line A/NG/2.png → NG', 'line A/OK/1.png → OK', 'line B/NG/4.png → NG', 'line B/OK/3.png → OK'],
  ],
  [
    'splits picked one by one',
    ['s/train/OK/1.png', 's/test/OK/2.png'],
    ['s/train', 's/test'],
    'splits',
    ['test/OK/2.png → OK [test]', 'train/OK/1.png → OK [train]'],
  ],
  [
    'files picked one by one',
    ['a/1.png', 'b/1.png', 'b/2.txt'],
    ['a/1.png', 'b/1.png', 'b/2.txt'],
    'loose',
    ['1 (2).png → ', '1.png → ', '2.txt: other'],
  ],
  [
    'two folders of one name',
    ['mon/OK/1.png', 'tue/OK/1.png'],
    ['mon/OK', 'tue/OK'],
    'folders',
    ['OK (2)/1.png → OK (2)', 'OK/1.png → OK'],
  ],
];

describe('folders', () => {
  it.each(cases)('%s', (_, files, picks, layout, found) =>
    withFolder(async (folder) => {
      await writeFiles(folder, Object.fromEntries(files.map((file) => [file, 'x'])));
      expect(await listSource(folder, picks, { classes: ['dent'] })).toEqual({ layout, files: found });
    }),
  );

  it('are followed through links, but not round loops', () =>
    withFolder(async (folder) => {
      await writeFiles(folder, { 'set/OK/1.png': 'x', 'set/NG/2.png': 'x', 'elsewhere/3.png': 'x' });
      await symlink(join(folder, 'elsewhere'), join(folder, 'set', 'NG', 'more'));
      await symlink(join(folder, 'set', 'OK'), join(folder, 'set', 'OK', 'again'));
      const { files } = await listSource(folder, ['set']);
      expect(files).toEqual(['set/NG/2.png → NG', 'set/NG/more/3.png → NG (more)', 'set/OK/1.png → OK']);
    }));

  it('that are not there are named', () =>
    withFolder(async (folder) => {
      await expect(listSource(folder, ['gone'])).rejects.toMatchObject({ code: 'data.folder-missing' });
    }));

  it.skipIf(process.platform === 'win32')('that may not be listed are named', () =>
    withFolder(async (folder) => {
      await chmod(folder, 0o777);
      await mkdir(join(folder, 'closed'), { mode: 0o000 });
      const isRoot = process.getuid?.() === 0;
      if (isRoot) process.seteuid?.('nobody');
      try {
        await expect(listSource(folder, ['closed'])).rejects.toMatchObject({ code: 'data.folder-missing' });
      } finally {
        if (isRoot) process.seteuid?.(0);
      }
    }),
  );
});

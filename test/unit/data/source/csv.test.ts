// Lists of images in every encoding and shape Excel makes, and never a file from outside the list's folder.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openList } from '../../../../main/data/source/csv-list.ts';
import { openSource } from '../../../../main/data/source/open-source.ts';
import type { SourceFile } from '../../../../main/data/source/source-file.ts';
import { withFolder, writeFiles } from '../../../support/images.ts';
import { listSource } from '../../../support/sources.ts';

const utf16 = (text: string, swapped = false): Buffer => {
  const bytes = Buffer.from(text, 'utf16le');
  return swapped ? bytes.swap16() : bytes;
};
const mark = (hex: string, bytes: Uint8Array): Buffer => Buffer.concat([Buffer.from(hex, 'hex'), bytes]);
/** `ファイル,ラベル` and `傷①.png,表面キズ`, as Japanese Excel writes them. */
const shiftJis = Buffer.from(`83748340834383${'8b'}2c83898378838b0d0a8f9d87402e706e672c955c96ca834c83590d0a`, 'hex');
const japanese = 'ファイル,ラベル\r\n傷①.png,表面キズ\r\n';

const encodings: readonly (readonly [string, Uint8Array])[] = [
  ['UTF-8', Buffer.from(japanese)],
  ['UTF-8 with mark', mark('efbbbf', Buffer.from(japanese))],
  ['UTF-16 LE', mark('fffe', utf16(japanese))],
  ['UTF-16 BE', mark('feff', utf16(japanese, true))],
  ['UTF-16 without mark', utf16(japanese)],
  ['Shift_JIS', shiftJis],
];

async function firstRow(bytes: Uint8Array | string): Promise<unknown> {
  return withFolder(async (folder) => {
    await writeFile(join(folder, 'list.csv'), bytes);
    for await (const row of (await openList(join(folder, 'list.csv'), 'list.csv')).rows()) return row;
    return undefined;
  });
}

describe('a list', () => {
  it.each(encodings)('is read in %s', async (_, bytes) => {
    expect(await firstRow(bytes)).toEqual({ path: '傷①.png', label: '表面キズ' });
  });

  it.each([
    ['comma', 'path,label\na.png,OK'],
    ['semicolon', 'Path;Label\na.png;OK'],
    ['tab', 'FILE NAME\tClass\na.png\tOK'],
    ['quotes', '"path","label"\n"a.png","OK"'],
    ['other columns', 'id,画像,備考,判定\n1,a.png,"x, y",OK'],
    ['spaces', ' path , label \n a.png , OK '],
    ['empty lines', '\npath,label\n\na.png,OK\n'],
    ['no header', 'a.png,OK'],
  ])('is read with %s', async (_, text) => {
    expect(await firstRow(text)).toEqual({ path: 'a.png', label: 'OK' });
  });

  it('gives origin and split', async () => {
    const row = {
      path: 'a.png',
      label: 'NG',
      split: 'test',
      lot: 'L1',
      part: '7',
      line: '第2ライン',
      camera: 'C3',
      capturedAt: '2024-03-01 10:00',
    };
    expect(
      await firstRow('path,label,split,lot,part,line,camera,time\na.png,NG,Test,L1,7,第2ライン,C3,2024-03-01 10:00'),
    ).toEqual(row);
    expect(
      await firstRow(
        'ファイル名,判定,分割,ロット番号,部品,ライン,カメラ,撮影日時\na.png,NG,評価,L1,7,第2ライン,C3,2024-03-01 10:00',
      ),
    ).toEqual(row);
  });

  it.each([
    ['imports.list-without-paths', 'name,age\nx,3'],
    ['imports.list-without-paths', ''],
    ['imports.list-encoding', Buffer.from([0x70, 0x61, 0x74, 0x68, 0x0a, 0x81, 0x20, 0xff, 0xa0, 0xfd])],
  ])('is refused with %s', async (code, bytes) => {
    await expect(firstRow(bytes)).rejects.toMatchObject({ code });
  });
});

async function kinds(
  rows: readonly string[],
  files: Readonly<Record<string, string>>,
  prepare: (folder: string) => Promise<void> = async () => undefined,
): Promise<string[]> {
  return withFolder(async (folder) => {
    await writeFiles(folder, files);
    await prepare(folder);
    const text = ['path,label', ...rows.map((row) => `"${row.replace('{folder}', folder)}",OK`)].join('\n');
    await mkdir(join(folder, 'set'), { recursive: true });
    await writeFile(join(folder, 'set', 'list.csv'), text);
    const options = { workFolder: folder, freeBytes: 1e12, isClass: () => false };
    const source = await openSource([join(folder, 'set', 'list.csv')], options);
    const found: SourceFile[] = [];
    for await (const file of source.files()) found.push(file);
    return found.map(({ kind, path }) => (kind === 'image' ? path : kind));
  });
}

describe('the files of a list', () => {
  const files = {
    'set/a.png': 'x',
    'set/sub/傷.png': 'x',
    'secret.png': 'x',
    [`set/${'ガ'.normalize('NFD')}.png`]: 'x',
  };
  it.each([
    ['a.png', 'a.png'],
    ['./sub/../a.png', 'a.png'],
    ['sub\\傷.png', 'sub/傷.png'],
    ['{folder}/set/a.png', 'a.png'],
    ['ガ.png', `${'ガ'.normalize('NFD')}.png`],
    ['gone.png', 'missing'],
    ['sub', 'missing'],
    ['../secret.png', 'outside'],
    ['sub/../../secret.png', 'outside'],
    ['..\\secret.png', 'outside'],
    ['{folder}/secret.png', 'outside'],
    ['/etc/passwd', 'outside'],
    ['C:\\Windows\\win.ini', 'outside'],
    ['\\\\server\\share\\a.png', 'outside'],
  ])('%s is %s', async (row, kind) => {
    expect(await kinds([row], files)).toEqual([kind]);
  });

  it('are not reached through links that lead out', async () => {
    const link = (folder: string): Promise<void> =>
      symlink(join(folder, 'secret.png'), join(folder, 'set', 'link.png'));
    expect(await kinds(['link.png'], files, link)).toEqual(['outside']);
  });
});

describe('a list inside what was picked', () => {
  it('says more than the folders, and what it does not name is reported', () =>
    withFolder(async (folder) => {
      await writeFiles(folder, {
        'set/labels.csv': 'image,class,lot\nimages/1.png,OK,L1\nimages/2.png,,L2\n',
        'set/images/1.png': 'x',
        'set/images/2.png': 'x',
        'set/images/3.png': 'x',
      });
      expect(await listSource(folder, ['set'])).toEqual({
        layout: 'csv',
        files: ['set/images/1.png → OK (L1)', 'set/images/2.png →  (L2)', 'set/images/3.png: unlisted'],
      });
    }));

  it('names files picked together with it', () =>
    withFolder(async (folder) => {
      await writeFiles(folder, {
        'labels.csv': 'path,label\n1.png,OK\nd/2.png,NG\n../x.png,NG',
        '1.png': 'x',
        'd/2.png': 'x',
      });
      const { files } = await listSource(folder, ['labels.csv', '1.png', 'd']);
      expect(files).toEqual(['../x.png: outside', '1.png → OK', 'd/2.png → NG', 'labels.csv: other']);
    }));

  it("may be Excel's Unicode text, picked alone", () =>
    withFolder(async (folder) => {
      await writeFiles(folder, { 'list.txt': mark('fffe', utf16('画像\tラベル\r\n1.png\tOK\r\n')), '1.png': 'x' });
      expect(await listSource(folder, ['list.txt'])).toEqual({ layout: 'csv', files: ['1.png → OK'] });
    }));

  it('is left alone when it is no list of labels', () =>
    withFolder(async (folder) => {
      await writeFiles(folder, { 'set/notes.csv': 'who,when\nme,now', 'set/OK/1.png': 'x', 'set/NG/2.png': 'x' });
      expect((await listSource(folder, ['set'])).layout).toBe('folders');
    }));
});

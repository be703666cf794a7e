// ZIP archives: names from any system, and a refusal with its reason for everything that is not a plain archive.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ZipTree } from '../../../../main/data/source/zip-tree.ts';
import { withFolder, writeFiles } from '../../../support/images.ts';
import { listSource } from '../../../support/sources.ts';
import { makeZip, type ZipItem } from '../../../support/zip.ts';

const data = Buffer.from('pixels');
const utf8 = 0x800;
const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');

async function listZip(zip: Uint8Array, freeBytes = 1e12) {
  return withFolder(async (folder) => {
    await writeFile(join(folder, 'a.zip'), zip);
    return listSource(folder, ['a.zip'], { freeBytes });
  });
}

describe('names in an archive', () => {
  const cases: readonly (readonly [string, readonly ZipItem[], readonly string[]])[] = [
    ['marked as UTF-8', [{ name: '良品/傷①.png', data, flags: utf8 }], ['良品/傷①.png → 良品']],
    ['UTF-8 without the mark (Mac)', [{ name: '良品/傷①.png', data }], ['良品/傷①.png → 良品']],
    [
      'Shift_JIS, with a backslash inside a letter',
      [{ name: hex('97c795692f955c96ca8740.2e706e67'.replace('.', '')), data }],
      ['良品/表面①.png → 良品'],
    ],
    [
      'Shift_JIS, though one of them could be UTF-8',
      [
        { name: hex('97c795692fc3b12e706e67'), data },
        { name: hex('97c795692f8f9d2e706e67'), data },
      ],
      ['良品/傷.png → 良品', '良品/ﾃｱ.png → 良品'],
    ],
    ['code page 437', [{ name: hex('4f4b2f8220a0ff2e706e67'), data }], ['OK/é á\u00a0.png → OK']],
    [
      'with backslashes',
      [
        { name: 'OK\\1.png', data },
        { name: 'NG\\2.png', data },
      ],
      ['NG/2.png → NG', 'OK/1.png → OK'],
    ],
    [
      'twice the same',
      [
        { name: 'OK/1.png', data },
        { name: 'OK/1.png', data },
      ],
      ['OK/1 (2).png → OK', 'OK/1.png → OK'],
    ],
    [
      'of objects',
      [
        { name: 'OK/__proto__', data },
        { name: 'OK/constructor.png', data },
      ],
      ['OK/__proto__: other', 'OK/constructor.png → OK'],
    ],
    [
      'folders, also empty ones',
      [
        { name: 'x/OK/', data: hex('') },
        { name: 'x/OK/1.png', data },
        { name: 'x/NG/2.png', data },
      ],
      ['x/NG/2.png → NG', 'x/OK/1.png → OK'],
    ],
    [
      "of a Mac's own notes",
      [
        { name: '__MACOSX/OK/._1.png', data },
        { name: 'OK/1.png', data },
      ],
      ['OK/1.png → OK'],
    ],
    ['in one folder of images', [{ name: 'photos/1.png', data }], ['photos/1.png → ']],
  ];
  it.each(cases)('%s', async (_, items, found) => {
    expect((await listZip(makeZip(items))).files).toEqual(found);
  });

  it('of a list inside are looked up in the archive only', async () => {
    const csv = Buffer.from('path,label\nimg/1.png,OK\n../2.png,NG\n/etc/passwd,NG\nimg/9.png,NG\n');
    const zip = makeZip([
      { name: 'set/labels.csv', data: csv },
      { name: 'set/img/1.png', data, deflate: true },
    ]);
    expect(await listZip(zip)).toEqual({
      layout: 'csv',
      files: ['../2.png: outside', '/etc/passwd: outside', 'img/9.png: missing', 'set/img/1.png → OK'],
    });
  });
});

describe('an archive is refused', () => {
  const zeros = Buffer.alloc(2_000_000);
  const cases: readonly (readonly [code: string, what: string, zip: Uint8Array])[] = [
    ['imports.zip-unsafe-path', 'leading out', makeZip([{ name: 'OK/../../evil.png', data }])],
    ['imports.zip-unsafe-path', 'leading out by backslashes', makeZip([{ name: '..\\..\\evil.png', data }])],
    ['imports.zip-unsafe-path', 'absolute', makeZip([{ name: '/etc/evil.png', data }])],
    ['imports.zip-unsafe-path', 'with a drive', makeZip([{ name: 'C:\\evil.png', data }])],
    ['imports.zip-unsafe-path', 'on a server', makeZip([{ name: '\\\\server\\evil.png', data }])],
    ['imports.zip-unsafe-path', 'with a zero byte', makeZip([{ name: 'OK/a.png\0.txt', data }])],
    [
      'imports.zip-link',
      'with a link',
      makeZip([{ name: 'OK/a.png', data: Buffer.from('/etc/passwd'), mode: 0o120777 }]),
    ],
    [
      'imports.zip-encrypted',
      'with a password',
      makeZip([{ name: 'OK/a.png', data: Buffer.alloc(20), claimedSize: 8, flags: 1 }]),
    ],
    ['imports.zip-encrypted', 'with strong encryption', makeZip([{ name: 'OK/a.png', data, flags: 0x41 }])],
    [
      'imports.zip-bomb',
      'with entries that share bytes',
      makeZip([
        { name: 'OK/a.png', data: zeros },
        ...Array.from({ length: 20 }, (_, i) => ({ name: `OK/${i}.png`, data: zeros, sharesFirst: true })),
      ]),
    ],
    [
      'imports.zip-too-large',
      'larger than the disk',
      makeZip([{ name: 'OK/a.png', data, deflate: true, claimedSize: 3e9 }]),
    ],
    ['imports.zip-unreadable', 'that is none', Buffer.from('not an archive at all, not even close')],
    ['imports.zip-unreadable', 'cut short', makeZip([{ name: 'OK/a.png', data }]).subarray(0, 60)],
    ['imports.zip-unreadable', 'empty', Buffer.alloc(0)],
  ];
  it.each(cases)('with %s: %s', async (code, _, zip) => {
    await expect(listZip(zip, 2e9)).rejects.toMatchObject({ code });
  });

  it('with too many entries', async () => {
    const items = Array.from({ length: 60_000 }, (_, i) => ({ name: `${i}`, data: hex('') }));
    const tooMany = { maximumEntries: 59_999 };
    await withFolder(async (folder) => {
      await writeFile(join(folder, 'a.zip'), makeZip(items));
      const open = ZipTree.open(join(folder, 'a.zip'), {
        name: 'a.zip',
        workFolder: folder,
        freeBytes: 1e12,
        ...tooMany,
      });
      await expect(open).rejects.toMatchObject({ code: 'imports.zip-too-many' });
    });
  });

  it('when picked with other things', () =>
    withFolder(async (folder) => {
      await writeFiles(folder, { 'a.zip': makeZip([{ name: 'OK/1.png', data }]), '1.png': 'x' });
      await expect(listSource(folder, ['a.zip', '1.png'])).rejects.toMatchObject({ code: 'imports.mixed-selection' });
    }));
});

describe('files of an archive', () => {
  const open = async (folder: string, items: readonly ZipItem[]): Promise<ZipTree> => {
    await writeFile(join(folder, 'a.zip'), makeZip(items));
    return ZipTree.open(join(folder, 'a.zip'), { name: 'a.zip', workFolder: join(folder, 'files'), freeBytes: 1e12 });
  };

  it('are unpacked when asked for, under numbers', () =>
    withFolder(async (folder) => {
      const tree = await open(folder, [
        { name: 'OK/1.png', data, deflate: true },
        { name: 'OK/con.png', data: Buffer.from('other') },
      ]);
      const path = await tree.fetch('OK/con.png');
      expect(await readFile(path, 'utf8')).toBe('other');
      expect(await tree.fetch('OK/con.png')).toBe(path);
      expect(await readdir(join(folder, 'files'))).toEqual(['1']);
      tree.close();
    }));

  const broken: readonly (readonly [string, Partial<ZipItem>])[] = [
    ['more bytes than it says', { data: Buffer.alloc(1_000_000), deflate: true, claimedSize: 10 }],
    ['fewer bytes than it says', { deflate: true, claimedSize: 1_000 }],
    ['another checksum', { claimedCrc: 1 }],
    ['an unknown method', { method: 99 }],
    ['damaged data', { method: 8, data: Buffer.alloc(40, 0xff) }],
  ];
  it.each(broken)('with %s are left out, and nothing of them stays', (_, item) =>
    withFolder(async (folder) => {
      const tree = await open(folder, [{ name: 'OK/1.png', data, ...item }]);
      await expect(tree.fetch('OK/1.png')).rejects.toMatchObject({ code: 'data.image-not-unpacked' });
      expect(await readdir(join(folder, 'files'))).toEqual([]);
      tree.close();
    }),
  );

  it('too large to be images are not unpacked', () =>
    withFolder(async (folder) => {
      const tree = await open(folder, [{ name: 'OK/1.png', data, deflate: true, claimedSize: 2 ** 30 + 1 }]);
      await expect(tree.fetch('OK/1.png')).rejects.toMatchObject({ code: 'data.image-too-large' });
      tree.close();
    }));
});

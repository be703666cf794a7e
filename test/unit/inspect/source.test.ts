// What a watched folder gives out: complete files only, the oldest first, never those a program is still writing.
import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { listFiles } from '../../../main/inspect/source/listing.ts';
import { Settling } from '../../../main/inspect/source/settling.ts';
import { isWhole } from '../../../main/inspect/source/whole-file.ts';
import { temporaryFolder } from '../store/fixture.ts';

function put(path: string, seconds: number, contents = 'x'): void {
  writeFileSync(path, contents);
  utimesSync(path, seconds, seconds);
}

describe('a listing', () => {
  it('has the oldest first, without unfinished names, links and folders', async () => {
    const root = temporaryFolder();
    put(join(root, '新しい 部品.png'), 300);
    put(join(root, 'b.png'), 100);
    put(join(root, 'a.png'), 100);
    for (const name of ['.hidden.png', 'c.png.part', 'd.tmp', '~e.png', 'f.crdownload', 'g.png~'])
      put(join(root, name), 50);
    mkdirSync(join(root, 'deeper'));
    put(join(root, 'deeper', 'h.png'), 10);
    symlinkSync(join(root, 'a.png'), join(root, 'link.png'));
    const names = async (subfolders: boolean) => (await listFiles(root, subfolders)).map(({ name }) => name);
    expect(await names(false)).toEqual(['a.png', 'b.png', '新しい 部品.png']);
    expect(await names(true)).toEqual(['deeper/h.png', 'a.png', 'b.png', '新しい 部品.png']);
  });

  it('tells another file under the same name from the first', async () => {
    const root = temporaryFolder();
    const identity = async () => (await listFiles(root, false))[0]?.identity;
    put(join(root, 'a.png'), 100);
    const first = await identity();
    expect(await identity()).toBe(first);
    put(join(root, 'a.png'), 101);
    expect(await identity()).not.toBe(first);
    rmSync(join(root, 'a.png'));
    put(join(root, 'a.png'), 100, 'xy');
    expect(await identity()).not.toBe(first);
  });

  it('fails where there is no folder', async () => {
    await expect(listFiles(join(temporaryFolder(), 'nowhere'), false)).rejects.toThrow('ENOENT');
  });
});

describe('a file', () => {
  const file = (path: string, identity: string) => ({ path, name: path, size: 1, changedAt: 0, identity });

  it('has settled when it did not change for long enough, and begins anew when it does', () => {
    const settling = new Settling(100);
    const names = (now: number, ...files: ReturnType<typeof file>[]) =>
      settling.settled(files, now).map(({ name }) => name);
    expect(names(0, file('a', '1'))).toEqual([]);
    expect(names(99, file('a', '1'))).toEqual([]);
    expect(names(100, file('a', '1'), file('b', '1'))).toEqual(['a']);
    expect(names(150, file('a', '2'), file('b', '1'))).toEqual([]);
    expect(names(200, file('a', '2'), file('b', '1'))).toEqual(['b']);
    expect(settling.quietFor(file('b', '1'), 200)).toBe(100);
    expect(names(250, file('b', '1'))).toEqual(['b']);
    expect(names(251, file('a', '2'), file('b', '1'))).toEqual(['b']);
  });

  it.each(['jpeg', 'png', 'webp', 'bmp', 'tiff'] as const)(
    'of %s says when it is not all there, if it can',
    async (format) => {
      const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: '#396' } });
      const bytes = format === 'bmp' ? bmp(40, 30) : await picture.toFormat(format).toBuffer();
      const told = format !== 'tiff';
      expect(isWhole(bytes)).toBe(told ? true : undefined);
      for (const share of [0.3, 0.7, 0.99]) {
        const cut = bytes.subarray(0, Math.max(12, Math.floor(share * bytes.length)));
        expect(isWhole(cut)).toBe(told ? false : undefined);
      }
      expect(isWhole(new Uint8Array())).toBe(false);
    },
  );
});

function bmp(width: number, height: number): Buffer {
  const size = 54 + width * height * 3;
  const bytes = Buffer.alloc(size);
  bytes.write('BM');
  bytes.writeUInt32LE(size, 2);
  return bytes;
}

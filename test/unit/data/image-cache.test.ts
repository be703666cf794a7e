// The pixel cache survives kills, torn tails, full and read-only disks, and holds 100,000 images in little memory.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { HashTable } from '../../../main/data/hash-table.ts';
import { ImageCache, type WriteAt } from '../../../main/data/image-cache.ts';
import { hashOf } from '../../../main/data/prepare-file.ts';
import { squarePreprocessing } from '../../../shared/domain/images.ts';
import { random } from '../../../shared/domain/random.ts';
import { patternBytes, withFolder } from '../../support/images.ts';

const tiny = squarePreprocessing(4);
const pixelsOf = (i: number): Uint8Array => patternBytes(48, i + 1);
const hash = (i: number): string => hashOf(Buffer.from(`image ${i}`));

async function fill(folder: string, from: number, to: number): Promise<void> {
  const cache = await ImageCache.open(folder, tiny);
  for (let i = from; i < to; i++) await cache.append(hash(i), pixelsOf(i));
  await cache.close();
}

async function expectImages(cache: ImageCache, count: number): Promise<void> {
  expect(cache.count).toBe(count);
  const target = new Uint8Array(48);
  for (let i = 0; i < count; i++) {
    expect(cache.find(hash(i))).toBe(i);
    await cache.read(i, target);
    expect(target).toEqual(pixelsOf(i));
  }
  expect(cache.find(hash(count))).toBe(-1);
}

describe('ImageCache', () => {
  it('keeps images across openings and separates sizes', () =>
    withFolder(async (folder) => {
      await fill(folder, 0, 3);
      await fill(folder, 3, 5);
      const cache = await ImageCache.open(folder, tiny, { readOnly: true });
      await expectImages(cache, 5);
      await cache.close();
      const same = await ImageCache.open(folder, { ...tiny, mean: [0, 0, 0] });
      expect(same.count).toBe(5);
      await same.close();
      const other = await ImageCache.open(folder, squarePreprocessing(5));
      expect(other.count).toBe(0);
      await other.close();
    }));

  it.each([
    ['half an entry at the end', (at: string) => appendFile(join(at, 'index.bin'), Buffer.alloc(20, 7)), 5],
    ['zeroes at the end', (at: string) => appendFile(join(at, 'index.bin'), Buffer.alloc(72)), 5],
    ['half an entry cut off', (at: string) => truncate(join(at, 'index.bin'), 64 + 36 * 4 + 10), 4],
    ['pixels cut off', (at: string) => truncate(join(at, 'pixels.bin'), 48 * 3 + 5), 3],
    ['pixels without entry', (at: string) => appendFile(join(at, 'pixels.bin'), Buffer.alloc(100)), 5],
    ['empty index', (at: string) => truncate(join(at, 'index.bin'), 0), 0],
    [
      'a damaged entry in the middle',
      async (at: string) => {
        const index = await readFile(join(at, 'index.bin'));
        index[64 + 36 * 2 + 1] = (index[64 + 36 * 2 + 1] ?? 0) ^ 1;
        await writeFile(join(at, 'index.bin'), index);
      },
      2,
    ],
  ])('recovers from %s', (_, damage, left) =>
    withFolder(async (folder) => {
      await fill(folder, 0, 5);
      const first = await ImageCache.open(folder, tiny);
      await first.close();
      await damage(first.folder);
      const cache = await ImageCache.open(folder, tiny);
      await expectImages(cache, left);
      for (let i = left; i < 6; i++) await cache.append(hash(i), pixelsOf(i));
      await cache.close();
      const again = await ImageCache.open(folder, tiny, { readOnly: true });
      await expectImages(again, 6);
      await again.close();
    }),
  );

  it('loses only what was not flushed when the process is killed', () =>
    withFolder(async (folder) => {
      const killed = await ImageCache.open(folder, tiny);
      for (let i = 0; i < 300; i++) await killed.append(hash(i), pixelsOf(i));
      // Never closed: what a killed process leaves on disk.
      const cache = await ImageCache.open(folder, tiny, { readOnly: true });
      await expectImages(cache, 256);
      await cache.close();
      await killed.close();
    }));

  it('opens soundly after kill -9 at any moment', () =>
    withFolder(async (folder) => {
      const module = fileURLToPath(new URL('../../../main/data/image-cache.ts', import.meta.url));
      const script = `
        import { ImageCache } from ${JSON.stringify(module)};
        import { createHash } from 'node:crypto';
        const cache = await ImageCache.open(${JSON.stringify(folder)}, ${JSON.stringify(tiny)});
        console.log('open');
        for (let i = cache.count; ; i++) {
          const hash = createHash('sha256').update('image ' + i).digest('hex');
          await cache.append(hash, new Uint8Array(48).fill(i));
        }`;
      let before = 0;
      for (const delay of [30, 80, 250]) {
        const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        await once(child.stdout, 'data');
        await setTimeout(delay);
        child.kill('SIGKILL');
        await once(child, 'exit');
        const cache = await ImageCache.open(folder, tiny);
        expect(cache.count).toBeGreaterThanOrEqual(before);
        before = cache.count;
        const target = new Uint8Array(48);
        for (let i = 0; i < cache.count; i++) {
          expect(cache.find(hash(i))).toBe(i);
          await cache.read(i, target);
          if (target[47] !== (i & 255)) throw new Error(`record ${i} holds ${target[47]}`);
        }
        await cache.close();
      }
      expect(before).toBeGreaterThan(0);
    }));

  it('reports a full disk and keeps what was stored', () =>
    withFolder(async (folder) => {
      const full = (position: number): boolean => position === 48 * 3;
      const write: WriteAt = async (file, bytes, position) => {
        if (full(position)) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
        await file.write(bytes, 0, bytes.length, position);
      };
      const cache = await ImageCache.open(folder, tiny, { write });
      for (let i = 0; i < 3; i++) await cache.append(hash(i), pixelsOf(i));
      await expect(cache.append(hash(3), pixelsOf(3))).rejects.toMatchObject({
        code: 'data.disk-full',
        data: { records: 3 },
      });
      await cache.close();
      const again = await ImageCache.open(folder, tiny);
      await expectImages(again, 3);
      await again.close();
    }));

  it.each([
    [
      'below a file',
      async (folder: string) => {
        await writeFile(join(folder, 'file'), 'x');
        return join(folder, 'file', 'cache');
      },
    ],
    ['in /proc', async () => '/proc/narashi'],
  ])('names a folder that cannot be written: %s', (_, place) =>
    withFolder(async (folder) => {
      await expect(ImageCache.open(await place(folder), tiny)).rejects.toMatchObject({
        code: 'data.folder-not-writable',
      });
    }),
  );

  it('refuses pixels of another size', () =>
    withFolder(async (folder) => {
      const cache = await ImageCache.open(folder, tiny);
      await expect(cache.append(hash(0), new Uint8Array(3))).rejects.toThrow(RangeError);
      await expect(cache.read(0, new Uint8Array(48))).rejects.toThrow(RangeError);
      await cache.close();
    }));
});

describe('HashTable', () => {
  it('finds 100,000 hashes in less than 60 bytes each', () => {
    const stream = random(4);
    const bytes = Buffer.alloc(32);
    const next = (): Buffer => {
      for (let i = 0; i < 8; i++) bytes.writeUInt32BE(stream.uint32(), i * 4);
      return bytes;
    };
    const table = new HashTable();
    const before = process.memoryUsage().arrayBuffers;
    const sample: string[] = [];
    for (let i = 0; i < 100_000; i++) {
      const value = next();
      if (i % 1000 === 0) sample.push(value.toString('hex'));
      table.set(value, i);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000 * 60 * 2);
    expect(table.size).toBe(100_000);
    sample.forEach((hex, i) => {
      expect(table.get(hex)).toBe(i * 1000);
    });
    expect(table.get(hash(1))).toBe(-1);
  });
});

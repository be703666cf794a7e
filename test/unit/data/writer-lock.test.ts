// One writer at a time: others wait, dead holders do not keep them waiting, and of many exactly one writes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lockForWriting } from '../../../main/data/writer-lock.ts';
import { withFolder } from '../../support/images.ts';

const quick = { beat: 20 };
const lockOf = (folder: string) => join(folder, 'writer.lock');

/** The number of a process that is no more. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'close');
  return child.pid ?? 0;
}

describe('a writer lock', () => {
  it('keeps others waiting until it is released, however long that takes', () =>
    withFolder(async (folder) => {
      const first = await lockForWriting(folder, quick);
      let isSecond = false;
      const second = lockForWriting(folder, quick).then((lock) => {
        isSecond = true;
        return lock;
      });
      await wait(600);
      expect(isSecond).toBe(false);
      await first.release();
      await (await second).release();
      expect(existsSync(lockOf(folder))).toBe(false);
    }));

  it('of a killed process is taken at once', () =>
    withFolder(async (folder) => {
      await writeFile(lockOf(folder), `${await deadProcess()} x ${hostname()}`);
      const begun = performance.now();
      const lock = await lockForWriting(folder);
      expect(performance.now() - begun).toBeLessThan(500);
      expect(await readFile(lockOf(folder), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
      await lock.release();
    }));

  it.each([
    ['of another machine', `${process.pid} x another`],
    ['nobody has signed', ''],
    ['of a process that has taken over a dead one’s number', `${process.pid} x ${hostname()}`],
  ])('%s is taken when nobody touches it any more', (_, text) =>
    withFolder(async (folder) => {
      await writeFile(lockOf(folder), text);
      const begun = performance.now();
      const lock = await lockForWriting(folder, quick);
      expect(performance.now() - begun).toBeGreaterThan(50);
      await lock.release();
    }),
  );

  it('can be given up waiting for', () =>
    withFolder(async (folder) => {
      const first = await lockForWriting(folder, quick);
      const stop = new AbortController();
      const second = lockForWriting(folder, { ...quick, signal: stop.signal });
      setTimeout(() => stop.abort(), 50);
      await expect(second).rejects.toMatchObject({ name: 'AbortError' });
      await first.release();
    }));

  it('lets one of several processes write at a time, after one that was killed', () =>
    withFolder(async (folder) => {
      await writeFile(lockOf(folder), `${await deadProcess()} x ${hostname()}`);
      const module = fileURLToPath(new URL('../../../main/data/writer-lock.ts', import.meta.url));
      const script = `
        import { readFile, writeFile } from 'node:fs/promises';
        import { lockForWriting } from ${JSON.stringify(module)};
        const path = ${JSON.stringify(join(folder, 'count'))};
        for (let turn = 0; turn < 10; turn++) {
          const lock = await lockForWriting(${JSON.stringify(folder)}, { beat: 200 });
          const count = Number(await readFile(path, 'utf8').catch(() => '0'));
          await new Promise((resolve) => setTimeout(resolve, 3));
          await writeFile(path, String(count + 1));
          await lock.release();
        }`;
      const writers = Array.from({ length: 4 }, () =>
        spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], { stdio: 'inherit' }),
      );
      await Promise.all(writers.map((writer) => once(writer, 'close')));
      expect(await readFile(join(folder, 'count'), 'utf8')).toBe('40');
    }));
});

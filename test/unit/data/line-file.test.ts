// Lists on disk: there whole or not at all, and read back the same.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LineFile, readLines } from '../../../main/data/line-file.ts';
import { collect } from '../../support/collect.ts';
import { withFolder } from '../../support/images.ts';

const line = z.object({ n: z.int(), text: z.string() });

describe('a list on disk', () => {
  it('gives back every line, letters of several bytes across chunks too', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'list');
      const values = Array.from({ length: 9_000 }, (_, n) => ({ n, text: `良品\n"きず"${'表面'.repeat(n % 7)}` }));
      const file = new LineFile<z.infer<typeof line>>(path);
      for (const value of values) await file.add(value);
      expect(await readdir(folder)).toEqual(['list.part']);
      await file.finish();
      expect(await readdir(folder)).toEqual(['list']);
      expect(await collect(readLines(path, line))).toEqual(values);
    }));

  it('leaves nothing when it is given up', () =>
    withFolder(async (folder) => {
      const file = new LineFile<number>(join(folder, 'list'));
      await file.add(1);
      await file.discard();
      expect(await readdir(folder)).toEqual([]);
    }));

  it('says what is wrong', () =>
    withFolder(async (folder) => {
      const lost = new LineFile<number>(join(folder, 'no', 'folder'));
      await lost.add(1).catch(() => undefined);
      await expect(lost.finish()).rejects.toMatchObject({ code: 'ENOENT' });
      await expect(collect(readLines(join(folder, 'none'), line))).rejects.toMatchObject({ code: 'ENOENT' });
      await writeFile(join(folder, 'bad'), '{"n":1,"text":2}\n');
      await expect(collect(readLines(join(folder, 'bad'), line))).rejects.toThrow(z.ZodError);
    }));
});

// What an import shows before anything is written, and that exactly that is written.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importState } from '../../../../shared/contract/imports.ts';
import { deepPng, flat, writeFiles } from '../../../support/images.ts';
import { codeOf, png, withBench } from '../../../support/import-bench.ts';
import { makeZip } from '../../../support/zip.ts';

describe('an import', () => {
  it('shows everything before, then writes exactly that', () =>
    withBench(async ({ look, write, rows, files, context, projectId }) => {
      const found = await look({
        '良品/ロット1/部品①.png': png(0),
        '良品/ロット2/b.png': png(1),
        '良品/ロット2/copy.png': png(1),
        'きず/c.png': png(2),
        'きず/d.png': png(3),
        '汚れ/d again.png': png(3),
        '汚れ/cut.png': png(4).subarray(0, 150),
        '汚れ/e.png': png(5),
        'loose.png': png(6),
        'notes.txt': 'x',
      });
      expect(importState.parse(found)).toEqual(found);
      expect(found.phase).toBe('inspected');
      expect(found.report).toMatchObject({
        layout: 'folders',
        classes: [
          { source: '', images: 1, exists: false },
          { source: 'きず', images: 1, verdict: 'NG', exists: false },
          { source: '汚れ', images: 1, verdict: 'NG', exists: false },
          { source: '良品', images: 2, verdict: 'OK', exists: false },
        ],
        images: 5,
        duplicates: 1,
        known: 0,
        conflicts: 1,
        unusable: 1,
        otherFiles: 1,
        unlabelled: 1,
        lots: 2,
        givenSplits: null,
        widths: { smallest: 8, largest: 8 },
      });
      expect(found.report?.bytes).toBe([0, 1, 2, 5, 6].reduce((sum, i) => sum + png(i).length, 0));
      expect(found.report?.leftOut.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
        'set/きず/d.png imports.file-conflict',
        'set/汚れ/cut.png data.image-truncated',
        'set/汚れ/d again.png imports.file-conflict',
      ]);
      expect(found.report?.warnings.map(({ code }) => code)).toContain('data.conflicting-labels');
      expect(rows()).toEqual([]);
      const done = await write(found);
      expect(done).toMatchObject({ phase: 'done', added: 5, failure: null });
      expect(rows()).toEqual([
        'set/loose.png: –',
        'set/きず/c.png: きず',
        'set/汚れ/e.png: 汚れ',
        'set/良品/ロット1/部品①.png: 良品 (ロット1)',
        expect.stringMatching(/^set\/良品\/ロット2\/(b|copy)\.png: 良品 \(ロット2\)$/),
      ]);
      expect((await files()).filter((path) => path.startsWith('library'))).toHaveLength(5);
      expect((await files()).filter((path) => path.startsWith('thumbnails'))).toHaveLength(5);
      expect((await files()).filter((path) => path.startsWith('tmp'))).toEqual([]);
      const [logged] = context.workspace.store.activity.list({ projectId, limit: 1 });
      expect(logged).toMatchObject({ kind: 'images.imported', data: { source: 'set', images: 5 } });
    }));

  it('goes where the user says: renamed, merged, left out, without a label', () =>
    withBench(
      async ({ look, write, rows, context, projectId }) => {
        const found = await look({
          'OK/1.png': png(0),
          'dent/2.png': png(1),
          'ding/3.png': png(2),
          'x/4.png': png(3),
          'y/5.png': png(4),
        });
        await write(found, [
          { source: 'OK', include: true, target: '良品', verdict: 'NG' },
          { source: 'dent', include: true, target: '打痕', verdict: 'NG' },
          { source: 'ding', include: true, target: '打痕', verdict: 'NG' },
          { source: 'x', include: false, target: 'x', verdict: 'NG' },
          { source: 'y', include: true, target: null, verdict: 'NG' },
        ]);
        expect(rows()).toEqual([
          'set/OK/1.png: 良品',
          'set/dent/2.png: 打痕',
          'set/ding/3.png: 打痕',
          'set/y/5.png: –',
        ]);
        expect(context.workspace.store.projectClasses.list(projectId)).toMatchObject([
          { name: '良品', verdict: 'OK' },
          { name: '打痕', verdict: 'NG' },
        ]);
      },
      [{ name: '良品', verdict: 'OK' }],
    ));

  it('of what is in the project finds it all known, and brings back what was removed', () =>
    withBench(async ({ look, write, pick, rows, context, projectId }) => {
      await write(await look({ 'OK/1.png': png(0), 'NG/2.png': png(1), 'NG/3.png': png(2) }));
      const again = await pick('set');
      expect(again.report).toMatchObject({ images: 0, known: 3, classes: [] });
      expect(await codeOf(() => write(again))).toBe('imports.nothing-chosen');
      const { store } = context.workspace;
      const [first = 0] = store.projectImages.find(projectId);
      store.edits.remove(projectId, [first]);
      const restored = await write(await pick('set'));
      expect(restored).toMatchObject({ phase: 'done', added: 1 });
      expect(rows()).toHaveLength(3);
    }));

  it('keeps the splits of the source, but not where a class would have nothing to train on', () =>
    withBench(async ({ look, write, rows }) => {
      const found = await look({
        'train/good/1.png': png(0),
        'test/good/2.png': png(1),
        'test/crack/3.png': png(2),
        'test/hole/4.png': png(3),
        'ground_truth/crack/3.png': png(4),
      });
      expect(found.report).toMatchObject({
        layout: 'mvtec',
        images: 4,
        givenSplits: { train: 1, validation: 0, test: 3 },
      });
      expect(found.report?.warnings).toContainEqual({
        code: 'imports.split-without-training',
        data: { classes: 'crack, hole' },
      });
      await write(found);
      expect(rows()).toEqual([
        'set/test/crack/3.png: crack',
        'set/test/good/2.png: good [test]',
        'set/test/hole/4.png: hole',
        'set/train/good/1.png: good [train]',
      ]);
    }));

  it('does not take a folder that divides nothing for a lot', () =>
    withBench(async ({ look, write, rows }) => {
      const found = await look({ 'OK/images/1.png': png(0), 'NG/images/2.png': png(1), 'NG/images/3.png': png(2) });
      expect(found.report).toMatchObject({ lots: 0, lotExamples: [] });
      await write(found);
      expect(rows().join()).not.toContain('(');
    }));

  it('reads a list with everything it says', () =>
    withBench(async ({ folder, pick, write, context, projectId }) => {
      await writeFiles(join(folder, 'set'), {
        'list.csv': `画像,判定,ロット,部品,ライン,カメラ,撮影日時\n1.png,OK,L7,P1,A,C2,2024/3/1 9:00\n2.png,,L7,,,,\n3.png,NG,L8,,,,\n../x.png,NG,,,,,\n`,
        '1.png': png(0),
        '2.png': png(1),
      });
      const found = await pick('set/list.csv');
      expect(found.report).toMatchObject({ layout: 'csv', images: 2, unlabelled: 1, unusable: 2, lots: 1 });
      expect(found.report?.leftOut.map(({ code }) => code).sort()).toEqual([
        'imports.listed-file-missing',
        'imports.listed-file-outside',
      ]);
      await write(found);
      const { projectImages } = context.workspace.store;
      const [row] = projectImages.rows(projectId, projectImages.find(projectId));
      expect(row).toMatchObject({
        path: '1.png',
        lot: 'L7',
        part: 'P1',
        line: 'A',
        camera: 'C2',
        capturedAt: '2024/3/1 9:00',
      });
    }));

  it('reads an archive, and needs it no more', () =>
    withBench(async ({ folder, pick, write, rows, files, context, projectId, importing }) => {
      const name = Buffer.from('97c795692f955c96ca2e706e67', 'hex');
      await writeFile(
        join(folder, 'a.zip'),
        makeZip([
          { name, data: png(0), deflate: true },
          { name: 'NG/2.png', data: png(1) },
        ]),
      );
      await write(await pick('a.zip'));
      await rm(join(folder, 'a.zip'));
      expect(rows()).toEqual(['NG/2.png: NG', '良品/表面.png: 良品']);
      expect((await files()).filter((path) => path.startsWith('tmp'))).toEqual([]);
      const { projectImages } = context.workspace.store;
      for (const { hash } of projectImages.rows(projectId, projectImages.find(projectId))) {
        expect((await importing.library.read(hash)).length).toBeGreaterThan(0);
      }
    }));

  it('takes pictures of every kind', () =>
    withBench(async ({ look, write, context, projectId, importing }) => {
      const colour = { r: 200, g: 100, b: 50 };
      const found = await look({
        'OK/16 bit.png': await deepPng(new Uint16Array(12 * 20).fill(4000), 12),
        'OK/cmyk.jpg': await flat(30, 20, colour).toColourspace('cmyk').jpeg().toBuffer(),
        'NG/turned.jpg': await flat(30, 20, colour).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
        'NG/deep.tif': await flat(30, 20, colour).toColourspace('rgb16').tiff().toBuffer(),
      });
      expect(found.report).toMatchObject({ images: 4, unusable: 0, widths: { smallest: 12, largest: 30 } });
      await write(found);
      const { projectImages } = context.workspace.store;
      const rows = projectImages.rows(projectId, projectImages.find(projectId));
      expect(rows.find(({ path }) => path.endsWith('turned.jpg'))).toMatchObject({ width: 20, height: 30 });
      for (const { hash } of rows) expect((await importing.library.displayImage(hash)).bytes.length).toBeGreaterThan(0);
    }));
});

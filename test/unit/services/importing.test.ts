// Imports from the pick to the rows: what the report says, what is written, and that an import that ends otherwise than
// done leaves nothing.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Importing } from '../../../main/services/import/importing.ts';
import { createImportsService } from '../../../main/services/imports.ts';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type ClassDecision, type ImportState, importState } from '../../../shared/contract/imports.ts';
import { defaultProjectSettings } from '../../../shared/contract/projects.ts';
import type { ClassLabel } from '../../../shared/domain/dataset.ts';
import { openContext, type TestContext } from '../../support/app-context.ts';
import { deepPng, flat, noisePng, withFolder, writeFiles } from '../../support/images.ts';
import { type InProcess, startInProcess } from '../../support/in-process.ts';
import { makeZip } from '../../support/zip.ts';

const pngs = await Promise.all(Array.from({ length: 40 }, (_, i) => noisePng(i)));
const png = (i: number): Buffer => pngs[i] ?? Buffer.alloc(0);

interface Bench {
  readonly folder: string;
  readonly context: TestContext;
  readonly importing: Importing;
  readonly projectId: number;
  /** Looks through these files, put into a folder named `set`. */
  look(files: Readonly<Record<string, Uint8Array | string>>): Promise<ImportState>;
  /** The same for anything that lies below the folder of the test. */
  pick(...paths: string[]): Promise<ImportState>;
  /** Confirms and waits for the end. */
  write(state: ImportState, decisions?: readonly ClassDecision[]): Promise<ImportState>;
  /** `path: class [split] (lot)` of every image of the project. */
  rows(): string[];
  /** All files of the workspace but the database and logs, as `library`, `thumbnails`, `tmp/…`. */
  files(): Promise<string[]>;
}

async function withBench(
  use: (bench: Bench) => Promise<void>,
  classes: readonly ClassLabel[] = [],
  jobs: InProcess = {},
) {
  await withFolder(async (folder) => {
    const context = openContext(folder);
    const { store, root } = context.workspace;
    const { id: projectId } = store.projects.create({ ...defaultProjectSettings, name: 'test' });
    for (const label of classes) store.projectClasses.add(projectId, label);
    const importing = new Importing(context, startInProcess(jobs));
    const pick = async (...paths: string[]): Promise<ImportState> => {
      const { importId } = importing.inspect(
        projectId,
        paths.map((path) => join(folder, path)),
      );
      await importing.settled();
      return importing.get(importId);
    };
    try {
      await use({
        folder,
        context,
        importing,
        projectId,
        pick,
        look: async (files) => {
          await writeFiles(join(folder, 'set'), files);
          return pick('set');
        },
        write: async ({ importId }, decisions = []) => {
          await importing.confirm(importId, decisions);
          await importing.settled();
          return importing.get(importId);
        },
        rows: () => {
          const names = new Map(store.projectClasses.list(projectId).map(({ id, name }) => [id, name]));
          return store.projectImages
            .rows(projectId, store.projectImages.find(projectId))
            .map(({ path, classId, split, lot }) => {
              const name = classId === null ? '–' : names.get(classId);
              return `${path}: ${name}${split ? ` [${split}]` : ''}${lot ? ` (${lot})` : ''}`;
            });
        },
        files: async () => {
          const found = await readdir(root, { recursive: true, withFileTypes: true });
          return found
            .filter((entry) => entry.isFile() && !entry.name.startsWith('narashi.db'))
            .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
        },
      });
    } finally {
      await importing.close();
      context.workspace.close();
    }
  });
}

const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
  return 'nothing thrown';
};

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

describe('a confirmation is refused', () => {
  const decision = (source: string, target: string | null, verdict: 'OK' | 'NG', include = true): ClassDecision => ({
    source,
    include,
    target,
    verdict,
  });
  it.each<readonly [string, readonly ClassDecision[]]>([
    ['imports.unknown-class', [decision('scratch', 'scratch', 'NG')]],
    ['imports.two-verdicts', [decision('OK', 'x', 'OK'), decision('NG', 'x', 'NG')]],
    ['imports.nothing-chosen', [decision('OK', 'OK', 'OK', false), decision('NG', 'NG', 'NG', false)]],
  ])('with %s', (code, decisions) =>
    withBench(async ({ look, importing }) => {
      const { importId } = await look({ 'OK/1.png': png(0), 'NG/2.png': png(1) });
      expect(await codeOf(() => importing.confirm(importId, decisions))).toBe(code);
      expect(importing.get(importId).phase).toBe('inspected');
    }),
  );

  it('when it comes too early, twice, or too late', () =>
    withBench(async ({ look, write, importing, folder, projectId }) => {
      const found = await look({ 'OK/1.png': png(0), 'NG/2.png': png(1) });
      const early = importing.inspect(projectId, [join(folder, 'set')]);
      expect(await codeOf(() => importing.confirm(early.importId, []))).toBe('imports.not-inspected');
      const both = await Promise.allSettled([
        importing.confirm(found.importId, []),
        importing.confirm(found.importId, []),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await importing.settled();
      expect(await codeOf(() => write(found))).toBe('imports.not-inspected');
      expect(await codeOf(() => importing.get('00000000-0000-0000-0000-000000000000'))).toBe('imports.not-found');
    }));
});

describe('an import fails', () => {
  it.each<readonly [string, (folder: string) => Promise<void>]>([
    ['data.folder-missing', async () => undefined],
    ['imports.nothing-found', (folder) => mkdir(folder)],
    ['imports.nothing-found', (folder) => writeFiles(folder, { 'OK/a.png': 'no image' })],
  ])('with %s', (code, prepare) =>
    withBench(async ({ folder, pick, importing, projectId, files }) => {
      await prepare(join(folder, 'set'));
      const state = await pick('set');
      expect(state).toMatchObject({ phase: 'failed', failure: { code } });
      expect(importing.active(projectId)).toHaveLength(1);
      importing.dismiss(state.importId);
      expect(importing.active(projectId)).toEqual([]);
      await importing.settled();
      expect(await codeOf(() => importing.get(state.importId))).toBe('imports.not-found');
      expect(await files()).toEqual([]);
    }),
  );

  it('when nothing can be read again, and leaves out what changed or vanished', () =>
    withBench(async ({ folder, look, write, rows, files }) => {
      const first = await look({ 'OK/1.png': png(0), 'NG/2.png': png(1), 'NG/3.png': png(2) });
      await writeFile(join(folder, 'set/OK/1.png'), png(9));
      await rm(join(folder, 'set/NG/2.png'));
      const done = await write(first);
      expect(done).toMatchObject({ phase: 'done', added: 1, report: { unusable: 2 } });
      expect(done.report?.leftOut.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
        'set/NG/2.png data.image-not-opened',
        'set/OK/1.png imports.file-changed',
      ]);
      expect(rows()).toEqual(['set/NG/3.png: NG']);
      const second = await look({ 'OK/4.png': png(3) });
      await rm(join(folder, 'set'), { recursive: true });
      expect(await write(second)).toMatchObject({ phase: 'failed', failure: { code: 'imports.source-gone' } });
      expect((await files()).filter((path) => path.startsWith('library'))).toHaveLength(1);
    }));

  it('when the library cannot be written, and nothing of it stays', () =>
    withBench(async ({ context, look, write, rows, files }) => {
      const found = await look({ 'OK/1.png': png(0), 'NG/2.png': png(1) });
      await writeFile(join(context.workspace.root, 'library'), 'in the way');
      expect(await write(found)).toMatchObject({ phase: 'failed', failure: { code: 'data.library-not-writable' } });
      expect(rows()).toEqual([]);
      expect(await files()).toEqual(['library']);
    }));

  it.each([
    [3, 'inspected', 4],
    [4, 'failed', 4],
  ])('when its child dies %i times: %s', (deaths, phase, expected) => {
    let starts = 0;
    const onStart = (kind: string): void => {
      if (++starts <= deaths) throw new NarashiError('jobs.crashed', { kind, reason: 'SIGKILL' });
    };
    return withBench(
      async ({ look }) => {
        expect((await look({ 'OK/1.png': png(0), 'NG/2.png': png(1) })).phase).toBe(phase);
        expect(starts).toBe(expected);
      },
      [],
      { onStart },
    );
  });
});

describe('a cancelled import leaves nothing', () => {
  const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i % 2 ? 'OK' : 'NG'}/${i}.png`, png(i)]));

  it.each(['import-inspect', 'import-write'])('during %s', (during) => {
    let cancel: (() => void) | undefined;
    const onEvent = (kind: string): void => {
      if (kind === during) cancel?.();
    };
    return withBench(
      async ({ folder, importing, projectId, rows, files: left }) => {
        await writeFiles(join(folder, 'set'), files);
        const { importId } = importing.inspect(projectId, [join(folder, 'set')]);
        cancel = () => void importing.cancel(importId);
        await importing.settled();
        if (during === 'import-write') {
          await importing.confirm(importId, []);
          await importing.settled();
        }
        expect(importing.get(importId).phase).toBe('cancelled');
        expect(importing.active(projectId)).toEqual([]);
        expect(rows()).toEqual([]);
        expect(await left()).toEqual([]);
      },
      [],
      { onEvent },
    );
  });

  it('while it waits for the user, or for its turn', () =>
    withBench(async ({ look, importing, folder, projectId, files: left }) => {
      const found = await look(files);
      const [one, two] = [0, 1].map(() => importing.inspect(projectId, [join(folder, 'set')]));
      for (const id of [found.importId, one?.importId, two?.importId])
        expect(importing.cancel(id ?? '').phase).toBe('cancelled');
      await importing.settled();
      expect(await left()).toEqual([]);
    }));

  it('but what another project has stays', () =>
    withBench(async ({ look, write, importing, context, folder }) => {
      const { store } = context.workspace;
      await write(await look({ 'OK/1.png': png(0), 'NG/2.png': png(1) }));
      const { id } = store.projects.create({ ...defaultProjectSettings, name: 'other' });
      const other = importing.inspect(id, [join(folder, 'set')]);
      await importing.settled();
      await importing.confirm(other.importId, []);
      importing.cancel(other.importId);
      await importing.settled();
      const [first] = store.projectImages.rows(1, store.projectImages.find(1));
      expect(await importing.library.has(first?.hash ?? '')).toBe(true);
    }));
});

describe('after a restart', () => {
  it('imports go on from where they stood, and what ended is cleared away', () =>
    withBench(async ({ folder, context, importing, projectId, look, rows }) => {
      const inspected = await look({ 'OK/1.png': png(0), 'NG/2.png': png(1) });
      const { importJobs } = context.workspace.store;
      const root = context.workspace.root;
      const writing = importing.inspect(projectId, [join(folder, 'set')]);
      await importing.settled();
      await importing.close();
      importJobs.update(writing.importId, 'writing', { decisions: [] });
      importJobs.create('11111111-0000-0000-0000-000000000000', projectId, {
        source: 'set',
        paths: [join(folder, 'set')],
      });
      importJobs.create('22222222-0000-0000-0000-000000000000', projectId, { source: 'set', paths: ['/x'] });
      importJobs.update('22222222-0000-0000-0000-000000000000', 'cancelled');
      await writeFiles(root, {
        'tmp/import-33333333/found.ndjson': '',
        'tmp/import-22222222-0000-0000-0000-000000000000/a': '',
        'library/incoming/1/half': 'x',
      });
      const next = new Importing(context, startInProcess());
      await next.resume();
      await next.settled();
      expect(next.get(inspected.importId).phase).toBe('inspected');
      expect(next.get(writing.importId).phase).toBe('done');
      expect(next.get('11111111-0000-0000-0000-000000000000')).toMatchObject({
        phase: 'inspected',
        report: { images: 0, known: 2 },
      });
      expect(await codeOf(() => next.get('22222222-0000-0000-0000-000000000000'))).toBe('imports.not-found');
      expect((await readdir(join(root, 'tmp'))).sort()).toEqual(
        [`import-${inspected.importId}`, 'import-11111111-0000-0000-0000-000000000000'].sort(),
      );
      expect(await readdir(join(root, 'library', 'incoming'))).not.toContain('1');
      expect(rows()).toEqual(['set/NG/2.png: NG', 'set/OK/1.png: OK']);
      await next.close();
    }));

  it('an inspection whose notes are gone begins again', () =>
    withBench(async ({ context, look }) => {
      const { importId } = await look({ 'OK/1.png': png(0), 'NG/2.png': png(1) });
      await rm(join(context.workspace.root, 'tmp'), { recursive: true });
      const next = new Importing(context, startInProcess());
      await next.resume();
      await next.settled();
      expect(next.get(importId)).toMatchObject({ phase: 'inspected', report: { images: 2 } });
      await next.close();
    }));
});

describe('uploads', () => {
  it('are shared with the library and cleared away when the import ends', () =>
    withBench(async ({ context, importing, projectId, write, files, rows }) => {
      const upload = join(context.workspace.root, 'tmp', 'uploads', 'u1');
      await writeFiles(upload, { 'set/OK/1.png': png(0), 'set/NG/2.png': png(1) });
      const { importId } = importing.inspect(projectId, [join(upload, 'set')]);
      expect(importing.needs(upload)).toBe(true);
      await importing.settled();
      await write(importing.get(importId));
      expect(importing.needs(upload)).toBe(false);
      expect(rows()).toEqual(['set/NG/2.png: NG', 'set/OK/1.png: OK']);
      expect((await files()).filter((path) => path.startsWith('tmp'))).toEqual([]);
    }));
});

describe('a folder imported at once', () => {
  it('reports its way and leaves nothing behind but its rows', () =>
    withBench(
      async ({ folder, importing, projectId, rows, files, context }) => {
        await writeFiles(join(folder, 'set'), { 'OK/1.png': png(0), 'NG/2.png': png(1) });
        const way: number[] = [];
        await importing.importFolder(projectId, join(folder, 'set'), (done, total) => way.push(done / total));
        expect(rows()).toEqual(['set/NG/2.png: NG', 'set/OK/1.png: OK']);
        expect(way).toEqual([...way].sort((a, b) => a - b));
        expect(context.workspace.store.importJobs.list()).toEqual([]);
        expect((await files()).filter((path) => path.startsWith('tmp'))).toEqual([]);
      },
      [{ name: 'OK', verdict: 'OK' }],
    ));

  it('can be stopped, and fails as imports do', () =>
    withBench(async ({ folder, importing, projectId, rows, files, context }) => {
      await writeFiles(join(folder, 'set'), { 'OK/1.png': png(0), 'NG/2.png': png(1) });
      const stop = new AbortController();
      const stopped = importing.importFolder(projectId, join(folder, 'set'), () => stop.abort(), stop.signal);
      expect(await codeOf(() => stopped)).toBe('imports.cancelled');
      expect(await codeOf(() => importing.importFolder(projectId, join(folder, 'gone')))).toBe('data.folder-missing');
      expect(rows()).toEqual([]);
      expect(await files()).toEqual([]);
      expect(context.workspace.store.importJobs.list()).toEqual([]);
    }));
});

describe('the service', () => {
  it('reads only what was granted, and tells every window', () =>
    withBench(async ({ folder, context, importing, projectId }) => {
      await writeFiles(join(folder, 'set'), { 'OK/1.png': png(0), 'NG/2.png': png(1) });
      const service = createImportsService(context, importing);
      const call = { signal: new AbortController().signal, progress: () => undefined };
      const grant = context.grants.add({ kind: 'read', paths: [join(folder, 'set')] });
      expect(await codeOf(() => service.inspect({ projectId, grant: crypto.randomUUID() }, call))).toBe(
        'services.not-granted',
      );
      const { importId } = await service.inspect({ projectId, grant }, call);
      await importing.settled();
      await service.confirm({ importId, classes: [] }, call);
      await importing.settled();
      const phases = context.sent.flatMap(({ service: name, value }) =>
        name === 'imports' ? [importState.parse(value).phase] : [],
      );
      expect([...new Set(phases)]).toEqual(['inspecting', 'inspected', 'writing', 'done']);
      expect(context.sent.map(({ service: name, event }) => `${name}.${event}`)).toEqual(
        expect.arrayContaining(['images.changed', 'projects.changed', 'history.added']),
      );
      expect(await readFile(join(folder, 'set/OK/1.png'))).toEqual(png(0));
    }));
});

// Imports that are refused, fail, are cancelled or interrupted: the right code, and nothing left behind.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Importing } from '../../../../main/services/import/importing.ts';
import { NarashiError } from '../../../../shared/contract/errors/index.ts';
import type { ClassDecision } from '../../../../shared/contract/imports.ts';
import { defaultProjectSettings } from '../../../../shared/contract/projects.ts';
import { writeFiles } from '../../../support/images.ts';
import { codeOf, png, withBench } from '../../../support/import-bench.ts';
import { startInProcess } from '../../../support/in-process.ts';

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

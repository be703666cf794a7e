// The other ways into an import: the service that windows call, uploads, and a folder imported at once.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createImportsService } from '../../../../main/services/imports.ts';
import { importState } from '../../../../shared/contract/imports.ts';
import { writeFiles } from '../../../support/images.ts';
import { codeOf, png, withBench } from '../../../support/import-bench.ts';

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

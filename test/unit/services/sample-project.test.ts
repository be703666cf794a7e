// Samples whose making was cut short by a crash: taken back at the next start, whatever their import had come to.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Library } from '../../../main/data/library.ts';
import { workFolderOf } from '../../../main/services/import/cleaning.ts';
import { Importing } from '../../../main/services/import/importing.ts';
import { settleSamples } from '../../../main/services/sample-project.ts';
import type { ImportPhase } from '../../../shared/contract/imports.ts';
import { defaultProjectSettings } from '../../../shared/contract/projects.ts';
import { insertImages } from '../../support/insert-images.ts';
import { projectImages, sampleProject, sha256 } from '../store/fixture.ts';
import { logged, startApp } from './fixture.ts';

const settings = { ...defaultProjectSettings, name: 'サンプル' };

describe('at the next start, a sample', () => {
  it.each<ImportPhase | 'none'>(['none', 'inspecting', 'inspected', 'writing', 'cancelled', 'failed'])(
    'whose import was in the state "%s" is gone, with everything it left',
    async (phase) => {
      const app = startApp();
      const { store, root } = app.context.workspace;
      const mine = sampleProject(store, '自分の検査');
      const { id } = store.projects.create(settings, { isSample: true });
      store.projectClasses.add(id, { name: 'OK', verdict: 'OK' });
      const library = new Library(root);
      const folder = workFolderOf(root, 'sample-import');
      await mkdir(folder.path, { recursive: true });
      await mkdir(join(root, 'tmp', 'sample', 'OK'), { recursive: true });
      if (phase !== 'none') {
        store.importJobs.create('sample-import', id, { source: 'sample', paths: [join(root, 'tmp', 'sample')] });
        store.importJobs.update('sample-import', phase);
        const planned = { path: 'a', file: 'a', hash: sha256('a'), className: 'OK', bytes: 1, width: 1, height: 1 };
        await writeFile(folder.found, '');
        await writeFile(folder.plan, `${JSON.stringify(planned)}\n`);
        await library.add(Buffer.from('a'), sha256('a'));
      }
      const importing = new Importing(app.context, () => {
        throw new Error('nothing is to be done by a child');
      });
      await settleSamples(app.context, () => importing.resume());
      await importing.settled();
      expect(store.projects.list({ archived: true }).map((each) => each.id)).toEqual([mine.id]);
      expect(store.datasets.list()).toHaveLength(1);
      expect(store.importJobs.list()).toEqual([]);
      expect(await library.has(sha256('a'))).toBe(false);
      expect(await readdir(join(root, 'tmp'))).toEqual([]);
      expect(logged(app)).toEqual([]);
    },
  );

  it('whose import was written is a project like others', async () => {
    const app = startApp();
    const { store } = app.context.workspace;
    const { id } = store.projects.create(settings, { isSample: true });
    insertImages(
      store,
      id,
      'import',
      projectImages(3, [store.projectClasses.add(id, { name: 'OK', verdict: 'OK' }).id]),
    );
    for (let start = 0; start < 2; start++) await settleSamples(app.context, async () => undefined);
    expect(store.projects.list().map((each) => each.id)).toEqual([id]);
    expect(logged(app)).toEqual(['project.created']);
  });
});

it('what is done in a project that another window archives meanwhile is kept', async () => {
  const { context, clients } = startApp();
  const { store } = context.workspace;
  const { id: projectId, classIds } = sampleProject(store);
  insertImages(store, projectId, 'import', projectImages(20, classIds));
  await clients.projects.archive({ projectId });
  store.edits.label(projectId, [1, 2], classIds[2] ?? 0);
  await clients.projects.addClass({ projectId, name: '欠け', verdict: 'NG' });
  expect((await clients.images.freeze({ projectId })).images).toBe(18);
  expect(await clients.projects.list({})).toEqual([]);
  const { classes, archivedAt } = await clients.projects.unarchive({ projectId });
  expect([classes.at(-1)?.name, archivedAt]).toEqual(['欠け', null]);
  expect(store.projectImages.get(projectId, 2).classId).toBe(classIds[2]);
});

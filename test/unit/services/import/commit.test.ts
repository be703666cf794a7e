// The end of an import: gathered while other calls are answered, and all there or not at all.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WorkFolder } from '../../../../main/data/import/work-folder.ts';
import { commitImport } from '../../../../main/services/import/commit.ts';
import type { ClassDecision } from '../../../../shared/contract/imports.ts';
import { sampleProject, sha256 } from '../../store/fixture.ts';
import { startApp } from '../fixture.ts';

const images = 1_000;

describe('an import that is written', () => {
  it('is gathered in pieces, and given up between them leaves nothing', async () => {
    const { context } = startApp();
    const { store, root } = context.workspace;
    const { id: projectId } = sampleProject(store);
    const before = store.projectClasses.list(projectId);
    const folder = new WorkFolder(join(root, 'tmp', 'import-1'));
    await mkdir(folder.path, { recursive: true });
    const planned = Array.from({ length: images }, (_, index) => {
      const [path, className] = [`新/${index}.png`, index % 2 === 0 ? '良品' : 'しみ'];
      return { path, file: path, hash: sha256(path), className, bytes: 1, width: 1, height: 1 };
    });
    await writeFile(folder.plan, planned.map((each) => `${JSON.stringify(each)}\n`).join(''));
    await writeFile(folder.failed, '{"path":"新/0.png","code":"imports.file-changed","reason":""}\n');
    store.importJobs.create('one', projectId, { source: '新', paths: ['/新'] });
    const job = store.importJobs.update('one', 'writing');
    const stain: ClassDecision = { source: 'しみ', include: true, target: 'しみ', verdict: 'OK' };
    const commit = async (isWanted: () => boolean) => {
      let answered = 0;
      let timer = setImmediate(function count() {
        answered++;
        timer = setImmediate(count);
      });
      const done = await commitImport(context, job, new Map([['しみ', stain]]), folder, isWanted);
      clearImmediate(timer);
      return { answered, done };
    };

    const given = await commit(() => false);
    expect(given.done).toBeUndefined();
    expect([store.projectImages.find(projectId), store.projectClasses.list(projectId)]).toEqual([[], before]);
    expect(store.importJobs.get('one').phase).toBe('writing');

    const { answered, done } = await commit(() => true);
    expect(answered).toBeGreaterThanOrEqual(Math.floor(images / 250) - 1);
    expect(done).toMatchObject({ phase: 'done', payload: { added: images - 1 } });
    const classes = store.projectClasses.list(projectId).map(({ name, verdict, images: own }) => [name, verdict, own]);
    expect(classes).toEqual([
      ['良品', 'OK', 499],
      ['scratch', 'NG', 0],
      ['dent', 'NG', 0],
      ['しみ', 'OK', 500],
    ]);
  });
});

// Projects as a window uses them: created, changed, archived, with every change told and logged; the sample.
import { existsSync, readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { defaultProjectSettings } from '../../../shared/contract/projects.ts';
import { insertImages } from '../../support/insert-images.ts';
import { classes, codeOfAsync, projectImages } from '../store/fixture.ts';
import { logged, startApp } from './fixture.ts';

const settings = { ...defaultProjectSettings, name: '基板はんだ' };

describe('projects', () => {
  it('go from creation to the archive and back, each change told to every window and logged', async () => {
    const app = startApp();
    const { projects } = app.clients;
    const { id: projectId, ...created } = await projects.create({ settings, classes: [...classes] });
    expect(created).toMatchObject({
      archivedAt: null,
      isSample: false,
      settings,
      classes: classes.map((label) => ({ ...label, images: 0 })),
      images: 0,
      unlabelled: 0,
      runs: 0,
      lastRunId: null,
      cover: [],
    });
    const changed = { ...settings, name: '基板はんだ（夜勤）', overkillCostYen: 250 };
    expect((await projects.update({ projectId, settings: changed })).settings).toEqual(changed);
    await projects.archive({ projectId });
    expect(await projects.list({})).toEqual([]);
    const hidden = await projects.get({ projectId });
    expect(hidden.archivedAt).not.toBeNull();
    expect(await projects.list({ archived: true })).toEqual([hidden]);
    await projects.unarchive({ projectId });
    expect(await projects.list({})).toMatchObject([{ id: projectId, archivedAt: null }]);
    expect(logged(app)).toEqual(['project.created', 'project.updated', 'project.archived', 'project.unarchived']);
    const told = app.events.filter(([name]) => name === 'projects.changed');
    expect(told.map(([, value]) => value)).toEqual([1, 2, 3, 4].map(() => ({ projectId })));
    expect(app.events.filter(([name]) => name === 'history.added')).toHaveLength(4);
  });

  it('have classes that are added, renamed and removed', async () => {
    const app = startApp();
    const { projects } = app.clients;
    const { id: projectId } = await projects.create({ settings, classes: [] });
    const [good] = (await projects.addClass({ projectId, name: ' 良品 ', verdict: 'OK' })).classes;
    const classId = good?.id ?? 0;
    expect(good?.name).toBe('良品');
    const renamed = await projects.updateClass({ projectId, classId, name: '合格', verdict: 'OK' });
    expect(renamed.classes).toEqual([{ id: classId, name: '合格', verdict: 'OK', images: 0 }]);
    expect((await projects.removeClass({ projectId, classId })).classes).toEqual([]);
    expect(logged(app)).toEqual(['project.created', 'class.added', 'class.updated', 'class.removed']);
    expect(app.context.workspace.store.activity.list({ limit: 2 })[1]?.data).toEqual({
      before: '良品',
      name: '合格',
      verdict: 'OK',
    });
  });

  it('are left as they were by what is refused, and nothing is told or logged', async () => {
    const app = startApp();
    const { projects } = app.clients;
    const { id: projectId, classes: made } = await projects.create({ settings, classes: [...classes] });
    const [good] = made;
    const classId = good?.id ?? 0;
    const { store } = app.context.workspace;
    insertImages(store, projectId, 'import', projectImages(3, [classId]));
    const before = await projects.get({ projectId });
    const [told, entries] = [app.events.length, logged(app)];
    const label = { name: 'dent', verdict: 'NG' } as const;
    const refusals: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['projects.not-found', () => projects.get({ projectId: 9 })],
      ['projects.not-found', () => projects.update({ projectId: 9, settings })],
      ['projects.not-found', () => projects.archive({ projectId: 9 })],
      ['projects.not-found', () => projects.addClass({ projectId: 9, ...label })],
      ['projects.class-exists', () => projects.addClass({ projectId, ...label })],
      ['projects.class-exists', () => projects.updateClass({ projectId, classId, ...label })],
      ['projects.class-not-found', () => projects.updateClass({ projectId, classId: 99, ...label })],
      ['projects.class-in-use', () => projects.removeClass({ projectId, classId })],
      ['projects.class-exists', () => projects.create({ settings, classes: [label, label] })],
    ];
    for (const [code, body] of refusals) expect(await codeOfAsync(body)).toBe(code);
    expect(await projects.list({ archived: true })).toEqual([before]);
    expect([app.events.length, logged(app)]).toEqual([told, entries]);
  });
});

describe('the sample project', () => {
  /** In place of drawing, where pictures do not matter. */
  async function draw(folder: string): Promise<number> {
    for (const kind of ['OK', 'scratch', 'stain']) await mkdir(join(folder, kind), { recursive: true });
    return 0;
  }

  it('is drawn, imported under names in the set language, and leaves no temporary files', async () => {
    const seen: { folders: readonly string[]; pictures: number }[] = [];
    const app = startApp(async (projectId, folder, report) => {
      const folders = readdirSync(folder).sort();
      const pictures = folders.flatMap((name) => readdirSync(join(folder, name))).length;
      seen.push({ folders, pictures });
      const { store } = app.context.workspace;
      const classIds = store.projectClasses.list(projectId).map(({ id }) => id);
      report(pictures / 2, pictures);
      insertImages(store, projectId, 'import', projectImages(pictures, classIds));
      report(pictures, pictures);
    });
    const progress: { done: number; total: number }[] = [];
    const project = await app.clients.projects.createSample({}, { onProgress: (value) => progress.push(value) });
    expect(seen).toEqual([{ folders: ['良品', 'キズ', '汚れ'].sort(), pictures: 280 }]);
    expect(project).toMatchObject({ isSample: true, images: 280, classes: [{ verdict: 'OK' }, {}, {}] });
    expect(project.classes.map(({ name }) => name)).toEqual(['良品', 'キズ', '汚れ']);
    expect(project.settings.name).toContain('サンプル');
    const done = progress.map((value) => value.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect([progress[0], progress.at(-1)]).toEqual([
      { done: 1, total: 560 },
      { done: 560, total: 560 },
    ]);
    expect(logged(app)).toEqual(['project.created']);
    expect(existsSync(join(app.context.workspace.root, 'sample.tmp'))).toBe(false);
  });

  it('leaves nothing behind when its import fails', async () => {
    const app = startApp(async () => {
      throw new Error('disk pulled out');
    }, draw);
    app.context.workspace.store.settings.changeApp({ language: 'en' });
    const failing = app.clients.projects.createSample({});
    await expect(failing).rejects.toThrow();
    const { store, root } = app.context.workspace;
    expect([store.projects.list({ archived: true }), store.datasets.list(), logged(app)]).toEqual([[], [], []]);
    expect(existsSync(join(root, 'sample.tmp'))).toBe(false);
    expect(app.failures.splice(0)).toHaveLength(1);
  });

  it('leaves nothing behind when it is stopped while it is imported', async () => {
    const stop = new AbortController();
    const app = startApp(async (_projectId, _folder, _report, signal) => {
      stop.abort();
      await expect.poll(() => signal.aborted).toBe(true);
      throw new NarashiError('imports.cancelled', {});
    }, draw);
    const stopped = app.clients.projects.createSample({}, { signal: stop.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'rpc.cancelled' });
    await expect.poll(() => app.context.workspace.store.projects.list({ archived: true })).toEqual([]);
    expect(app.context.workspace.store.datasets.list()).toEqual([]);
  });

  it('can be stopped while it is drawn; the next one starts afresh', async () => {
    let imports = 0;
    const app = startApp(async () => {
      imports++;
    });
    const { projects } = app.clients;
    const [first, second] = [new AbortController(), new AbortController()];
    const calls = [
      projects.createSample({}, { signal: first.signal, onProgress: () => first.abort() }),
      projects.createSample({}, { signal: second.signal, onProgress: () => second.abort() }),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'rpc.cancelled' });
    expect(imports).toBe(0);
    await expect.poll(() => existsSync(join(app.context.workspace.root, 'sample.tmp'))).toBe(false);
    expect(await projects.list({ archived: true })).toEqual([]);
  });
});

// History: runs of all projects and of the command line, found by any of their words; the log; settings in it.
import { describe, expect, it } from 'vitest';
import { createSettings } from '../../../main/services/settings.ts';
import { defaultRecipe } from '../../../shared/domain/recipe.ts';
import { environment, sampleProject, sampleRun } from '../store/fixture.ts';
import { type App, logged, startApp } from './fixture.ts';

/** Run 1 of the command line; 2 and 3 of a project, 2 done. */
async function withRuns(app: App): Promise<number> {
  const { store } = app.context.workspace;
  const { snapshotId } = await sampleRun(store);
  const { id: projectId } = sampleProject(store, 'ＡＢ-12 歯車');
  const draft = { snapshotId, network: 'tiny', seed: 3, hyperParameters: defaultRecipe(), projectId };
  store.runs.create({ ...draft, method: 'sgd' });
  store.runs.create({ ...draft, method: 'sam' });
  store.runs.start(2, environment);
  store.runs.end(2, 'done');
  store.runs.setNote(3, '照明を\n替えた後');
  return projectId;
}

describe('runs', () => {
  const searches: readonly (readonly [what: string, query: object, found: readonly number[]])[] = [
    ['nothing in particular', {}, [3, 2, 1]],
    ['a status', { status: 'queued' }, [3, 1]],
    ['a project', { projectId: 1 }, [3, 2]],
    ['a word of the project, in other letters', { text: 'ab-12' }, [3, 2]],
    ['a method', { text: 'SGD' }, [2]],
    ['a network', { text: 'small' }, [1]],
    ['a note', { text: '替えた' }, [3]],
    ['a number', { text: '2' }, [3, 2]],
    ['a number as people write it', { text: ' ＃3 ' }, [3]],
    ['all at once', { text: 'sam', status: 'queued', projectId: 1 }, [3]],
    ['signs that are special elsewhere', { text: '%' }, []],
    ['a limit', { limit: 2 }, [3, 2]],
  ];
  it.each(searches)('are found by %s, newest first', async (_, query, found) => {
    const app = startApp();
    expect(await withRuns(app)).toBe(1);
    expect((await app.clients.history.runs({ limit: 100, ...query })).map(({ id }) => id)).toEqual(found);
  });

  it('show project, figures and note', async () => {
    const app = startApp();
    const projectId = await withRuns(app);
    const [newest, , oldest] = await app.clients.history.runs({ limit: 100 });
    expect(newest).toMatchObject({ id: 3, projectId, projectName: 'ＡＢ-12 歯車', method: 'sam', seed: 3, epochs: 0 });
    expect(oldest).toMatchObject({
      id: 1,
      projectId: null,
      projectName: null,
      endedAt: null,
      testEscape: null,
      note: '',
    });
  });
});

describe('the log', () => {
  it('is told as it grows, and is read newest first, before a given entry', async () => {
    const app = startApp();
    const settings = createSettings(app.context);
    const context = { signal: new AbortController().signal, progress: () => {} };
    await settings.change({ operator: '佐藤', language: 'en' }, context);
    await settings.change({ operator: '佐藤' }, context);
    await settings.change({ theme: 'dark' }, context);
    expect(await settings.settings({}, context)).toEqual({ language: 'en', theme: 'dark', operator: '佐藤' });
    expect(logged(app)).toEqual(['settings.changed', 'settings.changed', 'settings.changed']);
    const all = await app.clients.history.activity({ limit: 10 });
    expect(all.map(({ operator, data }) => [operator, data])).toEqual([
      ['佐藤', { setting: 'theme', value: 'dark' }],
      ['佐藤', { setting: 'operator', value: '佐藤' }],
      ['佐藤', { setting: 'language', value: 'en' }],
    ]);
    expect(await app.clients.history.activity({ limit: 10, before: 3 })).toEqual(all.slice(1));
    expect(await app.clients.history.activity({ limit: 10, text: 'DARK' })).toEqual(all.slice(0, 1));
    const told = app.events.filter(([name]) => name === 'history.added').map(([, value]) => value);
    expect(told).toEqual(all.toReversed());
    expect(app.events.filter(([name]) => name === 'system.settings')).toHaveLength(3);
  });
});

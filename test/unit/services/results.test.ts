// Results: figures of a run, the images behind them in the right order, notes.
import { describe, expect, it } from 'vitest';
import { defaultProjectSettings } from '../../../shared/contract/projects.ts';
import { defaultRecipe } from '../../../shared/domain/recipe.ts';
import { classes, codeOfAsync, sha256 } from '../store/fixture.ts';
import { finished } from './finished-run.ts';
import { type App, logged, startApp } from './fixture.ts';

function project(app: App, costs: { escapeCostYen: number; overkillCostYen: number }): number {
  return app.context.workspace.store.projects.create({ ...defaultProjectSettings, name: 'ねじ', ...costs }).id;
}

describe('the report of a run', () => {
  it('holds figures, data, device and model', async () => {
    const app = startApp();
    const projectId = project(app, { escapeCostYen: 1, overkillCostYen: 1 });
    const runId = await finished(app, projectId);
    const report = await app.clients.results.report({ runId });
    expect(report).toMatchObject({
      runId,
      projectId,
      projectName: 'ねじ',
      status: 'done',
      recipe: defaultRecipe(),
      snapshot: { images: 20, classes },
      counts: { train: 12, validation: 4, test: 4 },
      epochs: [],
      evaluation: { images: 8, escape: { count: 2, total: 5 }, overkill: { count: 2, total: 3 } },
      cost: null,
      device: 'cpu',
      note: '',
      model: { bytes: 9, sha256: sha256('m') },
    });
    expect(await app.clients.results.compare({ runIds: [runId, runId] })).toEqual([report, report]);
  });

  it('says what is not there yet', async () => {
    const app = startApp();
    const { store } = app.context.workspace;
    const { snapshotId } = store.runs.get(await finished(app, null));
    const recipe = defaultRecipe();
    const { id: runId } = store.runs.create({
      snapshotId,
      network: 'tiny',
      method: 'sgd',
      seed: 0,
      hyperParameters: recipe,
    });
    const { results } = app.clients;
    expect(await results.report({ runId })).toMatchObject({
      status: 'queued',
      evaluation: null,
      device: null,
      model: null,
    });
    expect(await results.images({ runId, offset: 0, limit: 9 })).toEqual({ total: 0, images: [] });
    expect(await results.mistakes({ runId, limit: 9 })).toEqual([]);
    const other = store.runs.create({ snapshotId, network: 'tiny', method: 'sgd', seed: 0, hyperParameters: {} });
    expect(await codeOfAsync(() => results.report({ runId: other.id }))).toBe('store.unreadable-row');
    expect(await codeOfAsync(() => results.mistakes({ runId: 99, limit: 9 }))).toBe('store.run-not-found');
  });

  it('keeps a note, tells and logs it', async () => {
    const app = startApp();
    const runId = await finished(app, null);
    expect((await app.clients.results.setNote({ runId, note: '照明を替えた後' })).note).toBe('照明を替えた後');
    expect(logged(app)).toEqual(['run.noted']);
    expect(app.events.at(-1)).toEqual(['results.changed', { runId }]);
  });
});

describe('the images behind the figures', () => {
  const cells: readonly (readonly [string, { actual?: number; predicted?: number }, readonly number[]])[] = [
    ['a cell', { actual: 1, predicted: 0 }, [0.625, 0.75]],
    ['a row', { actual: 0 }, [0.5, 0.75, 0.9]],
    ['a column', { predicted: 2 }, [0.75, 0.9375]],
    ['the whole matrix', {}, [0.5, 0.625, 0.75, 0.75, 0.75, 0.75, 0.9, 0.9375]],
    ['an empty cell', { actual: 2, predicted: 0 }, []],
  ];
  it.each(cells)('of %s come least sure first, a page at a time', async (_, cell, expected) => {
    const app = startApp();
    const runId = await finished(app, null);
    const all = await app.clients.results.images({ runId, ...cell, offset: 0, limit: 500 });
    expect(all.images.map(({ probability }) => Math.round(probability * 1e4) / 1e4)).toEqual(expected);
    expect(all.total).toBe(expected.length);
    for (const { actual, predicted } of all.images) expect({ actual, predicted }).toMatchObject(cell);
    const page = await app.clients.results.images({ runId, ...cell, offset: 1, limit: 2 });
    expect(page).toEqual({ total: all.total, images: all.images.slice(1, 3) });
  });

  it('that were judged wrongly: escapes before overkills before confused defects, the surest first', async () => {
    const app = startApp();
    const runId = await finished(app, null);
    const mistakes = await app.clients.results.mistakes({ runId, limit: 9 });
    expect(
      mistakes.map(({ actual, predicted, probability, ngScore }) => [actual, predicted, probability, ngScore]),
    ).toEqual([
      [1, 0, 0.75, 0.25],
      [1, 0, 0.625, 0.375],
      [0, 1, 0.75, 0.75],
      [0, 1, 0.5, 0.625],
      [1, 2, 0.75, 1],
    ]);
    expect(mistakes[0]).toMatchObject({ hash: sha256('image 4'), path: '外観/000004.png' });
    expect(await app.clients.results.mistakes({ runId, limit: 2 })).toEqual(mistakes.slice(0, 2));
  });
});

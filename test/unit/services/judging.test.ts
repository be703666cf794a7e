// Judging: rules chosen on validation images and counted on test images, kept and logged; honest probabilities; weak spots.
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../main/eval/index.ts';
import { defaultProjectSettings } from '../../../shared/contract/projects.ts';
import { defaultEconomics } from '../../../shared/domain/benefit.ts';
import { classes, codeOfAsync } from '../store/fixture.ts';
import { finished } from './finished-run.ts';
import { type App, logged, startApp } from './fixture.ts';

function project(app: App): number {
  return app.context.workspace.store.projects.create({ ...defaultProjectSettings, name: 'ねじ', escapeCostYen: 5_000 })
    .id;
}

/** Twenty validation judgements of classes 良品, scratch and dent: good parts up to 0.35, defects from 0.45 on. */
function validate(app: App, runId: number): void {
  const { store } = app.context.workspace;
  const { snapshotId } = store.runs.get(runId);
  const images = [...store.snapshots.images(snapshotId)];
  const rows = images.map(({ classIndex }, place) => {
    const score = classIndex === 0 ? 0.05 + place * 0.015 : 0.45 + place * 0.025;
    return [1 - score, classIndex === 2 ? 0 : score, classIndex === 2 ? score : 0];
  });
  const labels = images.map(({ classIndex }) => classIndex);
  const { id } = store.evaluations.record(
    { runId, snapshotId, split: 'validation' },
    evaluate(labels, rows.flat(), classes),
  );
  store.predictions.record(
    id,
    images.map((image, place) => ({
      imageId: image.id,
      predicted: rows[place]?.indexOf(Math.max(...(rows[place] ?? []))) ?? 0,
      probabilities: Float32Array.from(rows[place] ?? []),
    })),
  );
}

describe('a rule', () => {
  it('is chosen on validation images and counted on test images', async () => {
    const app = startApp();
    const runId = await finished(app, project(app));
    const { judging } = app.clients;
    const { aims, rule, at } = await judging.rule({ runId });
    expect([rule, at]).toEqual([null, null]);
    expect(aims).toEqual({
      escapeCostYen: 5_000,
      overkillCostYen: defaultProjectSettings.overkillCostYen,
      reviewCostYen: 17,
      defectShare: defaultEconomics.defectShare,
      maximumEscape: null,
      maximumReview: 0.05,
    });
    expect((await judging.recommend({ runId, aims })).chosenOn).toEqual({ split: 'test', images: 8, defective: 5 });

    validate(app, runId);
    const found = await judging.recommend({ runId, aims });
    expect(found.chosenOn).toMatchObject({ split: 'validation', images: 20 });
    const threshold = found.rule?.okBelow ?? 0;
    expect(threshold).toBeGreaterThan(0.34);
    expect(threshold).toBeLessThan(0.48);
    expect(found.rule).toEqual({ okBelow: threshold, ngFrom: threshold, unlikeFrom: null });
    // NG scores of good test parts 0.1, 0.625, 0.75; of defects 0.25, 0.375, 0.75, 1, 1.
    expect(found.outcome).toMatchObject({
      escape: { count: 2, total: 5 },
      overkill: { count: 2, total: 3 },
      review: 0,
    });
    expect(found.plain).toMatchObject({ escape: { count: 2, total: 5 }, overkill: { count: 2, total: 3 } });
    const banded = { okBelow: 0.2, ngFrom: 0.9, unlikeFrom: null };
    expect(await judging.outcome({ runId, aims, rule: banded })).toMatchObject({
      escape: { count: 0 },
      overkill: { count: 0 },
      reviewDefective: { count: 3 },
      reviewGood: { count: 2 },
    });
  });

  it('is kept with what it was chosen by, logged, told, and taken away again', async () => {
    const app = startApp();
    const projectId = project(app);
    const runId = await finished(app, projectId);
    const { judging } = app.clients;
    const { aims } = await judging.rule({ runId });
    const wanted = { ...aims, maximumEscape: 0.01, defectShare: 0.05 };
    const rule = { okBelow: 0.125, ngFrom: 0.5, unlikeFrom: null };
    expect(await judging.setRule({ runId, rule, aims: wanted })).toMatchObject({ rule, aims: wanted });
    expect(app.events.at(-1)).toEqual(['judging.changed', { runId }]);
    expect(await judging.rule({ runId })).toMatchObject({ rule, aims: wanted, at: expect.any(String) });
    expect(await judging.setRule({ runId, rule: null, aims: wanted })).toMatchObject({ rule: null });
    expect(logged(app)).toEqual(['rule.set', 'rule.cleared']);
    const entries = await app.clients.history.activity({ projectId, limit: 9 });
    expect(entries[1]?.data).toEqual({ okBelow: 12.5, ngFrom: 50 });
    const { audit } = app.context.workspace.store;
    expect(audit.list({ subject: `run:${runId}`, limit: 9 })).toMatchObject([
      { kind: 'rule.cleared', data: { project: projectId } },
      { kind: 'rule.set', data: { project: projectId, rule, aims: wanted } },
    ]);
  });

  it('belongs to a finished run', async () => {
    const app = startApp();
    const { store } = app.context.workspace;
    const { snapshotId } = store.runs.get(await finished(app, null));
    const draft = { snapshotId, network: 'tiny', method: 'sgd', seed: 0, hyperParameters: {} };
    const { id: runId } = store.runs.create(draft);
    const { judging } = app.clients;
    const { aims } = await judging.rule({ runId });
    const rule = { okBelow: 0.1, ngFrom: 0.2, unlikeFrom: null };
    expect(await codeOfAsync(() => judging.setRule({ runId, rule, aims }))).toBe('services.not-trained');
    expect(await codeOfAsync(() => judging.rule({ runId: 99 }))).toBe('store.run-not-found');
    expect(await judging.recommend({ runId, aims })).toMatchObject({ rule: null, outcome: null });
    expect(await judging.curve({ runId, aims })).toEqual({ points: [], cheapest: null });
    expect(await judging.slices({ runId, by: 'lot' })).toEqual([]);
    expect(await judging.calibration({ runId })).toMatchObject({ temperature: 1, fittedOn: 0, testImages: 0 });
  });
});

describe('the curve', () => {
  it('counts escape and overkill at each threshold', async () => {
    const app = startApp();
    const runId = await finished(app, null);
    const { aims } = await app.clients.judging.rule({ runId });
    const { points, cheapest } = await app.clients.judging.curve({ runId, aims });
    const half = points.find(({ threshold }) => threshold === 0.5);
    expect(half).toMatchObject({ escape: { count: 2, total: 5 }, overkill: { count: 2, total: 3 } });
    expect(points[0]?.yenPerThousand).toBeCloseTo(1000 * 0.99 * 100, 6);
    const least = Math.min(...points.map(({ yenPerThousand }) => yenPerThousand ?? Number.NaN));
    expect(points[cheapest ?? -1]?.yenPerThousand).toBe(least);
  });
});

describe('honest probabilities', () => {
  it('takes a temperature from enough validation images only', async () => {
    const app = startApp();
    const runId = await finished(app, null);
    validate(app, runId);
    const found = await app.clients.judging.calibration({ runId });
    expect(found).toMatchObject({ temperature: 1, fittedOn: 0, fewest: 30, testImages: 8 });
    expect(found.before).toEqual(found.after);
    expect(found.before.bins.reduce((sum, { images }) => sum + images, 0)).toBe(8);
  });
});

describe('weak spots', () => {
  it('go by what is known of the parts', async () => {
    const app = startApp();
    const runId = await finished(app, null);
    const lots = await app.clients.judging.slices({ runId, by: 'lot' });
    expect(lots.reduce((sum, { images }) => sum + images, 0)).toBe(8);
    expect(lots.every(({ stands }) => stands === 'alike' || stands === 'too-few')).toBe(true);
  });
});

// Trials in the store: what they compare stays, their timing is fixed once, runs stand in their places, inputs come back.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRun } from '../../../main/services/train-run.ts';
import { openWorkspace, type Workspace } from '../../../main/services/workspace.ts';
import { planTiming } from '../../../main/trials/grid.ts';
import { defaultProjectSettings } from '../../../shared/contract/projects.ts';
import { defaultEconomics } from '../../../shared/domain/benefit.ts';
import { defaultRecipe } from '../../../shared/domain/recipe.ts';
import { plan } from '../../support/made-trial.ts';

let root = '';
let workspace: Workspace;
let snapshotId = 0;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'narashi-trials-'));
  workspace = openWorkspace(root);
  const { id: datasetId } = workspace.store.datasets.create('d', '/d');
  const { snapshot } = await workspace.store.snapshots.record({
    datasetId,
    classes: [
      { name: 'OK', verdict: 'OK' },
      { name: 'NG', verdict: 'NG' },
    ],
    images: [
      { path: 'a.png', contentHash: 'a'.repeat(64), className: 'OK', split: 'train' },
      { path: 'b.png', contentHash: 'b'.repeat(64), className: 'NG', split: 'test' },
    ],
  });
  snapshotId = snapshot.id;
});
afterEach(() => {
  workspace.close();
  rmSync(root, { recursive: true, force: true });
});

const create = () => workspace.store.trials.create({ projectId: null, snapshotId, name: '試行', plan });

it('keep their plan, and their timing from the first time on', () => {
  const { trials } = workspace.store;
  const { id } = create();
  expect(trials.get(id)).toMatchObject({ plan, timing: null, status: 'running', failure: null, endedAt: null });
  const first = planTiming(plan, 20, new Map([['sgd', 1] as const]), 'CPU');
  trials.setTiming(id, first);
  trials.setTiming(id, planTiming(plan, 9, new Map([['sgd', 3] as const]), 'other'));
  expect(trials.get(id).timing).toEqual(first);
});

it('know the runs of their cells, and a run its trial', () => {
  const { trials } = workspace.store;
  const [first, second] = [create().id, create().id];
  const runId = createRun(workspace, { id: snapshotId }, defaultRecipe('sgd'));
  trials.addRun(second, { method: 'sgd', budget: 'epochs', seed: 0 }, runId);
  trials.addRun(second, { method: 'sgd', budget: 'time', seed: 0 }, runId);
  expect(trials.runs(second).map(({ budget }) => budget)).toEqual(['epochs', 'time']);
  expect(trials.runs(first)).toEqual([]);
  expect(trials.ofRun(runId)).toBe(second);
  expect(() => trials.addRun(second, { method: 'sgd', budget: 'time', seed: 0 }, runId)).toThrow();
});

it('end, fail and go on', () => {
  const { trials } = workspace.store;
  const { id } = create();
  const failure = { code: 'store.disk-full', data: { path: 'D:' } } as const;
  expect(trials.setStatus(id, 'paused', failure)).toMatchObject({ status: 'paused', failure, endedAt: null });
  expect(trials.setStatus(id, 'running').failure).toBeNull();
  expect(trials.setStatus(id, 'done').endedAt).not.toBeNull();
  expect(trials.list({ status: 'running' })).toEqual([]);
  expect(() => trials.get(99)).toThrow(expect.objectContaining({ code: 'trials.not-found' }));
});

it('have the inputs of their project as they were kept last', () => {
  const { trials, projects } = workspace.store;
  const { id } = projects.create({ ...defaultProjectSettings, name: 'p' });
  expect(trials.economics(id)).toBeUndefined();
  const inputs = { ...defaultEconomics, escapeCostYen: 1, overkillCostYen: 2, yenPerKilowattHour: 3 };
  trials.setEconomics(id, inputs);
  trials.setEconomics(id, { ...inputs, escapeCostYen: 9 });
  expect(trials.economics(id)).toEqual({ ...inputs, escapeCostYen: 9 });
  expect(() => trials.setEconomics(id, { ...inputs, defectShare: 2 })).toThrow();
});

// Trials as the app runs them, over real children: timed, trained cell by cell, paused, taken up again by the next start.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mislabel } from '../../main/jobs/child/label-noise.ts';
import { type StartChild, startChild } from '../../main/jobs/control/child.ts';
import type { TrainingQueue } from '../../main/jobs/control/queue.ts';
import { createTrainingQueue } from '../../main/services/training/training-queue.ts';
import { TrialRunner } from '../../main/services/trials/trial-runner.ts';
import { createTrialsService } from '../../main/services/trials.ts';
import { contracts } from '../../shared/contract/index.ts';
import type { Trial } from '../../shared/contract/trials.ts';
import type { TrialPlan } from '../../shared/domain/trial.ts';
import { memoryPair } from '../../shared/rpc/channels/memory.ts';
import { connect } from '../../shared/rpc/client.ts';
import { serve } from '../../shared/rpc/server.ts';
import { openContext, type TestContext } from '../support/app-context.ts';
import { trainableProject } from '../support/trainable-project.ts';

const served = { trials: contracts.trials };
type Client = ReturnType<typeof connect<typeof served>>;
interface OpenedApp {
  readonly context: TestContext;
  readonly queue: TrainingQueue;
  readonly runner: TrialRunner;
  readonly client: Client;
  close(): Promise<void>;
}

let folder = '';
let app: OpenedApp;
let projectId = 0;

/** Real children but for the timing of the methods, which the command line's test does for real: it takes seconds each. */
const start: StartChild = (kind, payload, options) => {
  if (kind !== 'measure') return startChild(kind, payload, options);
  const timing = { start: 0, step: 0.01, judging: 0.01, validating: 0.01, features: 0, checkpoint: 0 };
  return {
    pid: undefined,
    result: Promise.resolve({ timing, others: 0 }),
    stop: () => undefined,
    kill: () => undefined,
  };
};

/** Queue, runner and service as main/host/compose.ts connects them. */
function open(): OpenedApp {
  const context = openContext(folder);
  const queue = createTrainingQueue(context, {
    startChild: start,
    threads: 1,
    followers: { onNews: (news, run) => runner.follow(news, run), onBusy: (isBusy) => runner.followBusy(isBusy) },
  });
  const runner: TrialRunner = new TrialRunner(context, {
    queue,
    startChild: start,
    log: () => undefined,
    sweep: () => undefined,
  });
  queue.open();
  runner.open();
  const [near, far] = memoryPair();
  serve(served, { trials: createTrialsService(context, { queue, runner, startChild: start }) }, near, {
    events: { subscribe: () => () => undefined },
    report: () => undefined,
  });
  const close = async () => {
    await Promise.all([runner.close(), queue.close()]);
    context.workspace.close();
  };
  return { context, queue, runner, client: connect(served, far), close };
}

const plan: TrialPlan = {
  baseline: 'sgd',
  methods: ['sgd', 'samar-efficient'],
  budgets: ['epochs'],
  seeds: [1, 2],
  preset: 'fast',
  advanced: { size: 16, epochs: 2, batchSize: 8 },
  labelNoise: 0.2,
  robustness: false,
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'narashi-trials-'));
  app = open();
  projectId = await trainableProject(app.context.workspace, [
    { kind: 'OK', images: 30 },
    { kind: 'stain', images: 20 },
  ]);
}, 60_000);
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const reaches = (id: number, is: (trial: Trial) => boolean) =>
  expect
    .poll(async () => is(await app.client.trials.get({ trialId: id })), { timeout: 240_000, interval: 50 })
    .toBe(true);

describe('a trial in the app', () => {
  let trial: Trial;

  it('is taken up by the next start where the program ended, and trains nothing twice', async () => {
    trial = await app.client.trials.start({ projectId, name: '夜間', plan });
    expect(trial).toMatchObject({ status: 'running', timing: null, total: 4, done: 0 });
    await reaches(trial.id, ({ done }) => done >= 1);
    await app.close();
    app = open();
    await reaches(trial.id, ({ status }) => status === 'done');
    const ended = await app.client.trials.get({ trialId: trial.id });
    expect(ended).toMatchObject({ done: 4, total: 4, failure: null });
    const runIds = ended.cells.map(({ runId }) => runId);
    expect(new Set(runIds).size).toBe(4);
    expect(app.context.workspace.store.runs.list()).toHaveLength(4);
  }, 300_000);

  it('gives all methods of a seed the same weights to begin with, and the same mistakes', async () => {
    const { store } = app.context.workspace;
    const { cells } = await app.client.trials.get({ trialId: trial.id });
    const initial = (seed: number) =>
      new Set(cells.filter((cell) => cell.seed === seed).map(({ runId }) => store.runs.get(runId ?? 0).initialWeights));
    expect([initial(1).size, initial(2).size]).toEqual([1, 1]);
    expect(initial(1)).not.toEqual(initial(2));
    for (const { runId } of cells) {
      const { memorised, hyperParameters } = store.runs.get(runId ?? 0);
      expect(memorised).not.toBeNull();
      expect(hyperParameters).toMatchObject({ labelNoise: 0.2 });
    }
  });

  it('judges validation images too at the end of each run, for rules to be chosen on', () => {
    const { store } = app.context.workspace;
    for (const { id, snapshotId } of store.runs.list()) {
      const splits = store.evaluations.list(id).map(({ split, result }) => [split, result.images]);
      const images = (split: 'validation' | 'test') => [...store.snapshots.images(snapshotId, split)].length;
      expect(splits).toEqual([
        ['validation', images('validation')],
        ['test', images('test')],
      ]);
    }
  });

  it('has figures that agree with the evaluations of its runs', async () => {
    const { store } = app.context.workspace;
    const { budgets, testImages } = await app.client.trials.result({ trialId: trial.id });
    const [budget] = budgets;
    for (const { runIds, accuracy } of budget?.methods ?? []) {
      const own = runIds.map((id) => store.evaluations.list(id).at(-1)?.result.accuracy?.value ?? -1);
      expect(accuracy?.values).toEqual(own);
    }
    expect(testImages).toBe(10);
    expect(budget?.verdicts[0]).toMatchObject({ method: 'samar-efficient', kind: 'too-few' });
    const { economics, benefit } = await app.client.trials.benefit({
      trialId: trial.id,
      method: 'samar-efficient',
      budget: 'epochs',
    });
    expect(economics.escapeCostYen).toBe(store.projects.get(projectId).settings.escapeCostYen);
    expect(benefit.figures.at(-1)?.step).toBe('effectYen');
  });

  it('pauses, goes on, and is ended for good with what was trained', async () => {
    const second = await app.client.trials.start({ projectId, name: '二回目', plan: { ...plan, seeds: [3, 4] } });
    await reaches(second.id, ({ done }) => done >= 1);
    await app.client.trials.pause({ trialId: second.id });
    // The process of a training that is done already may still be about to end.
    await expect.poll(() => app.queue.isBusy, { timeout: 60_000 }).toBe(false);
    const paused = await app.client.trials.get({ trialId: second.id });
    expect(paused.status).toBe('paused');
    await app.client.trials.resume({ trialId: second.id });
    await reaches(second.id, ({ done }) => done > paused.done);
    const stopped = await app.client.trials.stop({ trialId: second.id });
    expect(stopped.status).toBe('stopped');
    await expect(app.client.trials.resume({ trialId: second.id })).rejects.toMatchObject({ code: 'trials.has-ended' });
    const { budgets } = await app.client.trials.result({ trialId: second.id });
    expect(budgets[0]?.methods.flatMap(({ runIds }) => runIds).length).toBeGreaterThanOrEqual(2);
    expect(await app.client.trials.active({})).toEqual([]);
  }, 300_000);
});

describe('labels made wrong on purpose', () => {
  const labels = Int32Array.from({ length: 50 }, (_, image) => image % 3);
  it.each([0, 0.1, 0.2, 0.5])('are exactly the share asked for, never right by chance: %d', (share) => {
    const spoilt = mislabel(labels, 3, share, 7);
    expect(spoilt.filter((label, image) => label !== labels[image])).toHaveLength(Math.round(50 * share));
    expect(spoilt.every((label) => label >= 0 && label < 3)).toBe(true);
  });
  it('depend on the seed alone', () => {
    expect(mislabel(labels, 3, 0.3, 7)).toEqual(mislabel(labels, 3, 0.3, 7));
    expect(mislabel(labels, 3, 0.3, 7)).not.toEqual(mislabel(labels, 3, 0.3, 8));
  });
});

// A trainer that does what the test says, in place of a child process, over a real store.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildJob, ChildOptions, StartChild } from '../../../../main/jobs/control/child.ts';
import type { RunNews } from '../../../../main/jobs/control/endings.ts';
import { type QueueOptions, TrainingQueue } from '../../../../main/jobs/control/queue.ts';
import { type TrainEvent, trainPayload } from '../../../../main/jobs/train-messages.ts';
import type { Store } from '../../../../main/store/index.ts';
import { defaultProjectSettings } from '../../../../shared/contract/projects.ts';
import type { Device, QueuedRun } from '../../../../shared/contract/training.ts';
import { defaultRecipe } from '../../../../shared/domain/recipe.ts';
import type { EpochMetrics } from '../../../../shared/domain/run.ts';
import { classes, environment, images, temporaryFolder, temporaryStore } from '../../store/fixture.ts';

/** One child the queue has started. */
export interface FakeChild {
  readonly runId: number;
  /** What the order says to train on. */
  readonly device: Device | undefined;
  readonly isStopped: () => boolean;
  /** Says something and waits until the queue has dealt with it. */
  tell(event: TrainEvent): Promise<void>;
  begin(): Promise<void>;
  epoch(epoch: number): Promise<void>;
  finish(): Promise<void>;
  stopped(): Promise<void>;
  fail(error: Error): Promise<void>;
}

export interface Scene {
  readonly store: Store;
  readonly queue: TrainingQueue;
  readonly children: FakeChild[];
  readonly changes: QueuedRun[];
  readonly news: (readonly [RunNews, number])[];
  readonly busy: boolean[];
  readonly root: string;
  /** A run of the project, queued. */
  add(epochs?: number): Promise<number>;
  /** The child started last, once there are so many. */
  child(count: number): Promise<FakeChild>;
  reopened(): TrainingQueue;
}

/** Lets everything that is ready happen. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 20; round++) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Waits for what takes as long as the disk does. */
async function until(condition: () => boolean): Promise<void> {
  for (let round = 0; round < 2_000 && !condition(); round++) await new Promise((resolve) => setTimeout(resolve, 5));
  await settle();
}

export async function scene(options: Partial<QueueOptions> = {}): Promise<Scene> {
  const { store } = temporaryStore();
  const root = temporaryFolder();
  const project = store.projects.create({
    ...defaultProjectSettings,
    name: 'ねじ',
    watts: 100,
    yenPerKilowattHour: 20,
  });
  const { snapshot } = await store.snapshots.record({ datasetId: project.datasetId, classes, images: images(12) });
  const children: FakeChild[] = [];
  const changes: QueuedRun[] = [];
  const news: (readonly [RunNews, number])[] = [];
  const busy: boolean[] = [];
  const place = {
    root,
    store,
    runFolder: (id: number) => {
      const folder = join(root, 'runs', String(id));
      mkdirSync(folder, { recursive: true });
      return folder;
    },
  };
  const startChild: StartChild = (_, payload, given = {}) => {
    const { runId, device } = trainPayload.parse(payload);
    const { job, child } = fake(runId, device, given, () => {
      const before = changes.length;
      return until(() => changes.length > before);
    });
    children.push(child);
    return job;
  };
  const make = () =>
    new TrainingQueue({
      place,
      startChild,
      onChange: (run) => changes.push(run),
      onNews: (kind, { id }) => news.push([kind, id]),
      onBusy: (isBusy) => busy.push(isBusy),
      ...options,
    });
  const queue = make();
  queue.open();
  return {
    store,
    queue,
    children,
    changes,
    news,
    busy,
    root,
    add: async (epochs = 3) => {
      const recipe = { ...defaultRecipe('sam'), epochs };
      const { network, method, seed } = recipe;
      const draft = { snapshotId: snapshot.id, network, method, seed, hyperParameters: recipe, projectId: project.id };
      const { id } = store.runs.create(draft);
      queue.added(id);
      await settle();
      return id;
    },
    child: async (count) => {
      await until(() => children.length >= count);
      const last = children.at(-1);
      if (!last || children.length !== count) throw new Error(`${children.length} children, ${count} expected`);
      return last;
    },
    reopened: make,
  };
}

function fake(
  runId: number,
  device: Device | undefined,
  options: ChildOptions,
  gone: () => Promise<void>,
): { job: ChildJob; child: FakeChild } {
  let isStopped = false;
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  promise.catch(() => undefined);
  const stop = () => {
    isStopped = true;
  };
  const tell = async (event: TrainEvent) => options.onEvent?.(JSON.parse(JSON.stringify(event)));
  const child: FakeChild = {
    runId,
    device,
    isStopped: () => isStopped,
    tell,
    begin: () => tell({ type: 'begun', environment }),
    epoch: async (epoch) => {
      await tell({ type: 'epoch', metrics: { ...metrics, epoch, loss: 1 / epoch }, gradientEvaluations: 2 * epoch });
      await tell({ type: 'checkpoint', gradientEvaluations: 2 * epoch });
    },
    finish: async () => {
      await tell({
        type: 'result',
        tested: false,
        exported: null,
        checkpoint: null,
        memorised: null,
        gradientEvaluations: 6,
      });
      resolve({ status: 'done' });
      await gone();
    },
    stopped: async () => {
      resolve({ status: 'stopped' });
      await gone();
    },
    fail: async (error) => {
      reject(error);
      await gone();
    },
  };
  return { job: { pid: 1, result: promise, stop, kill: stop }, child };
}

const metrics: EpochMetrics = {
  epoch: 1,
  loss: 1,
  perturbedLoss: 1.2,
  sharpness: 0.2,
  lambda: 1,
  rho: 0.05,
  learningRate: 0.1,
  gradientNorm: 1,
  trainAccuracy: 0.5,
  validationLoss: null,
  validationAccuracy: 0.4,
  validationBalancedAccuracy: null,
  seconds: 2,
  imagesPerSecond: 50,
  skippedSteps: 0,
};

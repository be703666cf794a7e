// A GPU whose driver takes the trainer's process along: a real process is killed in the middle of its training, and the run
// comes to its end on the CPU from its last checkpoint. (The process that stands in for the GPU computes on the CPU.)
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type StartChild, startChild } from '../../main/jobs/control/child.ts';
import { TrainingQueue } from '../../main/jobs/control/queue.ts';
import { trainEvent, trainPayload } from '../../main/jobs/train-messages.ts';
import { freezeProject } from '../../main/services/freeze.ts';
import { createRun } from '../../main/services/train-run.ts';
import { openContext } from '../support/app-context.ts';
import { toyRecipe } from '../support/toy-training.ts';
import { trainableProject } from '../support/trainable-project.ts';

const gpu = { name: 'Card (WebGPU)', provider: 'webgpu', isGpu: true, threads: 1 };

it('goes on on the CPU', async () => {
  const root = await mkdtemp(join(tmpdir(), 'narashi-lost-均し-'));
  const context = openContext(join(root, 'workspace'));
  const { workspace } = context;
  const { store } = workspace;
  const devices: boolean[] = [];
  const start: StartChild = (kind, payload, options = {}) => {
    const { device, ...order } = trainPayload.parse(payload);
    devices.push(device?.isGpu ?? false);
    let checkpoints = 0;
    const child = startChild(kind, order, {
      ...options,
      onEvent: async (told) => {
        await options.onEvent?.(told);
        if (trainEvent.parse(told).type === 'checkpoint') checkpoints++;
        if (device?.isGpu && checkpoints === 2 && child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      },
    });
    return child;
  };
  const news: string[] = [];
  const ended = Promise.withResolvers<void>();
  const queue = new TrainingQueue({
    place: workspace,
    startChild: start,
    threads: 1,
    device: () => gpu,
    onNews: (kind) => {
      news.push(kind);
      if (kind === 'done' || kind === 'failed') ended.resolve();
    },
  });
  onTestFinished(async () => {
    await queue.close();
    workspace.close();
    await rm(root, { recursive: true });
  });
  const projectId = await trainableProject(workspace, [
    { kind: 'OK', images: 24 },
    { kind: 'stain', images: 20 },
  ]);
  const { snapshot } = await freezeProject(context, projectId);
  const id = createRun(workspace, snapshot, toyRecipe({ method: 'sgd', epochs: 6 }), { projectId });
  queue.open();
  await ended.promise;
  expect(news).toEqual(['device-lost', 'done']);
  expect(devices).toEqual([true, false]);
  expect(store.runs.attempts(id).map(({ outcome }) => outcome)).toEqual(['failed', 'done']);
  expect(store.epochs.list(id).map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
}, 240_000);

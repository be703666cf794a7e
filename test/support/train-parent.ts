// An app of its own that opens a workspace and works off its queue. Says on its output which trainers it starts, in which
// phase they are and which epochs are committed, and `finished` once nothing is left to train.
import { writeSync } from 'node:fs';
import { startChild } from '../../main/jobs/control/child.ts';
import { createTrainingQueue } from '../../main/services/training/training-queue.ts';
import { openContext } from './app-context.ts';

const [folder = ''] = process.argv.slice(2);
const say = (line: string) => void writeSync(1, `${line}\n`);

const context = openContext(folder);
const { store } = context.workspace;
const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
const queue = createTrainingQueue(
  {
    ...context,
    emit: {
      ...context.emit,
      training: (_, value) => {
        if ('phase' in value) say(`phase ${value.phase}`);
        // Only whole epochs have an accuracy.
        else if (value.point.accuracy !== null) say(`epoch ${value.point.at}`);
      },
    },
  },
  {
    threads: 1,
    checkpointSeconds: 0.1,
    startChild: (...job) => {
      const child = startChild(...job);
      say(`child ${child.pid}`);
      return child;
    },
    signs: {
      onBusy: (isBusy) => {
        if (!isBusy) finish();
      },
      onProgress: () => undefined,
      onEnd: ({ outcome, runId }) => {
        // As a user would: a trainer killed twice in a row is started again by hand.
        if (outcome === 'failed') setImmediate(() => void queue.resume(runId));
      },
    },
  },
);
queue.open();
if (!queue.isBusy) finish();
while (store.runs.list().some(({ status }) => status !== 'done')) {
  await finished;
  await new Promise((resolve) => setTimeout(resolve, 20));
}
await queue.close();
context.workspace.close();
say('finished');

// Training as a job of its own process.
import { startEngine } from '../engine.ts';
import { readImageList } from '../image-list.ts';
import { imageListPath } from '../run-files.ts';
import { type TrainEnd, type TrainEvent, trainPayload } from '../train-messages.ts';
import type { JobContext } from './job.ts';
import { runTraining } from './run-training.ts';
import { StepDigest } from './step-digest.ts';

export async function trainJob(payload: unknown, { signal, report, ask }: JobContext): Promise<TrainEnd> {
  const { threads, device, ...order } = trainPayload.parse(payload);
  const images = await readImageList(imageListPath(order.runFolder));
  const engine = startEngine({ memory: order.workspace, device, ...(threads === undefined ? {} : { threads }) });
  const steps = new StepDigest(order.recipe.batchSize, report);
  try {
    return await runTraining(engine, order, images, {
      signal,
      report: (event: TrainEvent) => {
        if (event.type === 'phase') steps.begin();
        report(event);
      },
      ask: async (event) => {
        await ask(event);
        steps.begin();
      },
      onStep: (step) => steps.add(step),
    });
  } finally {
    await engine.close();
  }
}

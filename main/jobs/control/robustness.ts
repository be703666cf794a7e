// A shop-floor sweep, as the parent asks a child for it: of the exported model of one finished training.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { recipeSchema } from '../../../shared/domain/recipe.ts';
import { type RobustnessResult, robustnessResult } from '../../../shared/domain/study.ts';
import { writeImageList } from '../image-list.ts';
import { type RobustnessOrder, robustnessEvent } from '../robustness-messages.ts';
import { modelPath } from '../run-files.ts';
import type { Measuring } from './flatness.ts';
import type { Workplace } from './workplace.ts';

/** @throws NarashiError store.run-not-found, services.not-trained, services.model-missing, services.no-test-images */
export function robustnessOrderOf(place: Workplace, runId: number): RobustnessOrder {
  const { run, snapshot } = place.store.showRun(runId);
  if (run.status !== 'done') throw new NarashiError('services.not-trained', { id: runId, status: run.status });
  const model = modelPath(place.runFolder(runId));
  if (!existsSync(model)) throw new NarashiError('services.nothing-to-export', { id: runId });
  const { size } = recipeSchema.parse(run.hyperParameters);
  return { workspace: place.root, model, size, classes: [...snapshot.classes] };
}

/** @throws NarashiError as robustnessOrderOf, and services.images-changed, jobs.* */
export async function measureRobustness(
  place: Workplace,
  runId: number,
  { start, signal, onProgress }: Measuring,
): Promise<RobustnessResult> {
  const order = robustnessOrderOf(place, runId);
  // One sweep of a run at a time: what a killed app left behind is overwritten.
  const list = join(place.runFolder(runId), 'robustness-images.jsonl');
  const { run } = place.store.showRun(runId);
  try {
    await writeImageList(list, place.store.snapshots.images(run.snapshotId, 'test'));
    const onEvent = (event: unknown) => onProgress(robustnessEvent.parse(event));
    const child = start('robustness', { ...order, images: list }, { onEvent });
    const stop = () => child.stop();
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    const result = await child.result.finally(() => signal.removeEventListener('abort', stop));
    return robustnessResult.parse(result);
  } finally {
    await rm(list, { force: true });
  }
}

// A shop-floor sweep, as the parent asks a child for it: of the exported model of one finished training.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type RobustnessResult, robustnessResult } from '../../../shared/domain/study.ts';
import { writeImageList } from '../image-list.ts';
import { type RobustnessOrder, robustnessEvent } from '../robustness-messages.ts';
import { exportedRun } from './exported-model.ts';
import type { Measuring } from './flatness.ts';
import { untilAborted } from './until-aborted.ts';
import type { Workplace } from './workplace.ts';

/** @throws NarashiError store.run-not-found, services.not-trained, services.model-missing, services.no-test-images */
export function robustnessOrderOf(place: Workplace, runId: number): RobustnessOrder {
  const { workspace, model, size } = exportedRun(place, runId);
  const { snapshotId } = place.store.runs.get(runId);
  return { workspace, model, size, classes: [...place.store.snapshots.get(snapshotId).classes] };
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
  try {
    await writeImageList(list, place.store.snapshots.images(place.store.runs.get(runId).snapshotId, 'test'));
    const onEvent = (event: unknown) => onProgress(robustnessEvent.parse(event));
    const child = start('robustness', { ...order, images: list }, { onEvent });
    return robustnessResult.parse(await untilAborted(child, signal));
  } finally {
    await rm(list, { force: true });
  }
}

// A likeness study, as the parent asks a child for it: of the exported model of one finished training.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type LikenessResult, likenessResult } from '../../../shared/domain/study.ts';
import { writeImageList } from '../image-list.ts';
import { likenessEvent } from '../likeness-messages.ts';
import { exportedRun } from './exported-model.ts';
import type { Measuring } from './flatness.ts';
import { untilAborted } from './until-aborted.ts';
import type { Workplace } from './workplace.ts';

/** @throws NarashiError as exportedRun, and judging.no-features, services.images-changed, jobs.* */
export async function measureLikeness(
  place: Workplace,
  runId: number,
  { start, signal, onProgress }: Measuring,
): Promise<LikenessResult> {
  const order = exportedRun(place, runId);
  // One study of a run at a time: what a killed app left behind is overwritten.
  const list = join(place.runFolder(runId), 'likeness-images.jsonl');
  try {
    await writeImageList(list, place.store.snapshots.images(place.store.runs.get(runId).snapshotId));
    const onEvent = (event: unknown) => onProgress(likenessEvent.parse(event));
    const child = start('likeness', { ...order, images: list }, { onEvent });
    return likenessResult.parse(await untilAborted(child, signal));
  } finally {
    await rm(list, { force: true });
  }
}

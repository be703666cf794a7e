// A likeness study, as the parent asks a child for it: of the exported model of one finished training.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { recipeSchema } from '../../../shared/domain/recipe.ts';
import { type LikenessResult, likenessResult } from '../../../shared/domain/study.ts';
import { writeImageList } from '../image-list.ts';
import { type LikenessOrder, likenessEvent } from '../likeness-messages.ts';
import { modelPath } from '../run-files.ts';
import type { Measuring } from './flatness.ts';
import type { Workplace } from './workplace.ts';

/** @throws NarashiError store.run-not-found, services.not-trained, services.nothing-to-export */
export function likenessOrderOf(place: Workplace, runId: number): LikenessOrder {
  const run = place.store.runs.get(runId);
  if (run.status !== 'done') throw new NarashiError('services.not-trained', { id: runId, status: run.status });
  const model = modelPath(place.runFolder(runId));
  if (!existsSync(model)) throw new NarashiError('services.nothing-to-export', { id: runId });
  return { runId, workspace: place.root, model, size: recipeSchema.parse(run.hyperParameters).size };
}

/** @throws NarashiError as likenessOrderOf, and judging.no-features, services.images-changed, jobs.* */
export async function measureLikeness(
  place: Workplace,
  runId: number,
  { start, signal, onProgress }: Measuring,
): Promise<LikenessResult> {
  const order = likenessOrderOf(place, runId);
  // One study of a run at a time: what a killed app left behind is overwritten.
  const list = join(place.runFolder(runId), 'likeness-images.jsonl');
  try {
    await writeImageList(list, place.store.snapshots.images(place.store.runs.get(runId).snapshotId));
    const onEvent = (event: unknown) => onProgress(likenessEvent.parse(event));
    const child = start('likeness', { ...order, images: list }, { onEvent });
    const stop = () => child.stop();
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    const result = await child.result.finally(() => signal.removeEventListener('abort', stop));
    return likenessResult.parse(result);
  } finally {
    await rm(list, { force: true });
  }
}

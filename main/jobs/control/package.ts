// The making of a package, as the parent asks a child for it: of a finished training whose model was just proved.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { writeImageList, writeJudgedList } from '../image-list.ts';
import { packageEvent, type packageFacts } from '../package-messages.ts';
import type { StartChild } from './child.ts';
import { exportedRun } from './exported-model.ts';
import { untilAborted } from './until-aborted.ts';
import { verifyOrderOf } from './verification.ts';
import type { Workplace } from './workplace.ts';

export interface PackageRequest {
  readonly runId: number;
  readonly facts: z.infer<typeof packageFacts>;
  readonly anySize: boolean;
  readonly start: StartChild;
  readonly signal: AbortSignal;
  onProgress(progress: { readonly done: number; readonly total: number }): void;
}

/**
 * Writes the package's files, unsigned, into a folder of the run; its path.
 * @throws NarashiError as verifyOrderOf, and package.*, services.images-changed, jobs.*
 */
export async function packageInChild(place: Workplace, request: PackageRequest): Promise<string> {
  const { runId, facts, anySize, start, signal, onProgress } = request;
  const { order, judged } = verifyOrderOf(place, runId);
  const { workspace, model, size } = exportedRun(place, runId);
  const { snapshotId } = place.store.runs.get(runId);
  const runFolder = place.runFolder(runId);
  // One package of a run at a time: what a killed app left behind is overwritten.
  const lists = { images: join(runFolder, 'package-images.jsonl'), judged: join(runFolder, 'package-judged.jsonl') };
  const folder = join(runFolder, 'package.tmp');
  try {
    await writeImageList(lists.images, place.store.snapshots.images(snapshotId));
    await writeJudgedList(lists.judged, judged());
    const roots = place.store.datasets.ofSnapshot(snapshotId).map(({ root }) => root);
    const payload = { workspace, snapshot: order.snapshot, model, size, facts, anySize, ...lists, roots, folder };
    await untilAborted(
      start('package', payload, { onEvent: (event) => onProgress(packageEvent.parse(event)) }),
      signal,
    );
    return folder;
  } finally {
    for (const list of Object.values(lists)) await rm(list, { force: true });
  }
}

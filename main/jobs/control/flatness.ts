// Measurements of flatness, as the parent asks a child for them: of one finished training, or around two.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { recipeSchema } from '../../../shared/domain/recipe.ts';
import { haveSameLoss } from '../../../shared/domain/same-loss.ts';
import {
  type FlatnessResult,
  flatnessResult,
  type LandscapeResult,
  landscapeResult,
} from '../../../shared/domain/study.ts';
import { type FlatnessOrder, flatnessEvent, type LandscapeOrder, type TrainedRunOrder } from '../flatness-messages.ts';
import { writeImageList } from '../image-list.ts';
import { backboneFor } from './backbone-for.ts';
import type { StartChild } from './child.ts';
import { untilAborted } from './until-aborted.ts';
import type { Workplace } from './workplace.ts';

/** @throws NarashiError store.run-not-found, services.not-trained */
export function flatnessOrderOf(place: Workplace, runId: number): FlatnessOrder {
  const { order, classes } = trained(place, runId);
  return { run: order, classes, workspace: place.root };
}

/** @throws NarashiError store.run-not-found, services.not-trained, flatness.not-side-by-side */
export function landscapeOrderOf(place: Workplace, runId: number, otherRunId: number | null): LandscapeOrder {
  const first = trained(place, runId);
  const { classes } = first;
  if (otherRunId === null) return { runs: [first.order], classes, workspace: place.root };
  const second = trained(place, otherRunId);
  const differs = !haveSameLoss(
    { recipe: first.order.recipe, data: first.data },
    { recipe: second.order.recipe, data: second.data },
  );
  if (differs || runId === otherRunId) {
    throw new NarashiError('flatness.not-side-by-side', { id: runId, other: otherRunId });
  }
  return { runs: [first.order, second.order], classes, workspace: place.root };
}

interface Trained {
  readonly order: TrainedRunOrder;
  /** Number of classes, and digest of the snapshot. */
  readonly classes: number;
  readonly data: string;
}

function trained(place: Workplace, runId: number): Trained {
  const { run, snapshot } = place.store.showRun(runId);
  if (run.status !== 'done') throw new NarashiError('services.not-trained', { id: runId, status: run.status });
  const recipe = recipeSchema.parse(run.hyperParameters);
  const order = { runId, recipe, backbone: backboneFor(place, recipe), runFolder: place.runFolder(runId) };
  return { order, classes: snapshot.classes.length, data: snapshot.digest };
}

export interface Measuring {
  readonly start: StartChild;
  readonly signal: AbortSignal;
  onProgress(progress: { done: number; total: number }): void;
}

/** @throws NarashiError as flatnessOrderOf, and flatness.*, services.images-changed, jobs.* */
export async function measureFlatness(place: Workplace, runId: number, measuring: Measuring): Promise<FlatnessResult> {
  const order = flatnessOrderOf(place, runId);
  return flatnessResult.parse(await inChild(place, 'flatness', runId, order, measuring));
}

/** @throws NarashiError as landscapeOrderOf, and flatness.no-weights, services.images-changed, jobs.* */
export async function measureLandscape(
  place: Workplace,
  runId: number,
  otherRunId: number | null,
  measuring: Measuring,
): Promise<LandscapeResult> {
  const order = landscapeOrderOf(place, runId, otherRunId);
  return landscapeResult.parse(await inChild(place, 'landscape', runId, order, measuring));
}

async function inChild(
  place: Workplace,
  kind: 'flatness' | 'landscape',
  runId: number,
  order: FlatnessOrder | LandscapeOrder,
  { start, signal, onProgress }: Measuring,
): Promise<unknown> {
  // One measurement of a kind of a run at a time: what a killed app left behind is overwritten.
  const list = join(place.runFolder(runId), `${kind}-images.jsonl`);
  const { run } = place.store.showRun(runId);
  try {
    await writeImageList(list, place.store.snapshots.images(run.snapshotId, 'train'));
    const onEvent = (event: unknown) => onProgress(flatnessEvent.parse(event));
    const child = start(kind, { ...order, images: list }, { onEvent });
    return await untilAborted(child, signal);
  } finally {
    await rm(list, { force: true });
  }
}

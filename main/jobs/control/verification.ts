// The check of an exported model, as the parent asks for it and keeps what came of it.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { recipeSchema } from '../../../shared/domain/recipe.ts';
import { type JudgedReference, writeJudgedList } from '../image-list.ts';
import { type VerifiedFile, type VerifyOrder, verifiedFile, verifyEvent } from '../verify-messages.ts';
import { backboneFor } from './backbone-for.ts';
import type { StartChild } from './child.ts';
import { untilAborted } from './until-aborted.ts';
import type { Workplace } from './workplace.ts';

export interface Verification {
  readonly order: VerifyOrder;
  readonly judged: () => Iterable<JudgedReference>;
}

/** @throws NarashiError services.not-trained, services.no-test-images, store.run-not-found */
export function verifyOrderOf(place: Workplace, runId: number): Verification {
  const { store, root } = place;
  const { run, snapshot, evaluations, artefacts } = store.showRun(runId);
  if (run.status !== 'done') throw new NarashiError('services.not-trained', { id: runId, status: run.status });
  const evaluation = evaluations.findLast(({ split }) => split === 'test');
  if (!evaluation) throw new NarashiError('services.no-test-images', {});
  const { digest, classes } = snapshot;
  const recipe = recipeSchema.parse(run.hyperParameters);
  return {
    order: {
      runId,
      recipe,
      backbone: backboneFor(place, recipe),
      snapshot: { digest, classes: [...classes] },
      workspace: root,
      runFolder: place.runFolder(runId),
      recorded: artefacts.findLast(({ kind }) => kind === 'export')?.sha256 ?? null,
    },
    judged: () => judgedImages(place, evaluation.id),
  };
}

function* judgedImages({ store }: Workplace, evaluationId: number): Generator<JudgedReference> {
  for (const { imageId, path, contentHash, actual, probabilities } of store.predictions.list(evaluationId)) {
    yield {
      id: imageId,
      path,
      contentHash,
      classIndex: actual,
      split: 'test',
      probabilities: Array.from(probabilities),
    };
  }
}

/** Checks in a child process. @throws NarashiError as verifyOrderOf, and export.*, services.*, jobs.* */
export async function verifyInChild(
  place: Workplace,
  start: StartChild,
  runId: number,
  { signal, onProgress }: { readonly signal: AbortSignal; onProgress(progress: { done: number; total: number }): void },
): Promise<VerifiedFile> {
  const { order, judged } = verifyOrderOf(place, runId);
  // One check of a run at a time: what a killed app left behind is overwritten.
  const list = join(order.runFolder, 'judged.jsonl');
  try {
    await writeJudgedList(list, judged());
    const child = start(
      'verify',
      { ...order, judged: list },
      { onEvent: (event) => onProgress(verifyEvent.parse(event)) },
    );
    const verified = verifiedFile.parse(await untilAborted(child, signal));
    keepVerified(place, runId, verified);
    return verified;
  } finally {
    await rm(list, { force: true });
  }
}

/** A model made anew takes the place of the recorded one. */
export function keepVerified({ store }: Workplace, runId: number, verified: VerifiedFile): void {
  const { path, bytes, sha256, parity, rebuilt } = verified;
  if (rebuilt) store.artefacts.record(runId, { kind: 'export', path, bytes, sha256, metadata: { parity } });
}

// The exported model of a finished training, for what looks at images as the line does.
import { existsSync } from 'node:fs';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { recipeSchema } from '../../../shared/domain/recipe.ts';
import { modelPath } from '../run-files.ts';
import type { Workplace } from './workplace.ts';

export interface ExportedRun {
  readonly runId: number;
  /** Root of the workspace, for the pixel cache and the originals. */
  readonly workspace: string;
  /** Path of the model. */
  readonly model: string;
  /** Side of the images it takes, px. */
  readonly size: number;
}

/** @throws NarashiError store.run-not-found, services.not-trained, services.nothing-to-export */
export function exportedRun(place: Workplace, runId: number): ExportedRun {
  const run = place.store.runs.get(runId);
  if (run.status !== 'done') throw new NarashiError('services.not-trained', { id: runId, status: run.status });
  const model = modelPath(place.runFolder(runId));
  if (!existsSync(model)) throw new NarashiError('services.nothing-to-export', { id: runId });
  return { runId, workspace: place.root, model, size: recipeSchema.parse(run.hyperParameters).size };
}

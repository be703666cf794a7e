// A project's labelled images cross-validated: every image judged by a network that never saw it.

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type TrainingPreset, trainingPresets } from '../../../shared/contract/training.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { type CrossValidationResult, crossValidationResult } from '../../../shared/domain/study.ts';
import { untilAborted } from '../../jobs/control/until-aborted.ts';
import { type CrossValidationImage, crossValidationProgress } from '../../jobs/cross-validation-messages.ts';
import { writeWhole } from '../../jobs/whole-file.ts';
import type { StudyDraft, StudyRecord } from '../../store/index.ts';
import { recipeOf } from '../training/recipe.ts';
import { trainingData } from '../training/training-data.ts';
import type { Workspace } from '../workspace.ts';
import type { StudyTalk } from './study-work.ts';

/** Epochs after which a network has learnt what is common and not yet every single label by heart; see decision 013. */
const EPOCHS = 10;

const settingsSchema = z.object({
  preset: z.enum(trainingPresets),
  folds: z.int().min(2),
  /** Class of each output; what is labelled otherwise when the study begins is left out. */
  classIds: z.array(z.int()).min(2),
});

/** @throws NarashiError why the project cannot be trained on */
export function crossValidationDraft(
  { store }: Workspace,
  { projectId, preset, folds }: { readonly projectId: number; readonly preset: TrainingPreset; readonly folds: number },
): StudyDraft {
  const { images, errors } = trainingData(store, projectId);
  const [error] = errors.filter(({ code }) => code !== 'training.no-test-images');
  if (error) throw error;
  const used = new Set(images.map(({ classId }) => classId));
  const classIds = store.projectClasses.list(projectId).flatMap(({ id }) => (used.has(id) ? [id] : []));
  const settings = { preset, folds, classIds };
  return { kind: 'cross-validation', projectId, snapshotId: null, runId: null, otherRunId: null, settings };
}

/** The classes of a study's outputs, in their order. */
export const studyClasses = ({ settings }: StudyRecord): number[] => settingsSchema.parse(settings).classIds;

/** Adaptive SAM, which learns wrong labels later than plain SGD, for few epochs. */
export function crossValidationRecipe(preset: TrainingPreset, counts: readonly number[]): Recipe {
  return { ...recipeOf({ preset, method: 'samar', advanced: {} }, counts), epochs: EPOCHS };
}

/** @throws NarashiError projects.not-found, services.images-changed, jobs.* */
export async function doCrossValidation(
  { store, root }: Workspace,
  study: StudyRecord,
  { start, signal, onProgress }: StudyTalk,
): Promise<CrossValidationResult> {
  const { id, projectId } = study;
  if (projectId === null) throw new NarashiError('studies.not-here', { kind: study.kind });
  const { preset, folds, classIds } = settingsSchema.parse(study.settings);
  const names = new Map(store.projectClasses.list(projectId).map(({ id: classId, name }) => [classId, name]));
  const places = new Map(classIds.map((classId, place) => [classId, place]));
  const images = store.projectImages.labelled(projectId).flatMap((image): CrossValidationImage[] => {
    const classIndex = places.get(image.classId);
    if (classIndex === undefined) return [];
    const { path, contentHash, split, lot, part } = image;
    return [
      { id: image.id, path, contentHash, classIndex, split: split ?? 'train', lot: lot ?? null, part: part ?? null },
    ];
  });
  const counts = classIds.map((_, place) => images.filter(({ classIndex }) => classIndex === place).length);
  const folder = join(root, 'tmp', `study-${id}`);
  const list = join(folder, 'images.jsonl');
  await mkdir(folder, { recursive: true });
  await writeWhole(list, [images.map((image) => `${JSON.stringify(image)}\n`).join('')]);
  const recipe = crossValidationRecipe(preset, counts);
  const classes = classIds.map((classId) => names.get(classId) ?? '');
  const onEvent = (event: unknown) => onProgress(crossValidationProgress.parse(event));
  const child = start(
    'cross-validation',
    { workspace: root, folder, recipe, classes, folds, images: list },
    { onEvent },
  );
  const result = crossValidationResult.parse(await untilAborted(child, signal));
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  return result;
}

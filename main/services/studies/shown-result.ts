// What of a study's result goes to the window; of long ones their figures: a cross-validation pooled over its folds.

import type { z } from 'zod';
import type { crossValidationFigures, LikenessFigures } from '../../../shared/contract/studies.ts';
import type { ClassLabel } from '../../../shared/domain/dataset.ts';
import type { CrossValidationResult, LikenessResult, StudyResult } from '../../../shared/domain/study.ts';
import { evaluate } from '../../eval/index.ts';
import type { Store, StudyRecord } from '../../store/index.ts';
import { unlikeShare } from '../judging/likeness.ts';
import { studyClasses } from './cross-validation.ts';

type Shown =
  | Exclude<StudyResult, CrossValidationResult | LikenessResult>
  | z.infer<typeof crossValidationFigures>
  | LikenessFigures;

/** @throws NarashiError studies.not-done, studies.not-found */
export function shownResult(store: Store, study: StudyRecord): Shown {
  const result = store.studies.result(study.id);
  if (result.kind === 'likeness') return likenessFiguresOf(result);
  if (result.kind !== 'cross-validation') return result;
  const { kind, folds, foldAccuracies, labels, probabilities } = result;
  const evaluation = evaluate(labels, probabilities.flat(), classesOf(store, study, result.classes));
  return { kind, folds, foldAccuracies, evaluation };
}

function likenessFiguresOf({ test, ...figures }: LikenessResult): LikenessFigures {
  return { ...figures, unlike: unlikeShare(test, figures.threshold) };
}

/** By the names of then and the verdicts of now. */
function classesOf({ projectClasses }: Store, study: StudyRecord, names: readonly string[]): ClassLabel[] {
  const ids = studyClasses(study);
  const known = study.projectId === null ? [] : projectClasses.list(study.projectId);
  return names.map((name, place) => ({ name, verdict: known.find(({ id }) => id === ids[place])?.verdict ?? 'NG' }));
}

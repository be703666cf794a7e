// What of a study's result goes to the window.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { CrossValidationResult, StudyResult } from '../../../shared/domain/study.ts';

/** @throws NarashiError studies.not-here */
export function shownResult(result: StudyResult): Exclude<StudyResult, CrossValidationResult> {
  if (result.kind === 'cross-validation') throw new NarashiError('studies.not-here', { kind: result.kind });
  return result;
}

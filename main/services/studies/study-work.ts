// What each kind of study is: checked and described before it waits, and done once it is its turn. A case for each kind.
import type { StudyOrder } from '../../../shared/contract/studies.ts';
import type { StudyKind, StudyResult } from '../../../shared/domain/study.ts';
import type { StartChild } from '../../jobs/control/child.ts';
import { exportedRun } from '../../jobs/control/exported-model.ts';
import { flatnessOrderOf, landscapeOrderOf, measureFlatness, measureLandscape } from '../../jobs/control/flatness.ts';
import { measureLikeness } from '../../jobs/control/likeness.ts';
import { measureRobustness, robustnessOrderOf } from '../../jobs/control/robustness.ts';
import type { StudyDraft, StudyRecord } from '../../store/index.ts';
import type { Workspace } from '../workspace.ts';
import { crossValidationDraft, doCrossValidation } from './cross-validation.ts';

export interface StudyTalk {
  readonly start: StartChild;
  readonly signal: AbortSignal;
  onProgress(progress: { readonly done: number; readonly total: number }): void;
}

/** What is kept of an order. @throws NarashiError why it cannot be done */
export function draftOf(workspace: Workspace, order: StudyOrder): StudyDraft {
  switch (order.kind) {
    case 'flatness':
      flatnessOrderOf(workspace, order.runId);
      return ofRun(workspace, order.kind, order.runId, null);
    case 'landscape': {
      const { kind, runId, otherRunId = null } = order;
      landscapeOrderOf(workspace, runId, otherRunId);
      return ofRun(workspace, kind, runId, otherRunId);
    }
    case 'robustness':
      robustnessOrderOf(workspace, order.runId);
      return ofRun(workspace, order.kind, order.runId, null);
    case 'likeness':
      exportedRun(workspace, order.runId);
      return ofRun(workspace, order.kind, order.runId, null);
    case 'cross-validation':
      return crossValidationDraft(workspace, order);
  }
}

/** @throws NarashiError why it could not be done; jobs.stopped when the signal ended it */
export async function doStudy(workspace: Workspace, study: StudyRecord, talk: StudyTalk): Promise<StudyResult> {
  switch (study.kind) {
    case 'flatness':
      return measureFlatness(workspace, runOf(study), talk);
    case 'landscape':
      return measureLandscape(workspace, runOf(study), study.otherRunId, talk);
    case 'robustness':
      return measureRobustness(workspace, runOf(study), talk);
    case 'likeness':
      return measureLikeness(workspace, runOf(study), talk);
    case 'cross-validation':
      return doCrossValidation(workspace, study, talk);
  }
}

function ofRun({ store }: Workspace, kind: StudyKind, runId: number, otherRunId: number | null): StudyDraft {
  const { projectId, snapshotId } = store.runs.get(runId);
  return { kind, projectId, snapshotId, runId, otherRunId, settings: {} };
}

function runOf({ id, runId }: StudyRecord): number {
  if (runId === null) throw new RangeError(`study ${id} is of no run`);
  return runId;
}

// Shop-floor sweeps of a trial's trainings: which are still owed, and what the finished ones scored.
import type { StudyStatus } from '../../../shared/domain/study.ts';
import type { TrialRecord } from '../../store/index.ts';
import type { Workspace } from '../workspace.ts';
import { plannedTrainings } from './trial-setup.ts';

/** Null without a finished sweep. */
export function sweepScore({ store }: Workspace, runId: number): number | null {
  const done = store.studies.list({ runId, kind: 'robustness' }).find(({ status }) => status === 'done');
  const result = done && store.studies.result(done.id);
  return result?.kind === 'robustness' ? result.score : null;
}

/** Finished trainings whose sweep was never asked for, and whether one that was asked for is still to come. */
export function owedSweeps(
  workspace: Workspace,
  trial: TrialRecord,
): { readonly unasked: readonly number[]; readonly isUnderWay: boolean } {
  if (!trial.plan.robustness) return { unasked: [], isUnderWay: false };
  const { runs, studies } = workspace.store;
  const done = plannedTrainings(workspace, trial).flatMap(({ runId }) =>
    runId !== null && runs.get(runId).status === 'done' ? [runId] : [],
  );
  const sweeps = (runId: number) => studies.list({ runId, kind: 'robustness' });
  const waiting: readonly StudyStatus[] = ['queued', 'running'];
  return {
    unasked: done.filter((runId) => sweeps(runId).length === 0),
    isUnderWay: done.some((runId) => sweeps(runId).some(({ status }) => waiting.includes(status))),
  };
}

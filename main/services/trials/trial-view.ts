// A trial as the screens and the command line show it: its grid, how far it is, and what is left.
import type { Trial, TrialCell } from '../../../shared/contract/trials.ts';
import type { Run } from '../../../shared/domain/run.ts';
import type { TrialRecord } from '../../store/index.ts';
import type { Workspace } from '../workspace.ts';
import { type PlannedTraining, plannedTrainings } from './trial-setup.ts';

export function trialView(workspace: Workspace, record: TrialRecord): Trial {
  const { store } = workspace;
  const trainings = plannedTrainings(workspace, record);
  const runs = new Map(
    trainings.flatMap(({ runId }) => (runId === null ? [] : [[runId, store.runs.get(runId)] as const])),
  );
  const statusOf = ({ runId }: PlannedTraining) => cellStatus(runId === null ? undefined : runs.get(runId));
  const ended = trainings.filter((training) => ['done', 'failed'].includes(statusOf(training)));
  return {
    ...record,
    cells: trainings.flatMap((training) =>
      training.cells.map((cell) => ({ ...cell, runId: training.runId, status: statusOf(training) })),
    ),
    done: ended.length,
    total: record.timing ? trainings.length : trainingsBefore(record),
    secondsLeft: isOver(record) ? null : secondsLeft(workspace, record, trainings, statusOf),
  };
}

export const isOver = ({ status }: Pick<TrialRecord, 'status'>) => status === 'done' || status === 'stopped';

function cellStatus(run: Run | undefined): TrialCell['status'] {
  if (run?.status === 'done' || run?.status === 'failed' || run?.status === 'running') return run.status;
  return 'waiting';
}

/** How many there will be at most, while the methods are being timed. */
function trainingsBefore({ plan }: TrialRecord): number {
  const shared = plan.budgets.length > 1 ? 1 : 0;
  return plan.seeds.length * (plan.methods.length * plan.budgets.length - shared);
}

/** From the timing, corrected by how the finished trainings kept to it. Null before there is any. */
function secondsLeft(
  { store }: Workspace,
  { timing }: TrialRecord,
  trainings: readonly PlannedTraining[],
  statusOf: (training: PlannedTraining) => TrialCell['status'],
): number | null {
  if (!timing) return null;
  const perEpoch = new Map(timing.methods.map(({ method, secondsPerEpoch }) => [method, secondsPerEpoch]));
  let [planned, taken, left] = [0, 0, 0];
  for (const training of trainings) {
    const seconds = training.epochs * (perEpoch.get(training.method) ?? 0);
    const spent = training.runId === null ? 0 : (store.costs.get(training.runId)?.seconds ?? 0);
    const status = statusOf(training);
    if (status === 'done') {
      planned += seconds;
      taken += spent;
    } else if (status !== 'failed') {
      left += Math.max(0, seconds - spent);
    }
  }
  return planned > 0 ? (left * taken) / planned : left;
}

// A trial in this very process, for the command line: the same grid, recipes and record as in the app, one training after another.
import type { Device } from '../../../shared/contract/training.ts';
import type { Run } from '../../../shared/domain/run.ts';
import { startChild } from '../../jobs/control/child.ts';
import { measureRobustness } from '../../jobs/control/robustness.ts';
import type { Electricity } from '../../jobs/control/run-cost.ts';
import { startEngine } from '../../jobs/engine.ts';
import type { TrialRecord } from '../../store/index.ts';
import { fallingBack } from '../lost-device.ts';
import { type TrainEvents, trainRun } from '../train-run.ts';
import type { Workspace } from '../workspace.ts';
import { isConcluded, isObstructed, trainingFailed } from './concluded.ts';
import { createTrialRun, ensureTiming, type PlannedTraining, plannedTrainings } from './trial-setup.ts';

/** What whoever watches is told. */
export interface TrialTalk {
  readonly signal: AbortSignal;
  readonly electricity: Electricity;
  onTimed(trial: TrialRecord): void;
  /** The next training begins; `index` counts from 1. Returns what is to be told of it. */
  onTraining(training: PlannedTraining & { readonly runId: number }, index: number, total: number): TrainEvents;
  onTrained(run: Run): void;
  onSweep(progress: { readonly done: number; readonly total: number }): void;
}

/**
 * Goes on with a trial until it is done or the signal stops it, with a checkpoint kept. A training that fails by its own
 * doing counts against its method and the trial goes on.
 * @throws NarashiError trials.training-failed where something else kept a training from its end; it can be resumed
 */
export async function runTrial(workspace: Workspace, id: number, talk: TrialTalk): Promise<'done' | 'stopped'> {
  const { store } = workspace;
  const { signal } = talk;
  store.trials.setStatus(id, 'running');
  const trial = await timed(workspace, id, signal);
  if (!trial) return 'stopped';
  talk.onTimed(trial);
  for (;;) {
    const trainings = plannedTrainings(workspace, trial);
    const index = trainings.findIndex(({ runId }) => runId === null || !isConcluded(store.runs.get(runId)));
    const next = trainings[index];
    if (!next) break;
    if (signal.aborted) return 'stopped';
    const runId = next.runId ?? createTrialRun(workspace, trial, next);
    const events = talk.onTraining({ ...next, runId }, index + 1, trainings.length);
    const run = await trained(workspace, runId, { ...events, signal }, talk.electricity);
    if (run.status === 'stopped') return 'stopped';
    if (run.status === 'done' && trial.plan.robustness) await sweep(workspace, runId, talk);
    talk.onTrained(run);
    if (isObstructed(run)) throw trainingFailed(run);
  }
  store.trials.setStatus(id, 'done');
  return 'done';
}

/** Kept as a study, as the app keeps it. One that the signal stopped is made up for by the next start. */
async function sweep(workspace: Workspace, runId: number, { signal, onSweep }: TrialTalk): Promise<void> {
  const { studies, runs } = workspace.store;
  const { projectId, snapshotId } = runs.get(runId);
  const draft = { kind: 'robustness', projectId, snapshotId, runId, otherRunId: null, settings: {} } as const;
  const { id } = studies.begin(studies.create(draft).id);
  try {
    const onProgress = (progress: { done: number; total: number }) => onSweep(progress);
    studies.finish(id, await measureRobustness(workspace, runId, { start: startChild, signal, onProgress }));
  } catch (error) {
    studies.stop(id);
    if (!signal.aborted) throw error;
  }
}

/** Undefined where the signal came first. */
async function timed(workspace: Workspace, id: number, signal: AbortSignal): Promise<TrialRecord | undefined> {
  try {
    return await ensureTiming(workspace, workspace.store.trials.get(id), startChild, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** With an engine of its own, so that hours of trainings leave nothing behind. @throws NarashiError where nothing was recorded */
async function trained(
  workspace: Workspace,
  runId: number,
  events: TrainEvents,
  electricity: Electricity,
): Promise<Run> {
  const { runs } = workspace.store;
  const onDevice = async (device: Device) => {
    const engine = startEngine({ memory: workspace.root, device });
    await trainRun(workspace, engine, runId, events, electricity).finally(() => engine.close());
  };
  try {
    await fallingBack(workspace, runId, onDevice);
  } catch (error) {
    if (runs.get(runId).status !== 'failed') throw error;
  }
  return runs.get(runId);
}

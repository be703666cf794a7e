// Training in this very process, for the command line: the same work and the same record of it as in the app's queue.
import type { Snapshot } from '../../shared/domain/dataset.ts';
import { type Recipe, recipeSchema } from '../../shared/domain/recipe.ts';
import type { RunDraft } from '../../shared/domain/run.ts';
import { runTraining, type TrainTalk } from '../jobs/child/run-training.ts';
import { backboneFor, networkName } from '../jobs/control/backbone-for.ts';
import { EnergyMeter } from '../jobs/control/energy-meter.ts';
import { assumedElectricity, type Electricity } from '../jobs/control/run-cost.ts';
import { type FinishedRun, RunRecorder } from '../jobs/control/run-recorder.ts';
import type { Engine } from '../jobs/engine.ts';
import type { EventOf } from '../jobs/train-messages.ts';
import type { StepReport } from '../train/reports.ts';
import type { Workspace } from './workspace.ts';

export interface TrainEvents {
  readonly onStep?: (report: StepReport) => void;
  readonly onEpoch?: (metrics: EventOf<'epoch'>['metrics']) => void;
  readonly onPhase?: (phase: EventOf<'phase'>['phase']) => void;
  readonly signal?: AbortSignal;
  readonly checkpointSeconds?: number;
}

export type TrainOutcome =
  | { readonly status: 'stopped'; readonly runId: number }
  | ({ readonly status: 'done'; readonly runId: number } & FinishedRun);

/** Records a new run. Nothing is computed yet. */
export function createRun(
  workspace: Workspace,
  snapshot: Pick<Snapshot, 'id'>,
  recipe: Recipe,
  origin: Pick<RunDraft, 'projectId' | 'preset'> = {},
): number {
  const { method, seed } = recipe;
  const network = networkName(workspace, recipe);
  const draft = { snapshotId: snapshot.id, network, method, seed, hyperParameters: recipe, ...origin };
  return workspace.store.runs.create(draft).id;
}

/**
 * Trains run `runId`. A stop through the signal keeps a checkpoint.
 * @throws NarashiError; the run is then marked failed and its checkpoint kept
 */
export async function trainRun(
  workspace: Workspace,
  engine: Engine,
  runId: number,
  events: TrainEvents = {},
  electricity: Electricity = assumedElectricity,
): Promise<TrainOutcome> {
  const { store, root } = workspace;
  const run = store.runs.get(runId);
  const { digest, classes } = store.snapshots.get(run.snapshotId);
  const recipe = recipeSchema.parse(run.hyperParameters);
  const order = {
    runId,
    recipe,
    backbone: backboneFor(workspace, recipe),
    snapshot: { digest, classes: [...classes] },
    workspace: root,
    runFolder: workspace.runFolder(runId),
    ...(events.checkpointSeconds === undefined ? {} : { checkpointSeconds: events.checkpointSeconds }),
  };
  const meter = engine.device.isGpu ? null : EnergyMeter.open();
  const recorder = new RunRecorder(workspace, runId, electricity, undefined, meter);
  try {
    const images = [...store.snapshots.images(run.snapshotId)];
    const { status } = await runTraining(engine, order, images, talkTo(recorder, events));
    if (status === 'done' && recorder.finished) return { status, runId, ...recorder.finished };
    recorder.end('stopped');
    return { status: 'stopped', runId };
  } catch (error) {
    recorder.end('failed', error);
    throw error;
  }
}

function talkTo(recorder: RunRecorder, { onStep, onEpoch, onPhase, signal }: TrainEvents): TrainTalk {
  return {
    signal: signal ?? new AbortController().signal,
    report: (event) => {
      recorder.record(event);
      if (event.type === 'phase') onPhase?.(event.phase);
    },
    ask: async (event) => {
      await recorder.record(event);
      if (event.type === 'epoch') onEpoch?.(event.metrics);
    },
    onStep: (report) => onStep?.(report),
  };
}

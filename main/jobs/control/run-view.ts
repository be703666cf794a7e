// A run as the window shows it: what the store knows, and while it goes on what it has just said.
import type { Device, QueuedRun } from '../../../shared/contract/training.ts';
import { recipeSchema } from '../../../shared/domain/recipe.ts';
import type { Run, RunAttempt } from '../../../shared/domain/run.ts';
import type { Store } from '../../store/index.ts';
import type { Pace } from './live-run.ts';

/** A paused run waits to be resumed. */
const hasEnded = ({ status, isListed }: Run) =>
  status === 'done' || status === 'failed' || (status === 'stopped' && !isListed);

export function viewOf(
  store: Store,
  run: Run,
  pace?: Pace & { readonly seconds: number; readonly device: Device | null },
): QueuedRun {
  const { id, projectId, preset, method, network, createdAt } = run;
  const recipe = recipeSchema.safeParse(run.hyperParameters);
  const phase = pace?.phase ?? (hasEnded(run) ? 'ended' : 'waiting');
  const attempts = store.runs.attempts(id);
  return {
    runId: id,
    projectId,
    projectName: projectId === null ? null : store.projects.get(projectId).settings.name,
    status: pace ? 'running' : run.status,
    phase,
    preset,
    method,
    network,
    epochs: recipe.data?.epochs ?? 0,
    epoch: pace?.epoch ?? store.epochs.count(id),
    step: pace?.step ?? 0,
    stepsPerEpoch: pace?.stepsPerEpoch ?? null,
    imagesPerSecond: pace?.imagesPerSecond ?? null,
    secondsLeft: pace?.secondsLeft ?? null,
    seconds: pace?.seconds ?? store.costs.get(id)?.seconds ?? 0,
    createdAt,
    device: pace?.device ?? deviceOf(attempts.at(-1)),
    lostDevice: lostDeviceOf(store, id),
    failure: pace ? null : run.failure,
  };
}

/** Of a GPU that stopped working under the run. */
function lostDeviceOf(store: Store, id: number): string | null {
  const entry = store.activity.lastOf(id, 'run.device-lost');
  return entry ? String(entry.data.device) : null;
}

function deviceOf(attempt: RunAttempt | undefined): QueuedRun['device'] {
  if (!attempt) return null;
  const [name = '', threads = ''] = attempt.device.split(' · ');
  const [provider = 'cpu'] = attempt.executor.split(' ');
  return { name, provider, isGpu: provider !== 'cpu', threads: Number.parseInt(threads, 10) || 0 };
}

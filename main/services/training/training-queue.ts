// The queue of training as the app has it: every change is sent to the windows, logged as a decision, and shown by the host.
import type { ActivityDraft } from '../../../shared/contract/history.ts';
import type { Run } from '../../../shared/domain/run.ts';
import type { LostDevice, RunNews } from '../../jobs/control/endings.ts';
import { type QueueOptions, TrainingQueue } from '../../jobs/control/queue.ts';
import { logged } from '../activity.ts';
import type { AppContext } from '../context.ts';

/** What a host shows of training outside the window. */
export interface TrainingSigns {
  /** Something is being trained: the PC must not sleep. */
  onBusy(isBusy: boolean): void;
  /** Share of the present run that is done; null when there is none. */
  onProgress(share: number | null): void;
  onEnd(end: {
    readonly outcome: 'done' | 'failed';
    readonly runId: number;
    readonly projectName: string | null;
  }): void;
}

export interface TrainingParts
  extends Pick<QueueOptions, 'startChild' | 'log' | 'checkpointSeconds' | 'threads' | 'isHeld'> {
  readonly signs?: TrainingSigns;
  /** Whoever else follows what becomes of runs, once it is written and told. */
  readonly followers?: { onNews(news: RunNews, run: Run): void; onBusy(isBusy: boolean): void };
}

/** Not open yet: `open` begins to work, `close` must be awaited before the workspace is closed. */
export function createTrainingQueue(
  context: AppContext,
  { signs, followers, ...options }: TrainingParts = {},
): TrainingQueue {
  const { workspace, emit } = context;
  return new TrainingQueue({
    ...options,
    place: workspace,
    onChange: (run) => emit.training('changed', run),
    onPoint: (runId, point) => emit.training('point', { runId, point }),
    onNews: (news, run, lost) => {
      logged(context, (log) => log(entryOf(news, run, lost)));
      const { id: runId, projectId } = run;
      if (projectId !== null) emit.projects('changed', { projectId });
      followers?.onNews(news, run);
      if (news !== 'done' && news !== 'failed') return;
      emit.results('changed', { runId });
      const projectName = projectId === null ? null : workspace.store.projects.get(projectId).settings.name;
      signs?.onEnd({ outcome: news, runId, projectName });
    },
    onBusy: (isBusy) => {
      signs?.onBusy(isBusy);
      followers?.onBusy(isBusy);
    },
    onProgress: (share) => signs?.onProgress(share),
  });
}

function entryOf(news: RunNews, { id: runId, projectId, failure }: Run, lost?: LostDevice): ActivityDraft {
  if (news === 'device-lost') {
    const data = { device: lost?.device.name ?? '', message: lost?.message ?? '' };
    return { kind: 'run.device-lost', projectId, runId, data };
  }
  if (news !== 'failed') return { kind: `run.${news}`, projectId, runId, data: {} };
  const data = { code: failure?.code ?? '', message: failure?.message ?? '' };
  return { kind: 'run.failed', projectId, runId, data };
}

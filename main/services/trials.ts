// A/B trials: what one comes to, starting and steering it, its figures, and what they mean in yen.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { defaultProjectSettings } from '../../shared/contract/projects.ts';
import type { trials } from '../../shared/contract/trials.ts';
import { defaultEconomics, type Economics } from '../../shared/domain/benefit.ts';
import type { Implementation } from '../../shared/rpc/contract.ts';
import type { StartChild } from '../jobs/control/child.ts';
import type { TrainingQueue } from '../jobs/control/queue.ts';
import type { Store, TrialRecord } from '../store/index.ts';
import { reckonBenefit } from '../trials/benefit.ts';
import { measuredChange } from '../trials/measured-change.ts';
import { logged } from './activity.ts';
import type { AppContext } from './context.ts';
import { freezeProject } from './freeze.ts';
import { createForecasts } from './training/forecast.ts';
import { TrainingDataMemory } from './training/training-data.ts';
import { forecastTrial } from './trials/trial-forecast.ts';
import { TrialResults } from './trials/trial-result.ts';
import type { TrialRunner } from './trials/trial-runner.ts';
import { isOver, trialView } from './trials/trial-view.ts';

export interface TrialParts {
  readonly queue: TrainingQueue;
  readonly runner: TrialRunner;
  readonly startChild: StartChild;
}

export function createTrialsService(
  context: AppContext,
  { queue, runner, startChild }: TrialParts,
): Implementation<typeof trials> {
  const { workspace } = context;
  const { store } = workspace;
  const known = new TrainingDataMemory(store);
  const forecasts = createForecasts(workspace, queue, startChild);
  const results = new TrialResults(workspace);
  const views = (records: readonly TrialRecord[]) => records.map((record) => trialView(workspace, record));

  return {
    forecast({ projectId, plan }, { signal }) {
      const data = known.of(projectId);
      return forecastTrial(workspace, plan, data, (recipe) => forecasts.of(projectId, data, recipe, signal));
    },

    async start({ projectId, name, plan }) {
      const [error] = known.of(projectId).errors;
      if (error) throw error;
      const { snapshot } = await freezeProject(context, projectId);
      const trial = logged(context, (log) => {
        const created = store.trials.create({ projectId, snapshotId: snapshot.id, name, plan });
        log({ kind: 'trial.started', projectId, data: { trial: created.id, name } });
        return created;
      });
      context.emit.projects('changed', { projectId });
      return runner.added(trial.id);
    },

    list: ({ projectId }) => views(store.trials.list({ projectId })),
    get: ({ trialId }) => runner.view(trialId),
    pause: ({ trialId }) => runner.pause(trialId),
    resume: ({ trialId }) => runner.resume(trialId),
    stop: ({ trialId }) => runner.stop(trialId),
    result: ({ trialId }) => results.of(store.trials.get(trialId)),
    active: () => views(store.trials.list().filter((trial) => trial.projectId !== null && !isOver(trial))),

    economics: ({ projectId }) => economicsOf(store, projectId),

    setEconomics({ projectId, economics }) {
      store.projects.get(projectId);
      logged(context, (log) => {
        store.trials.setEconomics(projectId, economics);
        log({ kind: 'economics.changed', projectId, data: {} });
      });
      return economics;
    },

    benefit({ trialId, method, budget, economics }) {
      const trial = store.trials.get(trialId);
      const measured = measuredChange(results.of(trial), trial.plan, budget, method);
      if (!measured) throw new NarashiError('trials.not-compared', { id: trialId });
      const inputs = economics ?? economicsOf(store, trial.projectId);
      return { economics: inputs, measured, benefit: reckonBenefit(inputs, measured) };
    },
  };
}

/** As the user set them for the project; until then what is usual, with the project's own costs. */
export function economicsOf(store: Store, projectId: number | null): Economics {
  const settings = projectId === null ? defaultProjectSettings : store.projects.get(projectId).settings;
  const { escapeCostYen, overkillCostYen, yenPerKilowattHour } = settings;
  const chosen = projectId === null ? undefined : store.trials.economics(projectId);
  return chosen ?? { ...defaultEconomics, escapeCostYen, overkillCostYen, yenPerKilowattHour };
}

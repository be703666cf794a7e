// Time, electricity and yen of a training before it starts.
import type { Forecast } from '../../../shared/contract/training.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { backboneFor } from '../../jobs/control/backbone-for.ts';
import type { StartChild } from '../../jobs/control/child.ts';
import type { TrainingQueue } from '../../jobs/control/queue.ts';
import { onTrainingDevice } from '../lost-device.ts';
import type { Workspace } from '../workspace.ts';
import { decodingSeconds } from './decoding.ts';
import { earlierTrainings } from './earlier-trainings.ts';
import { estimate, gradientsPerStep, stepsOf, surprise, timingOf } from './estimate.ts';
import { MeasuredTimings } from './measured-timing.ts';
import type { TrainingData } from './training-data.ts';

export interface Forecasts {
  /** @throws NarashiError jobs.* */
  of(projectId: number, data: TrainingData, recipe: Recipe, signal: AbortSignal): Promise<Forecast>;
}

/** Factors that hold nine in ten, from a few steps of a PC that has not warmed up. */
const MEASURED = { low: 0.8, high: 1.5 } as const;
/** From earlier runs: at least this much up and down, and as much as they differed among each other. */
const HISTORY = { low: 0.88, high: 1.2 } as const;

export function createForecasts(workspace: Workspace, queue: TrainingQueue, start: StartChild): Forecasts {
  const { store, root } = workspace;
  const measured = new MeasuredTimings(root, start);
  return {
    async of(projectId, { images, counts, trainCounts }, recipe, signal) {
      const { earlier, timing } = await onTrainingDevice(workspace, async (device) => {
        const known = earlierTrainings(store, recipe, device);
        if (known.length > 0) return { earlier: known, timing: timingOf(known, gradientsPerStep(recipe)) };
        const backbone = backboneFor(workspace, recipe);
        const order = { device, backbone, classes: Math.max(2, trainCounts.length), images: counts };
        return { earlier: known, timing: await measured.of(recipe, order, !queue.isBusy, signal) };
      });
      const isKnown = earlier.length > 0;
      const factors = isKnown ? surprise(earlier, timing) : [];
      const range = isKnown ? HISTORY : MEASURED;
      const decoding = await decodingSeconds(workspace, projectId, images, recipe.size);
      const seconds = estimate(recipe, counts, timing) + decoding;
      const { watts, yenPerKilowattHour } = store.projects.get(projectId).settings;
      const kilowattHours = ((seconds / 3600) * watts) / 1000;
      return {
        seconds,
        low: seconds * Math.min(range.low, ...factors),
        high: seconds * Math.max(range.high, ...factors),
        kilowattHours,
        yen: kilowattHours * yenPerKilowattHour,
        steps: recipe.epochs * stepsOf(recipe, counts),
        epochs: recipe.epochs,
        images: counts.train + counts.validation + counts.test,
        basis: isKnown ? 'history' : 'measured',
      };
    },
  };
}

// The live line and the line per epoch: speed, time left, loss, λ, sharpness.

import type { Recipe } from '../../../shared/domain/recipe.ts';
import type { EpochMetrics } from '../../../shared/domain/run.ts';
import { clock, count, measure, percent } from '../../../shared/text/numbers.ts';
import type { StepReport } from '../../train/reports.ts';
import type { Voice } from '../text.ts';
import { cut, pad } from './width.ts';

const SEPARATOR = ' · ';

/** What is known between two steps. */
export interface TrainingPace {
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
  /** From the last exact step; null before the first. */
  readonly sharpness: number | null;
}

/** `[████────] 42.0 % · epoch 3/15 · …`, no wider than the terminal. */
export function liveLine(report: StepReport, recipe: Recipe, pace: TrainingPace, say: Voice, columns: number): string {
  const { epoch, step, stepsPerEpoch, loss, perturbedLoss, lambda } = report;
  const share = ((epoch - 1) * stepsPerEpoch + step) / (recipe.epochs * stepsPerEpoch);
  const parts = [
    say('epoch.number', { epoch, epochs: recipe.epochs }),
    say('epoch.rate', { value: count(pace.imagesPerSecond) }),
    say('epoch.left', { value: clock(pace.secondsLeft) }),
    say('epoch.loss', { value: measure(Number.isFinite(loss) ? loss : perturbedLoss) }),
    ...(recipe.method === 'sgd' ? [] : [say('epoch.lambda', { value: measure(lambda) })]),
    ...(recipe.method === 'sgd' ? [] : [say('epoch.sharpness', { value: measure(pace.sharpness) })]),
  ];
  const width = columns >= 110 ? 20 : 10;
  return cut(
    `${bar(share, width)} ${pad(`${Math.floor(share * 100)}%`, 4, 'right')} ${parts.join(SEPARATOR)}`,
    columns - 1,
  );
}

export function bar(share: number, width: number): string {
  const filled = Math.max(0, Math.min(width, Math.round(share * width)));
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** One line for the log after each epoch. */
export function epochLine(report: EpochMetrics, recipe: Recipe, secondsLeft: number, say: Voice): string {
  const {
    epoch,
    loss,
    perturbedLoss,
    trainAccuracy,
    validationAccuracy,
    lambda,
    sharpness,
    imagesPerSecond,
    skippedSteps,
  } = report;
  const number = say('epoch.number', {
    epoch: String(epoch).padStart(String(recipe.epochs).length),
    epochs: recipe.epochs,
  });
  const parts = [
    say('epoch.loss', { value: pad(measure(loss ?? perturbedLoss), 6) }),
    say('epoch.accuracy', { value: pad(percent(trainAccuracy, say.language), 6, 'right') }),
    ...(validationAccuracy === null
      ? []
      : [say('epoch.validation', { value: percent(validationAccuracy, say.language) })]),
    ...(recipe.method === 'sgd' ? [] : [say('epoch.lambda', { value: measure(lambda) })]),
    ...(recipe.method === 'sgd' ? [] : [say('epoch.sharpness', { value: measure(sharpness) })]),
    ...(imagesPerSecond === null ? [] : [say('epoch.rate', { value: count(imagesPerSecond) })]),
    ...(skippedSteps > 0 ? [say('epoch.skipped', { count: skippedSteps })] : []),
    say('epoch.left', { value: clock(secondsLeft) }),
  ];
  return `  ${number}  ${parts.join(SEPARATOR)}`;
}

// Running sums over an epoch's steps, and the figures they give. Plain data, because checkpoints carry them.
import type { EpochSums } from './checkpoint.ts';
import type { StepOutcome } from './policy.ts';

export const emptySums: EpochSums = {
  steps: 0,
  loss: 0,
  perturbedLoss: 0,
  perturbedSteps: 0,
  sharpness: 0,
  sharpnessSteps: 0,
  gradientNorm: 0,
  correct: 0,
  images: 0,
  skipped: 0,
  gradientEvaluations: 0,
  seconds: 0,
};

export interface StepTally {
  readonly outcome: StepOutcome;
  /** The ascent left the numbers' range and the step was taken without it. */
  readonly ascentSkipped?: boolean;
  readonly correct: number;
  readonly images: number;
  readonly gradientEvaluations: number;
  readonly seconds: number;
}

export function addStep(
  sums: EpochSums,
  { outcome, ascentSkipped = false, correct, images, gradientEvaluations, seconds }: StepTally,
): EpochSums {
  const { kind, loss, perturbedLoss, gradientNorm } = outcome;
  const perturbed = kind !== 'base';
  const exact = kind === 'thorough';
  return {
    steps: sums.steps + 1,
    // An efficient step sees the whole batch only at its perturbed weights, a few hundredths above the clean loss. (Taking
    // off the sharpness of the exact steps would overcorrect: their ascent, from the whole batch, raises the loss far more.)
    loss: sums.loss + (kind === 'efficient' ? perturbedLoss : loss),
    perturbedLoss: sums.perturbedLoss + (perturbed ? perturbedLoss : 0),
    perturbedSteps: sums.perturbedSteps + Number(perturbed),
    sharpness: sums.sharpness + (exact ? perturbedLoss - loss : 0),
    sharpnessSteps: sums.sharpnessSteps + Number(exact),
    gradientNorm: sums.gradientNorm + gradientNorm,
    correct: sums.correct + correct,
    images: sums.images + images,
    skipped: sums.skipped + Number(ascentSkipped),
    gradientEvaluations: sums.gradientEvaluations + gradientEvaluations,
    seconds: sums.seconds + seconds,
  };
}

export function addSkipped(sums: EpochSums, gradientEvaluations: number, seconds: number): EpochSums {
  return {
    ...sums,
    skipped: sums.skipped + 1,
    gradientEvaluations: sums.gradientEvaluations + gradientEvaluations,
    seconds: sums.seconds + seconds,
  };
}

const mean = (sum: number, count: number) => (count > 0 ? sum / count : null);

export function epochFigures(sums: EpochSums) {
  return {
    loss: mean(sums.loss, sums.steps),
    perturbedLoss: mean(sums.perturbedLoss, sums.perturbedSteps),
    sharpness: mean(sums.sharpness, sums.sharpnessSteps),
    gradientNorm: mean(sums.gradientNorm, sums.steps),
    trainAccuracy: mean(sums.correct, sums.images),
    skippedSteps: sums.skipped,
    seconds: sums.seconds,
    imagesPerSecond: sums.seconds > 0 ? sums.images / sums.seconds : null,
  };
}

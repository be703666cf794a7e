// How long a training takes, from the time its parts take: pure arithmetic.
import type { Split } from '../../../shared/domain/dataset.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { stepsPerEpoch } from '../../data/epoch-order.ts';
import type { Timing } from '../../jobs/measure-messages.ts';

/** Images judged at a time; a batch that is not full takes as long. */
const JUDGED = 64;
/** Writing, reading back and starting the exported model. */
const EXPORTING = 0.8;

export type Sizes = Readonly<Record<Split, number>>;

/** Seconds from start to the proved export, without decoding. */
export function estimate(recipe: Recipe, images: Sizes, timing: Timing): number {
  // The exported model judges the test images once more.
  return (
    timing.start +
    timing.features * (images.train + images.validation) +
    recipe.epochs * secondsOfEpoch(recipe, images, timing) +
    2 * batches(images.test) * timing.judging +
    EXPORTING
  );
}

/** Seconds of one epoch: its steps, its look at the validation images, its checkpoint. */
export function secondsOfEpoch(recipe: Recipe, images: Sizes, timing: Timing): number {
  return stepsOf(recipe, images) * timing.step + batches(images.validation) * timing.validating + timing.checkpoint;
}

/** Steps of one epoch. */
export const stepsOf = ({ batchSize }: Recipe, { train }: Sizes) => stepsPerEpoch(train, batchSize);

const batches = (images: number) => Math.ceil(images / JUDGED);

export interface FinishedTraining {
  readonly recipe: Recipe;
  readonly images: Sizes;
  /** Over all, from the first start to the end. */
  readonly seconds: number;
  /** In its steps alone. */
  readonly stepSeconds: number;
}

/** Parts of an epoch that no earlier run tells apart: judging costs about a third of a gradient per image. */
const JUDGING_SHARE = 0.35;

/** The parts that finished trainings of the same kind must have taken. */
export function timingOf(finished: readonly FinishedTraining[], gradientsPerStep: number): Timing {
  const step = median(
    finished.map(({ recipe, images, stepSeconds }) => stepSeconds / (recipe.epochs * stepsOf(recipe, images))),
  );
  const batchSize = finished[0]?.recipe.batchSize ?? JUDGED;
  const judging = (step / gradientsPerStep) * (JUDGED / batchSize) * JUDGING_SHARE;
  // Where features are kept, computing them is part of what is left, and judging them takes next to nothing.
  const bare = { start: 0, step: 0, judging, validating: judging, features: 0, checkpoint: 0 };
  // What is left lies between the steps: nearly all of it comes once per epoch or once per run.
  const left = finished.map(({ recipe, images, seconds, stepSeconds }) =>
    Math.max(0, seconds - stepSeconds - estimate(recipe, images, bare)),
  );
  const perEpoch = median(
    finished.map(({ recipe }, index) => Math.max(0, (left[index] ?? 0) - STARTING) / recipe.epochs),
  );
  const start = Math.min(STARTING, median(left));
  return { ...bare, start, step, checkpoint: perEpoch };
}

/** Starting and compiling, of what is left. */
const STARTING = 2;

/** How much each finished training differs from what its kind would have told, as a factor. */
export function surprise(finished: readonly FinishedTraining[], timing: Timing): readonly number[] {
  return finished.map(({ recipe, images, seconds }) => seconds / estimate(recipe, images, timing));
}

/** Gradients of whole batches that a step of the recipe comes to. */
export function gradientsPerStep({ method, mode, batchSize, ascentFraction, exactEvery }: Recipe): number {
  if (method === 'sgd') return 1;
  if (mode === 'thorough') return 2;
  const part = Math.min(batchSize, Math.max(2, Math.round(batchSize * ascentFraction))) / batchSize;
  return 1 + part + (1 - part) / exactEvery;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

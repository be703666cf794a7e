// The course of pretraining: which pictures, which phases. Together with the code this is the whole recipe.
import { augmentationPresets } from '../../shared/domain/images.ts';
import { defaultRecipe, type Recipe } from '../../shared/domain/recipe.ts';

export interface Phase {
  /** Side of the square cut out of each picture, pixels. */
  readonly crop: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly learningRate: number;
  /** `constant` explores, `cosine` settles. */
  readonly schedule: 'constant' | 'cosine';
}

export interface Course {
  /** When it was laid down; the card says so. */
  readonly made: string;
  readonly seed: number;
  readonly classes: number;
  readonly picturesPerClass: number;
  /** Side of the pictures drawn, pixels. */
  readonly size: number;
  readonly phases: readonly Phase[];
}

/** Cuts of 40 pixels cost two fifths of a whole picture: they explore, whole pictures settle. */
export const boxCourse: Course = {
  made: '2026-11-30T00:00:00.000Z',
  seed: 1,
  classes: 500,
  picturesPerClass: 100,
  size: 64,
  phases: [
    { crop: 40, batchSize: 64, epochs: 4, learningRate: 0.1, schedule: 'constant' },
    { crop: 64, batchSize: 64, epochs: 4, learningRate: 0.1, schedule: 'cosine' },
  ],
};

/** Plain SGD: an ascent would cost further gradients of pictures that could be new ones instead. Not compared. */
export function recipeOf(course: Course, phase: Phase): Recipe {
  return {
    ...defaultRecipe('sgd'),
    size: phase.crop,
    epochs: phase.epochs,
    batchSize: phase.batchSize,
    learningRate: phase.learningRate,
    schedule: phase.schedule,
    seed: course.seed,
    warmupEpochs: 0.2,
    weightDecay: 1e-4,
    augmentation: { ...augmentationPresets.strong, scale: 0.1, brightness: 0.1, noise: 0, blur: 0.3, shift: 0 },
  };
}

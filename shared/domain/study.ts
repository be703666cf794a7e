// Studies: what is measured about finished trainings or about the data, beyond the test figures, and kept with its result.
import { z } from 'zod';

/**
 * `robustness`: the test images under changes of the shop floor. `flatness`: how sharp the minimum is. `landscape`: the
 * loss around one or two models. `cross-validation`: every image judged by a network that never saw it. `likeness`: how
 * like the held-out images are to those the model learned from.
 */
export const studyKinds = ['robustness', 'flatness', 'landscape', 'cross-validation', 'likeness'] as const;
export type StudyKind = (typeof studyKinds)[number];

export const studyStatuses = ['queued', 'running', 'done', 'failed', 'stopped'] as const;
export type StudyStatus = (typeof studyStatuses)[number];

const share = z.number().min(0).max(1);
const count = z.int().nonnegative();

export const disturbances = [
  'brighter',
  'darker',
  'contrast',
  'gamma',
  'colourTemperature',
  'unevenLight',
  'blur',
  'noise',
  'jpeg',
  'shift',
  'rotation',
  'scale',
  'dust',
] as const;
export type Disturbance = (typeof disturbances)[number];

/** Strengths each disturbance is tried at, 1 to this; 0 is the undisturbed image. */
export const strengths = 5;

const counted = z.object({ count, total: count.min(1) });
/** One disturbance at one strength over the test images. */
export const robustnessPoint = z.object({
  strength: z.int().min(0).max(strengths),
  accuracy: share,
  escape: counted.nullable(),
  overkill: counted.nullable(),
});
export type RobustnessPoint = z.infer<typeof robustnessPoint>;

export const robustnessResult = z.object({
  kind: z.literal('robustness'),
  images: count,
  clean: robustnessPoint,
  curves: z.array(z.object({ disturbance: z.enum(disturbances), points: z.array(robustnessPoint) })),
  /** Mean accuracy over all disturbances and strengths ÷ the clean accuracy, at most 1. */
  score: share,
  /** Version of the disturbances: scores of different versions do not compare. */
  version: z.int().positive(),
});
export type RobustnessResult = z.infer<typeof robustnessResult>;

export const flatnessResult = z.object({
  kind: z.literal('flatness'),
  /** Images of the training split it was measured on. */
  images: count,
  loss: z.number(),
  /** Mean rise of the loss in random directions of the given filter-normalised radii. */
  average: z.array(z.object({ radius: z.number(), rise: z.number(), deviation: z.number() })),
  /** Rise of the loss one ascent step of the radius away (Foret et al. 2021, eq. 2). */
  worst: z.array(z.object({ radius: z.number(), rise: z.number() })),
  /** Largest eigenvalue of the Hessian by power iteration, with its relative residual. */
  eigenvalue: z.object({ value: z.number(), residual: z.number(), iterations: count }),
});
export type FlatnessResult = z.infer<typeof flatnessResult>;

const surface = z.object({
  runId: z.int(),
  /** Loss [rows][columns] at the grid's coordinates; null where it left the range of numbers. */
  loss: z.array(z.array(z.number().nullable())),
});
export const landscapeResult = z.object({
  kind: z.literal('landscape'),
  images: count,
  /** Coordinates of rows and columns, in units of the filters' own norms (Li et al. 2018). */
  axis: z.array(z.number()),
  surfaces: z.array(surface).min(1).max(2),
});
export type LandscapeResult = z.infer<typeof landscapeResult>;

export const crossValidationResult = z.object({
  kind: z.literal('cross-validation'),
  folds: z.int().min(2),
  classes: z.array(z.string()),
  /** Image identities of the snapshot, the class each is labelled, and [N][C] probabilities from the fold that held it out. */
  imageIds: z.array(z.int()),
  labels: z.array(count),
  probabilities: z.array(z.array(share)),
  /** Accuracy of each fold. */
  foldAccuracies: z.array(share),
});
export type CrossValidationResult = z.infer<typeof crossValidationResult>;

/** Cosine distance of features, 0 to 2. */
const distance = z.number().min(0).max(2);
export const likenessResult = z.object({
  kind: z.literal('likeness'),
  /** Training images that were compared with. */
  trainImages: count,
  /** The distance of an image is that to its so manieth nearest training image. */
  neighbours: z.int().positive(),
  /** Held-out images the threshold was found on. */
  reference: z.object({ split: z.enum(['validation', 'test']), images: count }),
  /** From this distance on an image counts as unlike; null without held-out images. */
  threshold: z.number().nonnegative().nullable(),
  test: z.array(
    z.object({
      imageId: z.int().positive(),
      distance,
      /** Nearest first. */
      nearest: z.array(z.object({ imageId: z.int().positive(), distance })),
    }),
  ),
});
export type LikenessResult = z.infer<typeof likenessResult>;

export const studyResult = z.discriminatedUnion('kind', [
  robustnessResult,
  flatnessResult,
  landscapeResult,
  crossValidationResult,
  likenessResult,
]);
export type StudyResult = z.infer<typeof studyResult>;

// What a training is given and what it says: the same in a child process and in the process of the command line.
import { z } from 'zod';
import { classLabel } from '../../shared/contract/common.ts';
import { device } from '../../shared/contract/training.ts';
import { backboneCard } from '../../shared/domain/backbone.ts';
import { recipeSchema } from '../../shared/domain/recipe.ts';
import type { EpochMetrics, RunEnvironment } from '../../shared/domain/run.ts';

export const snapshotPart = z.object({ digest: z.string(), classes: z.array(classLabel) });

/** Everything about a run that its training needs, beside the images themselves. */
export const trainOrder = z.object({
  runId: z.int(),
  recipe: recipeSchema,
  /** What is known of the recipe's backbone; null where it trains a preset. */
  backbone: backboneCard.nullable(),
  snapshot: snapshotPart,
  /** Root of the workspace, for the pixel cache and the originals. */
  workspace: z.string(),
  runFolder: z.string(),
  checkpointSeconds: z.number().nonnegative().optional(),
});
export type TrainOrder = z.infer<typeof trainOrder>;

/** A training in a child; the images lie in the run's folder as a list. */
export const trainPayload = trainOrder.extend({ threads: z.int().positive().optional(), device: device.optional() });

const figure = z.number().nullable();

const environment: z.ZodType<RunEnvironment> = z.object({
  device: z.string(),
  executor: z.string(),
  narashi: z.string(),
  onnxruntime: z.string(),
  node: z.string(),
  codeVersion: z.string(),
});

const epochMetrics: z.ZodType<EpochMetrics> = z.object({
  epoch: z.int(),
  loss: figure,
  perturbedLoss: figure,
  sharpness: figure,
  lambda: figure,
  rho: figure,
  learningRate: figure,
  gradientNorm: figure,
  trainAccuracy: figure,
  validationLoss: figure,
  validationAccuracy: figure,
  validationBalancedAccuracy: figure,
  seconds: z.number(),
  imagesPerSecond: figure,
  skippedSteps: z.int(),
});

const parity = z.object({ images: z.int(), largestDifference: z.number(), disagreements: z.int() });
export const exportedFile = z.object({
  path: z.string(),
  sidecar: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  parity,
});

/** `proving`: on a GPU, one step is compared with the CPU's. */
export const trainPhases = ['preparing', 'proving', 'compiling', 'training', 'evaluating', 'exporting'] as const;
export type TrainPhase = (typeof trainPhases)[number];

export const trainEvent = z.discriminatedUnion('type', [
  /** Asked: the attempt is recorded before anything is computed. */
  z.object({ type: z.literal('begun'), environment }),
  z.object({ type: z.literal('phase'), phase: z.enum(trainPhases) }),
  /** Images decoded while preparing. */
  z.object({ type: z.literal('prepared'), done: z.int(), total: z.int() }),
  /** Memory does not hold a batch: it is computed so many images at a time. */
  z.object({ type: z.literal('parts'), images: z.int(), batchSize: z.int() }),
  /** Asked: mixed precision does not suit the network; the attempt goes on in float32, on what `executor` says. */
  z.object({ type: z.literal('exact'), executor: z.string(), percent: z.number() }),
  /** SHA-256 of the weights before the first step. */
  z.object({ type: z.literal('initial'), digest: z.string() }),
  /** The steps since the last such event, taken together; from children only. */
  z.object({
    type: z.literal('steps'),
    epoch: z.int(),
    step: z.int(),
    stepsPerEpoch: z.int(),
    loss: figure,
    sharpness: figure,
    lambda: figure,
    imagesPerSecond: figure,
  }),
  /** Asked: the checkpoint behind an epoch is written once its row is committed. */
  z.object({ type: z.literal('epoch'), metrics: epochMetrics, gradientEvaluations: z.number() }),
  z.object({ type: z.literal('checkpoint'), gradientEvaluations: z.number() }),
  /** Asked: the end of the run. `tested`: the judgements lie in the run's result file. */
  z.object({
    type: z.literal('result'),
    tested: z.boolean(),
    exported: exportedFile.nullable(),
    checkpoint: z.object({ bytes: z.int(), sha256: z.string() }).nullable(),
    /** Share of the labels made wrong on purpose that the network repeats. */
    memorised: figure,
    gradientEvaluations: z.number(),
  }),
]);
export type TrainEvent = z.infer<typeof trainEvent>;
export type EventOf<T extends TrainEvent['type']> = Extract<TrainEvent, { readonly type: T }>;

export const trainEnd = z.object({ status: z.enum(['done', 'stopped']) });
export type TrainEnd = z.infer<typeof trainEnd>;

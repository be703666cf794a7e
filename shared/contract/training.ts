// Training: what can be chosen, what it will take, the queue, and what a run shows while it goes on.
import { z } from 'zod';
import { recipeSchema } from '../domain/recipe.ts';
import { runStatuses } from '../domain/run.ts';
import { method, service } from '../rpc/contract.ts';
import { amount, count, identity, moment, nothing, problem, sha256 } from './common.ts';

export const trainingPresets = ['fast', 'standard', 'accurate'] as const;
export type TrainingPreset = (typeof trainingPresets)[number];
/** The plain choice: 標準 SGD · SAM · 適応 SAM. */
export const trainingMethods = ['sgd', 'sam', 'samar'] as const;
export type TrainingMethod = (typeof trainingMethods)[number];

/** Advanced settings the user may set by hand; what is absent follows the preset and the data. */
export const advancedSettings = recipeSchema
  .pick({
    network: true,
    size: true,
    epochs: true,
    batchSize: true,
    seed: true,
    learningRate: true,
    weightDecay: true,
    mode: true,
    rho: true,
    lambdaRule: true,
    sampling: true,
    labelSmoothing: true,
    averageDecay: true,
  })
  .extend({
    augmentation: z.enum(['none', 'flips', 'line', 'strong']),
    // Without the values that old recipes are read with: what is absent here was not chosen.
    fineTune: recipeSchema.shape.fineTune.unwrap(),
    lastStages: recipeSchema.shape.lastStages.unwrap(),
    layerDecay: recipeSchema.shape.layerDecay.unwrap(),
    batchNorm: recipeSchema.shape.batchNorm.unwrap(),
  })
  .partial();
export type AdvancedSettings = z.infer<typeof advancedSettings>;

export const trainingChoice = z.strictObject({
  projectId: identity,
  preset: z.enum(trainingPresets),
  method: z.enum(trainingMethods),
  advanced: advancedSettings,
});
export type TrainingChoice = z.infer<typeof trainingChoice>;

/** `mixed`: matrix work in half precision, everything that adds up or remembers in float32. */
export const precisions = ['float32', 'mixed'] as const;
export const precision = z.enum(precisions);
export type Precision = z.infer<typeof precision>;

export const device = z.object({
  name: z.string(),
  /** ONNX Runtime's name of the provider: `cpu`, `webgpu`, … */
  provider: z.string(),
  isGpu: z.boolean(),
  threads: count,
  /** What it can train in, first what a new training uses; float32 only where absent. */
  precisions: z.array(precision).optional(),
});
export type Device = z.infer<typeof device>;

/** Whether a new training on it is one in mixed precision. */
export const trainsMixed = ({ precisions }: Pick<Device, 'precisions'>): boolean => precisions?.[0] === 'mixed';

export const forecast = z.object({
  seconds: amount,
  /** Range that holds the real duration nine times in ten, as far as earlier runs tell. */
  low: amount,
  high: amount,
  kilowattHours: amount,
  yen: amount,
  steps: count,
  epochs: count,
  images: count,
  /** `history`: from earlier runs on this PC; `measured`: from a few steps taken just now. */
  basis: z.enum(['history', 'measured']),
});
export type Forecast = z.infer<typeof forecast>;

/** A paused run is `stopped` and `waiting`; one taken out of the queue is `stopped` and `ended`. */
export const runPhases = [
  'waiting',
  'preparing',
  'proving',
  'compiling',
  'training',
  'evaluating',
  'exporting',
  'ended',
] as const;

/** One point of the live curves; null: not measured in this step. */
export const curvePoint = z.object({
  /** In epochs: 2.5 is half-way through the third. */
  at: amount,
  loss: z.number().nullable(),
  accuracy: z.number().nullable(),
  validationAccuracy: z.number().nullable(),
  sharpness: z.number().nullable(),
  lambda: z.number().nullable(),
});
export type CurvePoint = z.infer<typeof curvePoint>;

export const queuedRun = z.object({
  runId: identity,
  projectId: identity.nullable(),
  projectName: z.string().nullable(),
  status: z.enum(runStatuses),
  phase: z.enum(runPhases),
  preset: z.enum(trainingPresets).nullable(),
  method: z.string(),
  network: z.string(),
  epochs: count,
  /** Whole epochs done and steps of the present one. */
  epoch: count,
  step: count,
  stepsPerEpoch: count.nullable(),
  imagesPerSecond: amount.nullable(),
  secondsLeft: amount.nullable(),
  /** Seconds of work so far, over all attempts. */
  seconds: amount,
  createdAt: moment,
  device: device.nullable(),
  /** The GPU that failed under this run, which went on on the CPU. */
  lostDevice: z.string().nullable(),
  failure: z.object({ code: z.string().nullable(), message: z.string() }).nullable(),
});
export type QueuedRun = z.infer<typeof queuedRun>;

const one = z.strictObject({ runId: identity });

export const training = service(
  'training',
  {
    /** What the project can be trained with, and what forbids or speaks against starting. */
    check: method(
      z.strictObject({ projectId: identity }),
      z.object({
        errors: z.array(problem),
        warnings: z.array(problem),
        trainImages: count,
        validationImages: count,
        testImages: count,
        /** Identity of the backbone that suits so few images; null: a new network. */
        start: sha256.nullable(),
        device,
      }),
    ),
    /** The complete recipe a choice comes to. */
    recipe: method(trainingChoice, recipeSchema),
    forecast: method(trainingChoice, forecast),
    /** Freezes the data and puts a run into the queue. */
    start: method(trainingChoice, queuedRun),
    /** Running, waiting, paused and failed runs that can go on, in order of the queue; then those ended last, at most 5. */
    queue: method(nothing, z.array(queuedRun)),
    get: method(one, queuedRun),
    /** Keeps a checkpoint and lets the next run go. */
    pause: method(one, queuedRun),
    /** Back into the queue, from its checkpoint. */
    resume: method(one, queuedRun),
    /** Ends it for good: out of the queue. What it has learnt so far can still be resumed from History. */
    stop: method(one, queuedRun),
    /** To the front of the queue. */
    first: method(one, queuedRun),
    /** The curves so far. */
    curves: method(one, z.array(curvePoint)),
  },
  {
    changed: queuedRun,
    point: z.object({ runId: identity, point: curvePoint }),
  },
);

// Everything that decides how a network is trained. A recipe, a seed and a data set snapshot repeat a run exactly.
import { z } from 'zod';
import { augmentationPresets } from './images.ts';

export const presetNames = ['tiny', 'small', 'base'] as const;
export type PresetNetwork = (typeof presetNames)[number];

/** What a network is made from: a preset, drawn anew, or an imported backbone by the SHA-256 of its file. */
export const networkChoice = z.union([
  z.enum(presetNames),
  z.templateLiteral(['backbone:', z.string().regex(/^[0-9a-f]{64}$/)]),
]);
export type NetworkChoice = z.infer<typeof networkChoice>;

/** What of a backbone is trained. all: every stage. last: its last stages and the head. head: a linear probe. */
export const fineTunings = ['all', 'last', 'head'] as const;
export type FineTuning = (typeof fineTunings)[number];

const positive = z.number().positive();
const fraction = z.number().min(0).max(1);

export const methods = ['sgd', 'sam', 'asam', 'samar'] as const;

/** sgd: no ascent. sam/asam: fixed weight. samar: SAM whose regularization weight follows the sharpness. */
export type Method = (typeof methods)[number];

export const recipeSchema = z.strictObject({
  network: networkChoice,
  /** Side of the square input image, pixels. */
  size: z.number().int().min(16).max(1024),
  epochs: z.number().int().min(1),
  batchSize: z.number().int().min(2),
  seed: z.number().int().min(0),
  optimizer: z.enum(['sgd', 'adamw']),
  learningRate: positive,
  momentum: fraction,
  weightDecay: z.number().min(0),
  schedule: z.enum(['cosine', 'step', 'constant']),
  warmupEpochs: z.number().min(0),
  method: z.enum(methods),
  /** thorough: two full gradients per step. efficient: the ascent comes from a part of the batch. */
  mode: z.enum(['thorough', 'efficient']),
  /** Share of the batch the efficient ascent is computed on. */
  ascentFraction: fraction,
  /** In efficient mode every so many steps is an exact two-pass step, which measures the sharpness. */
  exactEvery: z.number().int().min(1),
  rho: z.number().min(0),
  lambdaRule: z.enum(['predicted', 'temporal', 'fixed']),
  lambda: z.number().min(0),
  lambdaMinimum: z.number().min(0),
  lambdaMaximum: positive,
  labelSmoothing: fraction,
  /** Weight of a class in the loss: none, 1/√n or 1/n. */
  classWeights: z.enum(['none', 'sqrt', 'inverse']),
  /** How often a class is drawn: as often as it occurs, or pulled towards equal. */
  sampling: z.enum(['natural', 'softened', 'balanced']),
  /** Largest global gradient norm; 0 switches clipping off. */
  clipNorm: z.number().min(0),
  /** Beta distribution parameter of mixup (Zhang et al. 2018); 0 switches it off. */
  mixup: z.number().min(0),
  /** Decay of the moving average of weights that is evaluated and exported; 0 switches it off. */
  averageDecay: z.number().min(0).lt(1),
  augmentation: z.strictObject({
    flipHorizontal: z.boolean(),
    flipVertical: z.boolean(),
    quarterTurns: z.boolean(),
    rotation: z.number().min(0),
    shift: fraction,
    scale: z.number().min(0),
    brightness: fraction,
    contrast: fraction,
    gamma: z.number().min(0),
    blur: fraction,
    noise: fraction,
  }),
  /** Share of the training labels made wrong on purpose: for trials of what a method makes of mistakes. */
  labelNoise: z.number().min(0).max(0.5).default(0),
  /** What is trained; the rest stays as it came. */
  fineTune: z.enum(fineTunings).default('all'),
  /** Stages before the head that `last` trains. */
  lastStages: z.number().int().min(1).default(1),
  /** Layer-wise learning-rate decay: stage s of S trains at rate · decay^(S−s) (ELECTRA, Clark et al. 2020; BEiT, Bao et al. 2022). */
  layerDecay: positive.max(1).default(1),
  /** Statistics that BatchNormalization of the trained stages works with. frozen: those that came with the network. */
  batchNorm: z.enum(['batch', 'frozen']).default('batch'),
  testFraction: fraction,
  validationFraction: fraction,
});

export type Recipe = z.infer<typeof recipeSchema>;

/** SHA-256 of the backbone a network is made from; undefined for a preset. */
export function backboneOf(network: NetworkChoice): string | undefined {
  return presetNames.some((preset) => preset === network) ? undefined : network.slice('backbone:'.length);
}

/** ρ that suits each method (Foret et al. 2021; Kwon et al. 2021). */
export const defaultRho: Readonly<Record<Method, number>> = { sgd: 0, sam: 0.05, asam: 0.5, samar: 0.05 };

/** A complete recipe for a method. */
export function defaultRecipe(method: Method = 'samar'): Recipe {
  return {
    network: 'small',
    size: 64,
    epochs: 15,
    batchSize: 32,
    seed: 0,
    optimizer: 'sgd',
    learningRate: 0.05,
    momentum: 0.9,
    weightDecay: 5e-4,
    schedule: 'cosine',
    warmupEpochs: 0,
    method,
    mode: method === 'samar' ? 'efficient' : 'thorough',
    ascentFraction: 0.125,
    exactEvery: 16,
    rho: defaultRho[method],
    lambdaRule: method === 'samar' ? 'predicted' : 'fixed',
    lambda: 1,
    lambdaMinimum: 0.5,
    lambdaMaximum: 2,
    labelSmoothing: 0,
    classWeights: 'none',
    sampling: 'natural',
    clipNorm: 0,
    mixup: 0,
    averageDecay: 0,
    augmentation: augmentationPresets.line,
    labelNoise: 0,
    fineTune: 'all',
    lastStages: 1,
    layerDecay: 1,
    batchNorm: 'batch',
    testFraction: 0.2,
    validationFraction: 0,
  };
}

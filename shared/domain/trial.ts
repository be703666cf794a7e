// An A/B trial: which methods are compared under which budgets, over how many seeds, and what came of it.
import { z } from 'zod';
import { advancedSettings, trainingPresets } from '../contract/training.ts';

/** What can be compared. The adaptive forms are the product's own: efficient is its default, thorough takes two passes. */
export const trialMethods = ['sgd', 'adamw', 'sam', 'asam', 'samar-efficient', 'samar-thorough'] as const;
export type TrialMethod = (typeof trialMethods)[number];

/** `epochs`: every method sees the images equally often. `time`: every method gets the time the baseline takes. */
export const trialBudgets = ['epochs', 'time'] as const;
export type TrialBudget = (typeof trialBudgets)[number];

export const maximumSeeds = 20;

export const trialPlan = z
  .strictObject({
    /** What the others are compared with: the way one trains today. */
    baseline: z.enum(trialMethods),
    /** In order of showing, the baseline among them. */
    methods: z.array(z.enum(trialMethods)).min(2).max(trialMethods.length),
    budgets: z.array(z.enum(trialBudgets)).min(1).max(2),
    seeds: z.array(z.int().min(0)).min(1).max(maximumSeeds),
    preset: z.enum(trainingPresets),
    /** Settings all methods share. */
    advanced: advancedSettings.omit({ seed: true, mode: true, rho: true, lambdaRule: true }),
    /** Share of the training labels made wrong on purpose, to see what a method makes of mistakes. */
    labelNoise: z.number().min(0).max(0.5),
    /** The shop-floor sweep after every training. */
    robustness: z.boolean(),
  })
  .refine(({ baseline, methods }) => methods.includes(baseline), 'the baseline is not among the methods')
  .refine(({ methods }) => new Set(methods).size === methods.length, 'a method twice')
  .refine(({ budgets }) => new Set(budgets).size === budgets.length, 'a budget twice')
  .refine(({ seeds }) => new Set(seeds).size === seeds.length, 'a seed twice');
export type TrialPlan = z.infer<typeof trialPlan>;

/** `paused`: by the user. `stopped`: ended early for good; what was trained is kept and evaluated. */
export const trialStatuses = ['running', 'paused', 'done', 'stopped'] as const;
export type TrialStatus = (typeof trialStatuses)[number];

/** What each method takes on this PC, and the epochs that makes: fixed before the first training. */
export const trialTiming = z.object({
  /** Seconds one epoch takes, measured in turns just before the trial; one entry per method. */
  methods: z.array(
    z.object({
      method: z.enum(trialMethods),
      secondsPerEpoch: z.number().positive(),
      /** Epochs trained under each budget; null where the budget is not part of the plan. */
      epochs: z.object({ epochs: z.int().positive().nullable(), time: z.int().positive().nullable() }),
    }),
  ),
  device: z.string(),
});
export type TrialTiming = z.infer<typeof trialTiming>;

/** Figures compared between methods; `accuracy` and `balancedAccuracy` are better when greater, the others when less. */
export const trialMeasures = ['accuracy', 'balancedAccuracy', 'escape', 'overkill'] as const;
export type TrialMeasure = (typeof trialMeasures)[number];

/** A figure over the seeds. */
export const spread = z.object({
  mean: z.number(),
  /** Two-sided 95 % Student t interval over the seeds; null with a single one. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Standard deviation over the seeds: how much luck decides. */
  deviation: z.number().nullable(),
  /** One per finished seed, in order of the seeds. */
  values: z.array(z.number()),
});
export type Spread = z.infer<typeof spread>;

export const methodResult = z.object({
  method: z.enum(trialMethods),
  epochs: z.int().nullable(),
  /** Trainings that were finished; their runs. */
  runIds: z.array(z.int()),
  failed: z.int(),
  accuracy: spread.nullable(),
  balancedAccuracy: spread.nullable(),
  escape: spread.nullable(),
  overkill: spread.nullable(),
  calibrationError: spread.nullable(),
  /** Share of the labels made wrong that the finished network repeats; null without injected mistakes. */
  memorised: spread.nullable(),
  /** Score of the shop-floor sweep, 0 to 1; null where it was not asked for. */
  robustness: spread.nullable(),
  seconds: spread.nullable(),
  kilowattHours: spread.nullable(),
  yen: spread.nullable(),
  wattsSource: z.enum(['measured', 'assumed', 'mixed']).nullable(),
});
export type MethodResult = z.infer<typeof methodResult>;

export const comparison = z.object({
  method: z.enum(trialMethods),
  measure: z.enum(trialMeasures),
  /** Mean over seeds and images of method − baseline, as a share. */
  difference: z.number(),
  /** 95 % crossed bootstrap over seeds and test images. */
  low: z.number(),
  high: z.number(),
  /** Seeds for which the method was better, equal, worse than the baseline. */
  wins: z.int(),
  ties: z.int(),
  losses: z.int(),
  /** Exact sign-flip test over the seeds. */
  seedP: z.number(),
  /** Exact McNemar test over the test images of all seeds; null where the measure has no single right answer. */
  imageP: z.number().nullable(),
  /** Judgements only the method, only the baseline got right. */
  onlyMethodRight: z.int().nullable(),
  onlyBaselineRight: z.int().nullable(),
  /** `seedP` corrected for the comparisons with the other methods (Holm 1979). */
  adjustedP: z.number(),
});
export type Comparison = z.infer<typeof comparison>;

/**
 * `gain`: better, and its interval leaves out zero. `loss`: worse likewise. `none`: no measurable gain. `too-few`: too few
 * seeds or test images for any answer. `unfinished`: trainings are missing.
 */
export const verdictKinds = ['gain', 'loss', 'none', 'too-few', 'unfinished'] as const;

export const trialVerdict = z.object({
  method: z.enum(trialMethods),
  kind: z.enum(verdictKinds),
  /** The figure it was decided on. */
  measure: z.enum(trialMeasures),
  difference: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Training time of the method ÷ the baseline's. */
  timeRatio: z.number().nullable(),
});
export type TrialVerdict = z.infer<typeof trialVerdict>;

export const budgetResult = z.object({
  budget: z.enum(trialBudgets),
  methods: z.array(methodResult),
  comparisons: z.array(comparison),
  /** One per method beside the baseline. */
  verdicts: z.array(trialVerdict),
});
export type BudgetResult = z.infer<typeof budgetResult>;

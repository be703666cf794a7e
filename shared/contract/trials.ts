// A/B trials: planned with their cost, trained as a grid of runs, judged with intervals and tests, and turned into yen.
import { z } from 'zod';
import { benefit, economics, measuredChange } from '../domain/benefit.ts';
import { budgetResult, trialBudgets, trialMethods, trialPlan, trialStatuses, trialTiming } from '../domain/trial.ts';
import { method, service } from '../rpc/contract.ts';
import { amount, count, identity, moment, name, nothing, problem } from './common.ts';

export const trialDraft = z.strictObject({ projectId: identity, name, plan: trialPlan });
export type TrialDraft = z.infer<typeof trialDraft>;

/** One training of the grid. Two budgets that come to the same training share its run. */
export const trialCell = z.object({
  method: z.enum(trialMethods),
  budget: z.enum(trialBudgets),
  seed: count,
  epochs: count,
  /** Null: not begun. */
  runId: identity.nullable(),
  status: z.enum(['waiting', 'running', 'done', 'failed']),
});
export type TrialCell = z.infer<typeof trialCell>;

export const trial = z.object({
  id: identity,
  /** Null for trials of the command line. */
  projectId: identity.nullable(),
  snapshotId: identity,
  name: z.string(),
  plan: trialPlan,
  /** Null while the methods are being timed. */
  timing: trialTiming.nullable(),
  status: z.enum(trialStatuses),
  createdAt: moment,
  endedAt: moment.nullable(),
  cells: z.array(trialCell),
  /** Trainings that are done (or failed) and all of them; one shared by two budgets counts once. */
  done: count,
  total: count,
  secondsLeft: amount.nullable(),
  /** Why the trial could not go on, if it could not. */
  failure: problem.nullable(),
});
export type Trial = z.infer<typeof trial>;

export const trialForecast = z.object({
  trainings: count,
  seconds: amount,
  kilowattHours: amount,
  yen: amount,
  testImages: count,
  /** Speaks against starting, or limits what the trial can show: few test images, no OK class, … */
  warnings: z.array(problem),
  errors: z.array(problem),
});
export type TrialForecast = z.infer<typeof trialForecast>;

export const trialResult = z.object({
  trialId: identity,
  testImages: count,
  ngImages: count,
  okImages: count,
  budgets: z.array(budgetResult),
});
export type TrialResult = z.infer<typeof trialResult>;

const one = z.strictObject({ trialId: identity });

export const trials = service(
  'trials',
  {
    /** What a trial comes to before it is started. */
    forecast: method(z.strictObject({ projectId: identity, plan: trialPlan }), trialForecast),
    /** Freezes the data, times the methods and begins; its trainings stand in the queue one at a time. */
    start: method(trialDraft, trial),
    /** Newest first. */
    list: method(z.strictObject({ projectId: identity }), z.array(trial)),
    get: method(one, trial),
    pause: method(one, trial),
    resume: method(one, trial),
    /** Ends it for good; what was trained is kept and counts. */
    stop: method(one, trial),
    /** Of the trainings that are done so far. */
    result: method(one, trialResult),
    economics: method(z.strictObject({ projectId: identity }), economics),
    setEconomics: method(z.strictObject({ projectId: identity, economics }), economics),
    /** A method against the baseline in yen a year; with inputs that differ from the project's for a “what if”. */
    benefit: method(
      z.strictObject({
        trialId: identity,
        method: z.enum(trialMethods),
        budget: z.enum(trialBudgets),
        economics: economics.optional(),
      }),
      z.object({ economics, measured: measuredChange, benefit }),
    ),
    /** Trials under way in any project. */
    active: method(nothing, z.array(trial)),
  },
  { changed: trial },
);

// The plan of a new trial as a form: what it begins with, what is wrong with it, and the plan it comes to.
import type { TrainingPreset } from '../../../../shared/contract/training.ts';
import { type TrialBudget, type TrialMethod, type TrialPlan, trialMethods } from '../../../../shared/domain/trial.ts';
import { newNetwork, type Start, startSettings } from '../../../components/starting-point.ts';

export interface PlanDraft {
  baseline: TrialMethod;
  /** What is compared with the baseline; it may be among them from an earlier choice and does not count then. */
  methods: readonly TrialMethod[];
  budgets: readonly TrialBudget[];
  /** How many seeds: 1, 2, 3, … */
  seeds: number;
  preset: TrainingPreset;
  noisePercent: number;
  robustness: boolean;
  /** What all its trainings start from. */
  start: Start;
}

export const firstDraft: PlanDraft = {
  baseline: 'sgd',
  methods: ['samar-efficient'],
  budgets: ['epochs', 'time'],
  seeds: 5,
  preset: 'standard',
  noisePercent: 0,
  robustness: false,
  start: newNetwork,
};

/** The product's own methods first. */
export const offeredMethods: readonly TrialMethod[] = [
  'samar-efficient',
  'samar-thorough',
  'sam',
  'asam',
  'adamw',
  'sgd',
];

/** The methods beside the baseline, in order of showing. */
export function compared({ baseline, methods }: Pick<PlanDraft, 'baseline' | 'methods'>): TrialMethod[] {
  return trialMethods.filter((method) => method !== baseline && methods.includes(method));
}

/** Undefined while nothing is compared, or nothing made equal. */
export function planOf(draft: PlanDraft): TrialPlan | undefined {
  const others = compared(draft);
  if (others.length === 0 || draft.budgets.length === 0) return undefined;
  const { baseline, budgets, preset, robustness } = draft;
  return {
    baseline,
    methods: [baseline, ...others],
    budgets: [...budgets],
    seeds: Array.from({ length: draft.seeds }, (_, index) => index + 1),
    preset,
    advanced: startSettings(draft.start),
    labelNoise: draft.noisePercent / 100,
    robustness,
  };
}

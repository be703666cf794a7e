// Learning-rate schedules as pure functions of the step.

export interface Schedule {
  readonly kind: 'cosine' | 'step' | 'constant';
  /** Steps of linear warm-up from zero. */
  readonly warmupSteps: number;
  /** All steps of the run, warm-up included. */
  readonly totalSteps: number;
}

/** Steps and factor of the `step` schedule: divided by ten at half and at three quarters. */
const STEP_MILESTONES = [0.5, 0.75] as const;
const STEP_FACTOR = 0.1;

/** Learning rate of `step` (from 0). Cosine follows Loshchilov & Hutter 2017, eq. 5, down to zero. */
export function learningRateAt(schedule: Schedule, peak: number, step: number): number {
  const { kind, warmupSteps, totalSteps } = schedule;
  if (step < warmupSteps) return (peak * (step + 1)) / (warmupSteps + 1);
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
  switch (kind) {
    case 'constant':
      return peak;
    case 'cosine':
      return (peak * (1 + Math.cos(Math.PI * progress))) / 2;
    case 'step':
      return peak * STEP_FACTOR ** STEP_MILESTONES.filter((milestone) => progress >= milestone).length;
  }
}

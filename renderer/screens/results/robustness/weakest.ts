// The changes a training takes worst: those that cost most accuracy over all strengths.
import type { Disturbance, RobustnessResult } from '../../../../shared/domain/study.ts';

const NAMED = 3;

export function weakest({ curves }: Pick<RobustnessResult, 'curves'>): Disturbance[] {
  const kept = curves.map(({ disturbance, points }) => ({
    disturbance,
    sum: points.reduce((total, { accuracy }) => total + accuracy, 0),
  }));
  return kept
    .toSorted((one, other) => one.sum - other.sum)
    .slice(0, NAMED)
    .map(({ disturbance }) => disturbance);
}

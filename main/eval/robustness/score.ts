// What a sweep comes to: one point for each disturbance and strength, and one score.
import type { ClassLabel } from '../../../shared/domain/dataset.ts';
import { disturbances, type RobustnessPoint, type RobustnessResult, strengths } from '../../../shared/domain/study.ts';
import { evaluate } from '../evaluate.ts';
import { ROBUSTNESS_VERSION } from './disturb.ts';

/** @param labels [M], @param probabilities [M,K] of the images at this strength */
export function robustnessPoint(
  strength: number,
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: readonly ClassLabel[],
): RobustnessPoint {
  const { accuracy, escape: missed, overkill } = evaluate(labels, probabilities, classes);
  const counted = (rate: { readonly count: number; readonly total: number } | null) =>
    rate && { count: rate.count, total: rate.total };
  return { strength, accuracy: accuracy?.value ?? 0, escape: counted(missed), overkill: counted(overkill) };
}

/** Mean accuracy over all disturbances and strengths ÷ accuracy of the undisturbed images, at most 1. */
export function robustnessResult(
  images: number,
  clean: RobustnessPoint,
  points: ReadonlyMap<string, readonly RobustnessPoint[]>,
): RobustnessResult {
  const curves = disturbances.map((disturbance) => ({
    disturbance,
    points: [clean, ...(points.get(disturbance) ?? [])],
  }));
  const all = curves.flatMap((curve) => curve.points.filter(({ strength }) => strength > 0));
  const mean = all.reduce((sum, { accuracy }) => sum + accuracy, 0) / Math.max(1, all.length);
  const score = clean.accuracy > 0 ? Math.min(1, mean / clean.accuracy) : 0;
  return { kind: 'robustness', images, clean, curves, score, version: ROBUSTNESS_VERSION };
}

/** Disturbed judgements of a whole sweep, the clean one not counted. */
export const SWEEP_STEPS = disturbances.length * strengths;

// What every threshold on the NG score would cost: escapes and overkills with their intervals, and the cheapest one.
import type { Rate } from '../../shared/domain/evaluation.ts';
import { rate } from './intervals.ts';

/** Yen lost per part judged wrongly. */
export interface ErrorCosts {
  readonly escapeYen: number;
  readonly overkillYen: number;
}

export interface ThresholdPoint {
  /** Judged NG from this score on. */
  readonly threshold: number;
  /** Null without defective parts. */
  readonly escape: Rate | null;
  /** Null without good parts. */
  readonly overkill: Rate | null;
  readonly costYen: number;
}

/** Thresholds from 0 (everything is judged NG) to 1, in hundredths. */
const steps = 100;

/** `scores[i]`: NG score of image i, 0 to 1; `isDefective[i]`: whether it should be judged NG. */
export function thresholdCurve(
  scores: readonly number[],
  isDefective: readonly boolean[],
  costs: ErrorCosts,
): ThresholdPoint[] {
  const defective = scores.filter((_, image) => isDefective[image]).sort((a, b) => a - b);
  const good = scores.filter((_, image) => !isDefective[image]).sort((a, b) => a - b);
  let [escapes, passed] = [0, 0];
  return Array.from({ length: steps + 1 }, (_, step) => {
    const threshold = step / steps;
    while (escapes < defective.length && (defective[escapes] ?? 0) < threshold) escapes++;
    while (passed < good.length && (good[passed] ?? 0) < threshold) passed++;
    const overkills = good.length - passed;
    return {
      threshold,
      escape: rate(escapes, defective.length),
      overkill: rate(overkills, good.length),
      costYen: escapes * costs.escapeYen + overkills * costs.overkillYen,
    };
  });
}

/**
 * Index of the cheapest point: the middle of the longest run of equally cheap ones, because a threshold at the rim of
 * such a run is the first to fail on new parts. Null of nothing.
 */
export function cheapestThreshold(points: readonly ThresholdPoint[]): number | null {
  const least = Math.min(...points.map(({ costYen }) => costYen));
  let best: { start: number; length: number } | null = null;
  let length = 0;
  for (const [index, { costYen }] of points.entries()) {
    length = costYen === least ? length + 1 : 0;
    if (length > (best?.length ?? 0)) best = { start: index - length + 1, length };
  }
  return best && best.start + Math.floor((best.length - 1) / 2);
}

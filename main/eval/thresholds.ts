// What every threshold on the NG score would do: escapes and overkills with their intervals, and the cheapest one.

import type { DecisionAims } from '../../shared/domain/decision.ts';
import type { Rate } from '../../shared/domain/evaluation.ts';
import { rate } from './intervals.ts';
import { yenPerThousand } from './line-cost.ts';

export interface ThresholdPoint {
  /** Judged NG from this score on. */
  readonly threshold: number;
  /** Null without defective parts. */
  readonly escape: Rate | null;
  /** Null without good parts. */
  readonly overkill: Rate | null;
  /** Yen lost by a thousand parts of the line; null where a rate is not known. */
  readonly yenPerThousand: number | null;
}

const ends = [0.001, 0.002, 0.005];
/**
 * The thresholds that are looked at, ascending: 0 (everything is judged NG) to 1, in hundredths, and finer at both ends,
 * where the scores of a sure network lie.
 */
export const thresholdGrid: readonly number[] = [
  0,
  ...ends,
  ...Array.from({ length: 99 }, (_, step) => (step + 1) / 100),
  ...ends.toReversed().map((end) => 1 - end),
  1,
];

/** `scores[i]`: NG score of image i, 0 to 1; `isDefective[i]`: whether it should be judged NG. */
export function thresholdCurve(
  scores: readonly number[],
  isDefective: readonly boolean[],
  aims: DecisionAims,
): ThresholdPoint[] {
  const defective = scores.filter((_, image) => isDefective[image]).sort((a, b) => a - b);
  const good = scores.filter((_, image) => !isDefective[image]).sort((a, b) => a - b);
  let [escapes, passed] = [0, 0];
  return thresholdGrid.map((threshold) => {
    while (escapes < defective.length && (defective[escapes] ?? 0) < threshold) escapes++;
    while (passed < good.length && (good[passed] ?? 0) < threshold) passed++;
    const rates = { escape: rate(escapes, defective.length), overkill: rate(good.length - passed, good.length) };
    return { threshold, ...rates, yenPerThousand: yenPerThousand({ ...rates, review: 0 }, aims) };
  });
}

/**
 * Index of the cheapest point: the middle of the longest run of equally cheap ones, because a threshold at the rim of
 * such a run is the first to fail on new parts. Null where no cost is known.
 */
export function cheapestThreshold(points: readonly Pick<ThresholdPoint, 'yenPerThousand'>[]): number | null {
  const least = Math.min(...points.map(({ yenPerThousand: yen }) => yen ?? Number.POSITIVE_INFINITY));
  let best: { start: number; length: number } | null = null;
  let length = 0;
  for (const [index, { yenPerThousand: yen }] of points.entries()) {
    length = yen !== null && yen === least ? length + 1 : 0;
    if (length > (best?.length ?? 0)) best = { start: index - length + 1, length };
  }
  return best && best.start + Math.floor((best.length - 1) / 2);
}

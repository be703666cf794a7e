// Rules with a band for people: what one does to judged images, and the cheapest one that keeps the limits.
import { type Decision, type DecisionAims, type DecisionRule, decide } from '../../shared/domain/decision.ts';
import type { Rate } from '../../shared/domain/evaluation.ts';
import { rate, upperBound } from './intervals.ts';
import { ofLine, yenPerThousand } from './line-cost.ts';
import { thresholdGrid } from './thresholds.ts';

/** What a decision needs to know of a judged image. */
export interface ScoredImage {
  /** Sum of the probabilities of the NG classes. */
  readonly ngScore: number;
  readonly isDefective: boolean;
  /** To the training images; null: not measured. */
  readonly distance: number | null;
}

export interface DecisionOutcome {
  /** Of defective parts: judged OK. Of good parts: judged NG. */
  readonly escape: Rate | null;
  readonly overkill: Rate | null;
  /** Sent to a person: of defective and of good images. */
  readonly reviewDefective: Rate | null;
  readonly reviewGood: Rate | null;
  /** Share of the parts of the line that a person looks at, by its share of defective parts. */
  readonly review: number | null;
  readonly yenPerThousand: number | null;
  /** One-sided 95 % bound of the escape rate: what the images still allow. */
  readonly escapeBound: number | null;
  /** Whether even that bound keeps the limit; null without a limit or without defective images. */
  readonly provesLimit: boolean | null;
}

/** Of a rule on images. */
export function outcomeOfRule(images: readonly ScoredImage[], rule: DecisionRule, aims: DecisionAims): DecisionOutcome {
  return outcomeOf(
    images.map(({ ngScore, isDefective, distance }) => ({ isDefective, decision: decide(ngScore, distance, rule) })),
    aims,
  );
}

/** Of decisions, however they were come by. */
export function outcomeOf(
  decided: readonly { readonly isDefective: boolean; readonly decision: Decision }[],
  aims: DecisionAims,
): DecisionOutcome {
  const share = (isDefective: boolean, decision: Decision) => {
    const of = decided.filter((each) => each.isDefective === isDefective);
    return rate(of.filter((each) => each.decision === decision).length, of.length);
  };
  const rates = { escape: share(true, 'OK'), overkill: share(false, 'NG') };
  const [reviewDefective, reviewGood] = [share(true, 'review'), share(false, 'review')];
  const review = ofLine(reviewDefective, reviewGood, aims);
  const escapeBound = rates.escape && upperBound(rates.escape.count, rates.escape.total);
  return {
    ...rates,
    reviewDefective,
    reviewGood,
    review,
    yenPerThousand: yenPerThousand({ ...rates, review }, aims),
    escapeBound,
    provesLimit: escapeBound === null || aims.maximumEscape === null ? null : escapeBound <= aims.maximumEscape,
  };
}

/** Costs that differ by less than the rounding of their sums are equal. */
const EQUAL = 1e-9;

/**
 * The rule of least cost on these images that keeps the limits on them. Among equally cheap ones: the narrowest band, then
 * the middle of each threshold's plateau. Null without defective or without good images. Distances are not used.
 */
export function recommendRule(images: readonly ScoredImage[], aims: DecisionAims): DecisionRule | null {
  const defective = below(images.filter(({ isDefective }) => isDefective));
  const good = below(images.filter(({ isDefective }) => !isDefective));
  const [defects, goods] = [defective.total, good.total];
  if (defects === 0 || goods === 0) return null;
  const costs: { readonly low: number; readonly high: number; readonly yen: number; readonly review: number }[] = [];
  for (const low of thresholdGrid.keys()) {
    const passed = (defective.counts[low] ?? 0) / defects;
    if (aims.maximumEscape !== null && passed > aims.maximumEscape) break;
    for (let high = low; high < thresholdGrid.length; high++) {
      const reviewed = (side: Below) => ((side.counts[high] ?? 0) - (side.counts[low] ?? 0)) / side.total;
      const review = aims.defectShare * reviewed(defective) + (1 - aims.defectShare) * reviewed(good);
      if (review > aims.maximumReview) break;
      const overkill = 1 - (good.counts[high] ?? 0) / goods;
      const lost = aims.defectShare * passed * aims.escapeCostYen;
      const taken = (1 - aims.defectShare) * overkill * aims.overkillCostYen;
      costs.push({ low, high, yen: lost + taken + review * aims.reviewCostYen, review });
    }
  }
  const least = Math.min(...costs.map(({ yen }) => yen));
  const cheapest = costs.filter(({ yen }) => yen <= least * (1 + EQUAL) + EQUAL);
  const fewest = Math.min(...cheapest.map(({ review }) => review));
  const rules = cheapest.filter(({ review }) => review <= fewest + EQUAL);
  // Nobody has to look at anything: one threshold.
  const single = rules.filter(({ low, high }) => low === high);
  const among = single.length > 0 ? single : rules;
  const low = middle(among.map((each) => each.low));
  const high = middle(among.filter((each) => each.low === low).map((each) => each.high));
  const [okBelow, ngFrom] = [thresholdGrid[low], thresholdGrid[high]];
  return okBelow === undefined || ngFrom === undefined ? null : { okBelow, ngFrom, unlikeFrom: null };
}

interface Below {
  readonly total: number;
  /** Images with a lower score than each threshold of the grid. */
  readonly counts: readonly number[];
}

function below(images: readonly ScoredImage[]): Below {
  const scores = images.map(({ ngScore }) => ngScore).sort((a, b) => a - b);
  let passed = 0;
  const counts = thresholdGrid.map((threshold) => {
    while (passed < scores.length && (scores[passed] ?? 0) < threshold) passed++;
    return passed;
  });
  return { total: images.length, counts };
}

/** The middle of the longest run of consecutive places, the lower one of two; the first of equally long ones. */
function middle(places: readonly number[]): number {
  const ascending = [...new Set(places)].sort((a, b) => a - b);
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, place] of ascending.entries()) {
    if (index > 0 && place !== (ascending[index - 1] ?? 0) + 1) start = index;
    if (index - start + 1 > best.length) best = { start, length: index - start + 1 };
  }
  return ascending[best.start + Math.floor((best.length - 1) / 2)] ?? 0;
}

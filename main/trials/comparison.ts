// One method against the baseline: paired over the seeds and, image by image, over the test images.
import type { ClassLabel } from '../../shared/domain/dataset.ts';
import { type Comparison, type TrialMeasure, type TrialMethod, trialMeasures } from '../../shared/domain/trial.ts';
import { crossedBootstrap, mcnemarExact, signFlipTest } from '../eval/index.ts';

/** What one training made of the test images. */
export interface Judged {
  readonly seed: number;
  /** Judged class of each test image, `[M]`. */
  readonly predicted: ArrayLike<number>;
}

export interface TestImages {
  readonly classes: readonly ClassLabel[];
  /** `[M]` */
  readonly actual: ArrayLike<number>;
}

/** Differences method − baseline of one measure. */
export interface Paired {
  /** `[S][M']`, of the images the measure is about. */
  readonly differences: readonly Float64Array[];
  /** `[M']`, or all alike. */
  readonly weights: Float64Array;
  /** Mean over images, one per seed. */
  readonly perSeed: readonly number[];
}

/** Escape and overkill are better when less. */
export const betterWhenLess = (measure: TrialMeasure) => measure === 'escape' || measure === 'overkill';

/** One comparison for each measure the test images allow; none without a pair of seeds. `adjustedP` is `seedP` yet. */
export function compareMethods(
  test: TestImages,
  method: TrialMethod,
  candidate: readonly Judged[],
  baseline: readonly Judged[],
): Comparison[] {
  return trialMeasures.flatMap((measure) => {
    const paired = pair(test, measure, candidate, baseline);
    return paired ? [compared(method, measure, paired)] : [];
  });
}

function compared(method: TrialMethod, measure: TrialMeasure, paired: Paired): Comparison {
  const { differences, weights, perSeed } = paired;
  const sign = betterWhenLess(measure) ? -1 : 1;
  const seedP = signFlipTest(perSeed);
  const { low, high } = crossedBootstrap(differences, { weights });
  const hasRight = measure !== 'balancedAccuracy';
  const count = (wanted: number) =>
    differences.reduce((sum, row) => sum + row.filter((each) => Math.sign(each) === wanted).length, 0);
  const [onlyMethodRight, onlyBaselineRight] = [count(sign), count(-sign)];
  return {
    method,
    measure,
    difference: mean(perSeed),
    low,
    high,
    wins: perSeed.filter((each) => each * sign > 0).length,
    ties: perSeed.filter((each) => each === 0).length,
    losses: perSeed.filter((each) => each * sign < 0).length,
    seedP,
    imageP: hasRight ? mcnemarExact(onlyMethodRight, onlyBaselineRight) : null,
    onlyMethodRight: hasRight ? onlyMethodRight : null,
    onlyBaselineRight: hasRight ? onlyBaselineRight : null,
    adjustedP: seedP,
  };
}

/** Null without a seed that both have, or without an image the measure is about. */
export function pair(
  { classes, actual }: TestImages,
  measure: TrialMeasure,
  candidate: readonly Judged[],
  baseline: readonly Judged[],
): Paired | null {
  const isNg = Array.from(classes, ({ verdict }) => verdict === 'NG');
  const wanted = measure === 'escape' ? true : measure === 'overkill' ? false : undefined;
  const images = Array.from({ length: actual.length }, (_, image) => image).filter(
    (image) => wanted === undefined || isNg[actual[image] ?? 0] === wanted,
  );
  if (images.length === 0) return null;
  const hit = (judged: Judged, image: number) => {
    const [truth, found] = [actual[image] ?? 0, judged.predicted[image] ?? 0];
    return Number(wanted === undefined ? truth === found : isNg[found] !== isNg[truth]);
  };
  const weights = Float64Array.from(images, () => 1);
  if (measure === 'balancedAccuracy') {
    const sizes = classes.map((_, index) => images.filter((image) => actual[image] === index).length);
    images.forEach((image, place) => {
      weights[place] = 1 / (sizes[actual[image] ?? 0] ?? 1);
    });
  }
  const pairs = candidate.flatMap((one) => {
    const other = baseline.find(({ seed }) => seed === one.seed);
    return other ? [{ one, other }] : [];
  });
  if (pairs.length === 0) return null;
  const differences = pairs.map(({ one, other }) =>
    Float64Array.from(images, (image) => hit(one, image) - hit(other, image)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const perSeed = differences.map((row) => {
    const sum = row.reduce((total, difference, place) => total + difference * (weights[place] ?? 1), 0);
    // Sums that cancel leave a last digit behind; that is no difference.
    return Math.abs(sum) < 1e-9 * total ? 0 : sum / total;
  });
  return { differences, weights, perSeed };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

// How far the network's probabilities can be believed: log loss and expected calibration error.
import { mean, sum } from './confusion.ts';

/**
 * Mean −ln p(actual), in nats; null without images. Probabilities below Number.EPSILON count as that, as in
 * scikit-learn's log_loss for float64, so that one impossible image costs 36 nats and not infinity.
 * @param probabilities [N,C], row after row
 */
export function logLoss(actual: ArrayLike<number>, probabilities: ArrayLike<number>, classes: number): number | null {
  return mean(
    Array.from({ length: actual.length }, (_, image) => {
      const probability = probabilities[image * classes + (actual[image] ?? 0)] ?? 0;
      return 0 - Math.log(Math.min(1, Math.max(Number.EPSILON, probability)));
    }),
  );
}

/**
 * Expected calibration error of the judged class (Guo et al. 2017, eq. 3): images go into equal bins (lower, upper] of
 * the judged class's probability; the gaps |share right − mean probability| are averaged by bin size. Null without
 * images.
 */
export function calibrationError(right: readonly boolean[], confidences: readonly number[], bins = 15): number | null {
  if (right.length === 0) return null;
  const gaps = new Array<number>(bins).fill(0);
  for (const [image, confidence] of confidences.entries()) {
    const bin = binOf(confidence, bins);
    gaps[bin] = (gaps[bin] ?? 0) + (right[image] ? 1 : 0) - confidence;
  }
  return Math.min(1, sum(gaps.map(Math.abs)) / right.length);
}

/** Images whose judged class has a probability in (from, to]. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly images: number;
  /** Mean probability of the judged class, and share judged rightly. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** The reliability diagram (DeGroot and Fienberg 1983) behind the calibration error; bins without images are left out. */
export function reliabilityBins(
  right: readonly boolean[],
  confidences: readonly number[],
  bins = 15,
): readonly ReliabilityBin[] {
  const held = Array.from({ length: bins }, () => ({ images: 0, confidence: 0, right: 0 }));
  for (const [image, confidence] of confidences.entries()) {
    const bin = held[binOf(confidence, bins)];
    if (!bin) continue;
    bin.images++;
    bin.confidence += confidence;
    bin.right += right[image] ? 1 : 0;
  }
  return held.flatMap(({ images, confidence, right: rightOnes }, index) =>
    images === 0
      ? []
      : [
          {
            from: index / bins,
            to: (index + 1) / bins,
            images,
            confidence: Math.min(1, confidence / images),
            accuracy: rightOnes / images,
          },
        ],
  );
}

const binOf = (confidence: number, bins: number): number =>
  Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));

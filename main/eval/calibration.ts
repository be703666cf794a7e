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
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    gaps[bin] = (gaps[bin] ?? 0) + (right[image] ? 1 : 0) - confidence;
  }
  return Math.min(1, sum(gaps.map(Math.abs)) / right.length);
}

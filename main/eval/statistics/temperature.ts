// One number that makes a network's probabilities honest: temperature scaling (Guo et al. 2017, section 4.2).
import { logLoss } from '../calibration.ts';

const LIMITS = { low: 0.05, high: 20 };
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * The temperature T in [0.05, 20] that makes the log loss of softmax(ln p / T) least; 1 for fewer than two images. The
 * loss has one valley along ln T, so golden sections find it.
 * @param probabilities [N,C], row after row
 */
export function fitTemperature(actual: ArrayLike<number>, probabilities: ArrayLike<number>, classes: number): number {
  if (actual.length < 2) return 1;
  const loss = (log: number) =>
    logLoss(actual, scaledRows(probabilities, classes, Math.exp(log)), classes) ?? Number.POSITIVE_INFINITY;
  let [low, high] = [Math.log(LIMITS.low), Math.log(LIMITS.high)];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [leftLoss, rightLoss] = [loss(left), loss(right)];
  while (high - low > 1e-6) {
    if (leftLoss <= rightLoss) {
      [high, right, rightLoss] = [right, left, leftLoss];
      left = high - golden * (high - low);
      leftLoss = loss(left);
    } else {
      [low, left, leftLoss] = [left, right, rightLoss];
      right = low + golden * (high - low);
      rightLoss = loss(right);
    }
  }
  return Math.exp((low + high) / 2);
}

/** softmax(ln p / T), `[N,C]`. Rows keep their order of classes. */
export function applyTemperature(
  probabilities: ArrayLike<number>,
  classes: number,
  temperature: number,
): Float32Array<ArrayBuffer> {
  return Float32Array.from(scaledRows(probabilities, classes, temperature));
}

function scaledRows(probabilities: ArrayLike<number>, classes: number, temperature: number): Float64Array {
  const scaled = new Float64Array(probabilities.length);
  for (let start = 0; start < scaled.length; start += classes) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let index = start; index < start + classes; index++) {
      // A probability that underflowed to 0 is taken as the least a float holds, so that a temperature can raise it.
      scaled[index] = Math.log(Math.max(probabilities[index] ?? 0, 1e-38)) / temperature;
      largest = Math.max(largest, scaled[index] ?? 0);
    }
    let sum = 0;
    for (let index = start; index < start + classes; index++) {
      scaled[index] = Math.exp((scaled[index] ?? 0) - largest);
      sum += scaled[index] ?? 0;
    }
    for (let index = start; index < start + classes; index++) scaled[index] = (scaled[index] ?? 0) / sum;
  }
  return scaled;
}

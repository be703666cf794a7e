// Probabilities → judgement.

/**
 * The class of greatest probability in each row of [N,C]; of equals the first, as ONNX ArgMax, NumPy and the exported
 * model have it. @throws RangeError for a shape that does not fit and for a probability that is not a finite number
 */
export function argmaxRows(probabilities: ArrayLike<number>, classes: number): Int32Array {
  if (classes < 1 || probabilities.length % classes !== 0) {
    throw new RangeError(`${probabilities.length} probabilities are not rows of ${classes}`);
  }
  const judged = new Int32Array(probabilities.length / classes);
  for (let image = 0; image < judged.length; image++) {
    let [best, greatest] = [0, Number.NEGATIVE_INFINITY];
    for (let index = 0; index < classes; index++) {
      const value = probabilities[image * classes + index] ?? Number.NaN;
      if (!Number.isFinite(value))
        throw new RangeError(`image ${image}: the probability of class ${index} is ${value}`);
      if (value > greatest) [best, greatest] = [index, value];
    }
    judged[image] = best;
  }
  return judged;
}

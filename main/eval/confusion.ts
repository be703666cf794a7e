// The confusion matrix: who was what, and what it was taken for.

/** `confusion[actual][predicted]` = images; rows are the labels, columns the judgements (as scikit-learn has them). */
export type Confusion = readonly (readonly number[])[];

/** Counts pairs of class indices. @throws RangeError for an index that is no class */
export function confusionMatrix(actual: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): number[][] {
  if (actual.length !== predicted.length) {
    throw new RangeError(`${actual.length} labels for ${predicted.length} judgements`);
  }
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let image = 0; image < actual.length; image++) {
    const row = matrix[actual[image] ?? -1];
    const column = predicted[image] ?? -1;
    const cell = row?.[column];
    if (!row || cell === undefined) {
      throw new RangeError(`image ${image}: class ${actual[image]} judged ${column} is not among ${classes} classes`);
    }
    row[column] = cell + 1;
  }
  return matrix;
}

/** Images of each class: [C]. */
export function supports(confusion: Confusion): number[] {
  return confusion.map(sum);
}

/** Images judged to be of each class: [C]. */
export function judgements(confusion: Confusion): number[] {
  return confusion.map((_, column) => sum(confusion.map((row) => row[column] ?? 0)));
}

/** Images judged rightly, per class: [C]. */
export function hits(confusion: Confusion): number[] {
  return confusion.map((row, index) => row[index] ?? 0);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Mean, or null of nothing. */
export function mean(values: readonly number[]): number | null {
  return values.length > 0 ? sum(values) / values.length : null;
}

/** a / b, or null where b is 0. */
export function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

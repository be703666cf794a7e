// Wrong labels among many, from probabilities of networks that never saw the image: confident learning (Northcutt,
// Jiang & Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 70).

/** What images are ranked by; smaller is more suspicious. */
export type Ranking = 'margin' | 'self-confidence';

export interface ConfidentLearning {
  /** [C] Mean probability of a class over the images labelled so (eq. 2); null for a class without images. */
  readonly thresholds: readonly (number | null)[];
  /** [C][C] Images labelled [i] that count as [j] with confidence (eq. 1), collisions to the more probable class. */
  readonly joint: readonly (readonly number[])[];
  /** [C][C] The same, its rows brought to the number of labels of each class (eq. 3), as numbers of images. */
  readonly calibrated: readonly (readonly number[])[];
  /** Beside the diagonal of `calibrated`: how many labels are probably wrong. */
  readonly estimatedWrong: number;
}

/**
 * @param labels [N], class of each image as it is labelled
 * @param probabilities [N][C], of the network from whose training the image was held out
 */
export function confidentLearning(
  labels: ArrayLike<number>,
  probabilities: readonly (readonly number[])[],
  classes: number,
): ConfidentLearning {
  const counts = Array<number>(classes).fill(0);
  const sums = Array<number>(classes).fill(0);
  probabilities.forEach((row, image) => {
    const label = labels[image] ?? 0;
    counts[label] = (counts[label] ?? 0) + 1;
    sums[label] = (sums[label] ?? 0) + (row[label] ?? 0);
  });
  const thresholds = counts.map((count, label) => (count === 0 ? null : (sums[label] ?? 0) / count));
  const joint = counts.map(() => Array<number>(classes).fill(0));
  probabilities.forEach((row, image) => {
    const seen = confidentClass(row, thresholds);
    const given = joint[labels[image] ?? 0];
    if (seen !== null && given) given[seen] = (given[seen] ?? 0) + 1;
  });
  const calibrated = joint.map((row, label) => {
    // A class of which no image reached its own threshold keeps one that is right, or its row would be empty.
    const kept = row.map((cell, column) => (column === label ? Math.max(1, cell) : cell));
    const total = kept.reduce((sum, cell) => sum + cell, 0);
    return kept.map((cell) => (cell * (counts[label] ?? 0)) / total);
  });
  const estimatedWrong = calibrated.reduce(
    (sum, row, label) => sum + row.reduce((inner, cell, column) => inner + (column === label ? 0 : cell), 0),
    0,
  );
  return { thresholds, joint, calibrated, estimatedWrong };
}

/** The most probable of the classes that reach their threshold; null where none does. */
function confidentClass(row: readonly number[], thresholds: readonly (number | null)[]): number | null {
  let best: number | null = null;
  row.forEach((value, label) => {
    const threshold = thresholds[label] ?? null;
    // Sums round: an image exactly as sure as the mean of its class counts.
    if (threshold === null || value < threshold - 1e-12) return;
    if (best === null || value > (row[best] ?? 0)) best = label;
  });
  return best;
}

export interface SuspectLabel {
  /** Place in `labels`. */
  readonly index: number;
  readonly label: number;
  /** The most probable class beside the label. */
  readonly suggested: number;
  readonly labelProbability: number;
  readonly suggestedProbability: number;
}

/** Every image for which the networks hold another class more probable than its label; the most suspicious first. */
export function suspectLabels(
  labels: ArrayLike<number>,
  probabilities: readonly (readonly number[])[],
  ranking: Ranking = 'self-confidence',
): SuspectLabel[] {
  const suspects = probabilities.flatMap((row, index) => {
    const label = labels[index] ?? 0;
    const others = row.map((value, place) => (place === label ? -1 : value));
    const suggestedProbability = Math.max(...others);
    const labelProbability = row[label] ?? 0;
    if (suggestedProbability <= labelProbability) return [];
    return [{ index, label, suggested: others.indexOf(suggestedProbability), labelProbability, suggestedProbability }];
  });
  const score = ({ labelProbability, suggestedProbability }: SuspectLabel) =>
    ranking === 'margin' ? labelProbability - suggestedProbability : labelProbability;
  return suspects.sort((a, b) => score(a) - score(b) || a.index - b.index);
}

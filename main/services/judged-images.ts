// The judgements behind a run's figures, image by image: by cell of the confusion matrix, and the worst first.
import type { JudgedImage } from '../../shared/contract/results.ts';
import type { ClassLabel, Split } from '../../shared/domain/dataset.ts';
import type { EvaluationRecord, JudgedImage as StoredJudgement } from '../../shared/domain/evaluation.ts';
import type { Store } from '../store/index.ts';

/** Evaluations kept in memory: the pages of one run are looked through, at times beside another's. */
const kept = 4;

export interface Judgements {
  readonly classes: readonly ClassLabel[];
  /** In path order. */
  readonly images: readonly JudgedImage[];
}

/** Reads the judgements of a run's latest evaluation once, and keeps the last few of them. */
export class JudgementReader {
  readonly #store: Store;
  readonly #known = new Map<number, Judgements>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Undefined where the run was never evaluated on this split. @throws NarashiError store.run-not-found */
  of(runId: number, split: Split = 'test'): Judgements | undefined {
    this.#store.runs.get(runId);
    const evaluation = latestOf(this.#store.evaluations.list(runId), split);
    if (!evaluation) return undefined;
    const { classes } = evaluation.result;
    const judgements = this.#known.get(evaluation.id) ?? {
      classes,
      images: Array.from(this.#store.predictions.list(evaluation.id), (each) => judged(each, classes)),
    };
    this.#known.delete(evaluation.id);
    this.#known.set(evaluation.id, judgements);
    for (const oldest of this.#known.keys()) if (this.#known.size > kept) this.#known.delete(oldest);
    return judgements;
  }
}

export function latestOf(evaluations: readonly EvaluationRecord[], split: Split): EvaluationRecord | undefined {
  return evaluations.findLast((each) => each.split === split);
}

export function latestTest(evaluations: readonly EvaluationRecord[]): EvaluationRecord | undefined {
  return latestOf(evaluations, 'test');
}

/** Images of one cell, row or column of the confusion matrix, least sure first. */
export function ofCell({ images }: Judgements, actual?: number, predicted?: number): JudgedImage[] {
  return images
    .filter((image) => actual === undefined || image.actual === actual)
    .filter((image) => predicted === undefined || image.predicted === predicted)
    .sort((a, b) => a.probability - b.probability);
}

/** Wrong judgements: escapes, then overkills, then classes confused within a verdict; the surest first in each. */
export function mistakesOf({ classes, images }: Judgements): JudgedImage[] {
  const rank = ({ actual, predicted }: JudgedImage) => {
    const [is, judgedAs] = [classes[actual]?.verdict, classes[predicted]?.verdict];
    if (is === judgedAs) return 2;
    return is === 'NG' ? 0 : 1;
  };
  return images
    .filter(({ actual, predicted }) => actual !== predicted)
    .sort((a, b) => rank(a) - rank(b) || b.probability - a.probability);
}

function judged(
  { imageId, contentHash, path, actual, predicted, probabilities }: StoredJudgement,
  classes: readonly ClassLabel[],
): JudgedImage {
  const ngScore = classes.reduce(
    (sum, { verdict }, index) => (verdict === 'NG' ? sum + (probabilities[index] ?? 0) : sum),
    0,
  );
  const probability = probabilities[predicted] ?? 0;
  return {
    imageId,
    hash: contentHash,
    path,
    actual,
    predicted,
    probability: share(probability),
    ngScore: share(ngScore),
  };
}

/** Sums of rounded probabilities may be a hair beyond 1. */
function share(value: number): number {
  return Math.min(1, Math.max(0, value));
}

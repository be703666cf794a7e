// The one entry: labels and probabilities → everything an evaluation says.
import type { ClassLabel } from '../../shared/domain/dataset.ts';
import type { Evaluation } from '../../shared/domain/evaluation.ts';
import { argmaxRows } from './argmax.ts';
import { calibrationError, logLoss } from './calibration.ts';
import { classMetrics, macroAverages } from './class-metrics.ts';
import { confusionMatrix, hits, sum } from './confusion.ts';
import { inspectionRates } from './inspection.ts';
import { rate } from './intervals.ts';

/**
 * Evaluates a model on N images of C classes. Conventions: judgement = first greatest probability; confusion rows are
 * the labels; rates carry two-sided 95 % Clopper-Pearson intervals; what cannot be computed is null, never NaN.
 * @param labels [N], indices into `classes`
 * @param probabilities [N,C], row after row, each row a softmax output
 * @throws RangeError for shapes that do not fit, labels that are no class, probabilities that are not finite
 */
export function evaluate(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: readonly ClassLabel[],
): Evaluation {
  const predicted = argmaxRows(probabilities, classes.length);
  const confusion = confusionMatrix(labels, predicted, classes.length);
  const perClass = classMetrics(confusion);
  const macro = macroAverages(perClass);
  const judged = Array.from(predicted);
  const right = judged.map((index, image) => index === labels[image]);
  const confidences = judged.map((index, image) => probabilities[image * classes.length + index] ?? 0);
  const verdicts = classes.map((label) => label.verdict);
  return {
    classes,
    images: labels.length,
    confusion,
    accuracy: rate(sum(hits(confusion)), labels.length),
    balancedAccuracy: macro?.recall ?? null,
    perClass,
    macro,
    ...inspectionRates(confusion, verdicts),
    logLoss: logLoss(labels, probabilities, classes.length),
    calibrationError: calibrationError(right, confidences),
  };
}

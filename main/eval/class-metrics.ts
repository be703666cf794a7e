// Precision, recall and F1 per class, and their means over the classes.
import type { ClassMetrics, MacroAverages } from '../../shared/domain/evaluation.ts';
import { type Confusion, hits, judgements, mean, ratio, supports } from './confusion.ts';

/**
 * Per-class figures, null where the definition divides by zero (scikit-learn gives 0 and a warning there):
 * precision = hits / judged, recall = hits / support, F1 = 2 hits / (judged + support).
 */
export function classMetrics(confusion: Confusion): ClassMetrics[] {
  const [hit, judged, support] = [hits(confusion), judgements(confusion), supports(confusion)];
  return confusion.map((_, index) => {
    const [right, taken, actual] = [hit[index] ?? 0, judged[index] ?? 0, support[index] ?? 0];
    return {
      precision: ratio(right, taken),
      recall: ratio(right, actual),
      f1: ratio(2 * right, taken + actual),
      support: actual,
    };
  });
}

/**
 * Unweighted means over the classes that occur among the labels; null without images. A class that occurs but is never
 * judged counts with precision 0, so that forgetting a class cannot raise the mean. Macro recall is balanced accuracy.
 */
export function macroAverages(perClass: readonly ClassMetrics[]): MacroAverages | null {
  const occurring = perClass.filter((metrics) => metrics.support > 0);
  const precision = mean(occurring.map((metrics) => metrics.precision ?? 0));
  const recall = mean(occurring.map((metrics) => metrics.recall ?? 0));
  const f1 = mean(occurring.map((metrics) => metrics.f1 ?? 0));
  return precision === null || recall === null || f1 === null ? null : { precision, recall, f1 };
}

/**
 * Mean recall over the classes that occur among the labels (Brodersen et al. 2010; scikit-learn's
 * balanced_accuracy_score, unadjusted). Null without images.
 */
export function balancedAccuracy(confusion: Confusion): number | null {
  return macroAverages(classMetrics(confusion))?.recall ?? null;
}

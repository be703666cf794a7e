// Can this set be trained on? Says what forbids it and what a quality engineer should know before starting.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { ImportSummary } from '../../shared/domain/images.ts';

export interface TrainableCheck {
  /** Training cannot start. */
  readonly errors: readonly NarashiError[];
  /** Training can start; results may suffer. */
  readonly warnings: readonly NarashiError[];
}

/** Below this many images per class people have rarely got a usable model. */
const fewImages = 10;
const imbalance = 10;

export function checkTrainable(summary: Pick<ImportSummary, 'classes' | 'conflicts' | 'folder'>): TrainableCheck {
  const { classes, conflicts, folder } = summary;
  const usable = classes.filter(({ count }) => count > 0).sort((a, b) => a.count - b.count);
  const [smallest] = usable;
  const largest = usable.at(-1);
  const errors: NarashiError[] = [];
  const warnings: NarashiError[] = [];
  if (smallest === undefined || largest === undefined) {
    errors.push(new NarashiError('data.empty-folder', { folder, skipped: 0 }));
    return { errors, warnings };
  }
  if (usable.length === 1) errors.push(new NarashiError('data.one-class', { name: smallest.name }));
  for (const { name, count } of usable) {
    if (count === 1) warnings.push(new NarashiError('data.single-image-class', { name }));
    else if (count < fewImages) warnings.push(new NarashiError('data.few-images-class', { name, count }));
  }
  if (largest.count >= smallest.count * imbalance) {
    const ratio = Math.round(largest.count / smallest.count);
    warnings.push(new NarashiError('data.imbalanced-classes', { large: largest.name, small: smallest.name, ratio }));
  }
  if (conflicts > 0) warnings.push(new NarashiError('data.conflicting-labels', { count: conflicts }));
  return { errors, warnings };
}

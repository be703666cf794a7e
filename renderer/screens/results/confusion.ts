// The confusion matrix as cells: what kind of judgement each is, and how much of its row it holds.
import type { ClassLabel, Verdict } from '../../../shared/domain/dataset.ts';
import type { Evaluation } from '../../../shared/domain/evaluation.ts';

export const cellKinds = ['right', 'escape', 'overkill', 'other'] as const;
export type CellKind = (typeof cellKinds)[number];

export interface Cell {
  readonly actual: number;
  readonly predicted: number;
  readonly images: number;
  readonly kind: CellKind;
  /** Depth of its colour, 0 (empty) to 4 (the whole row). */
  readonly depth: number;
}

export interface Row {
  readonly actual: number;
  readonly label: ClassLabel;
  readonly images: number;
  /** Share judged as the right class; null without images. */
  readonly found: number | null;
  readonly cells: readonly Cell[];
}

export function kindOf(actual: number, predicted: number, classes: readonly { verdict: Verdict }[]): CellKind {
  if (actual === predicted) return 'right';
  const [truth, judged] = [classes[actual]?.verdict, classes[predicted]?.verdict];
  if (truth === judged) return 'other';
  return truth === 'NG' ? 'escape' : 'overkill';
}

export function confusionRows({ classes, confusion, perClass }: Evaluation): Row[] {
  return classes.map((label, actual) => {
    const counts = confusion[actual] ?? [];
    const images = counts.reduce((sum, count) => sum + count, 0);
    return {
      actual,
      label,
      images,
      found: perClass[actual]?.recall ?? null,
      cells: counts.map((count, predicted) => ({
        actual,
        predicted,
        images: count,
        kind: kindOf(actual, predicted, classes),
        depth: count === 0 ? 0 : Math.ceil((4 * count) / images),
      })),
    };
  });
}

/** Images judged as each class. */
export function columnSums({ classes, confusion }: Evaluation): number[] {
  return classes.map((_, predicted) => confusion.reduce((sum, row) => sum + (row[predicted] ?? 0), 0));
}

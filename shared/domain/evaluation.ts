// What an evaluation says about a model: confusion matrix, per-class figures, escape and overkill with their intervals.
import type { ClassLabel, Split } from './dataset.ts';

/** A share of counted cases with its two-sided 95 % Clopper-Pearson interval. `total` is at least 1. */
export type Rate = {
  readonly count: number;
  readonly total: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
};

/** Per-class figures; null where the figure is a division by zero. */
export type ClassMetrics = {
  /** Of the images judged this class, the share that is. Null when none was judged so. */
  readonly precision: number | null;
  /** Of the images of this class, the share judged so. Null when there are none. */
  readonly recall: number | null;
  /** Harmonic mean of the two. Null when the class neither occurs nor is judged. */
  readonly f1: number | null;
  /** Images of this class. */
  readonly support: number;
};

/** Means over the classes that occur. */
export type MacroAverages = { readonly precision: number; readonly recall: number; readonly f1: number };

export type Evaluation = {
  readonly classes: readonly ClassLabel[];
  readonly images: number;
  /** `confusion[actual][predicted]` = images. */
  readonly confusion: readonly (readonly number[])[];
  readonly accuracy: Rate | null;
  /** Mean recall over the classes that occur. */
  readonly balancedAccuracy: number | null;
  readonly perClass: readonly ClassMetrics[];
  readonly macro: MacroAverages | null;
  /** Defective parts judged OK (見逃し), of all defective parts. Null without NG images. */
  readonly escape: Rate | null;
  /** Good parts judged NG (過検出), of all good parts. Null without OK images. */
  readonly overkill: Rate | null;
  /** Mean −ln p(actual class), in nats. */
  readonly logLoss: number | null;
  /** Expected calibration error, 0 (honest) to 1. */
  readonly calibrationError: number | null;
};

/** A stored evaluation of a run's model on one split of one snapshot. */
export type EvaluationRecord = {
  readonly id: number;
  readonly runId: number;
  readonly snapshotId: number;
  readonly split: Split;
  /** The checkpoint or model judged, where it is kept as an artefact. */
  readonly artefactId: number | null;
  readonly createdAt: string;
  readonly result: Evaluation;
};

/** The model's judgement of one image. */
export type Prediction = {
  readonly imageId: number;
  readonly predicted: number;
  /** [C], one per class. */
  readonly probabilities: Float32Array;
};

/** A judgement beside the image it is about. */
export type JudgedImage = Prediction & {
  readonly path: string;
  readonly contentHash: string;
  readonly actual: number;
};

// What a training run tells while it goes on.
import type { epochFigures } from './epoch-sums.ts';
import type { StepKind } from './step-graph.ts';

/** One step as the progress display sees it. */
export interface StepReport {
  readonly epoch: number;
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly kind: StepKind | 'skipped';
  readonly loss: number;
  readonly perturbedLoss: number;
  readonly lambda: number;
  readonly learningRate: number;
  readonly seconds: number;
}

export interface EpochReport extends ReturnType<typeof epochFigures> {
  /** From 1. */
  readonly epoch: number;
  readonly lambda: number;
  readonly rho: number;
  readonly learningRate: number;
  readonly gradientEvaluations: number;
}

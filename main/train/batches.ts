// What the trainer asks of whoever supplies images; implemented over main/data, and over arrays in tests.

/** Valid until the next one is asked for. */
export interface TrainingBatch {
  /** `[N,3,S,S]`, normalised. */
  readonly image: Float32Array;
  /** `[N]` class indices. */
  readonly labels: Int32Array;
}

export interface TrainingBatches {
  readonly stepsPerEpoch: number;
  /** Batches of one epoch from step `fromStep`: the same for the same seed, whatever happened before. */
  epoch(epoch: number, fromStep: number): AsyncIterable<TrainingBatch>;
}

export interface EvaluationBatch extends TrainingBatch {
  /** Images that count; the rest of the batch is padding. */
  readonly count: number;
}

/** Goes over a split once, in a fixed order. */
export type EvaluationBatches = () => AsyncIterable<EvaluationBatch>;

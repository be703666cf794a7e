// What the trainer asks of whoever supplies images; implemented over main/data, and over arrays in tests.

/** Valid until the next one is asked for. */
export interface TrainingBatch {
  /** `[N,3,S,S]`, normalised. */
  readonly images: Float32Array;
  /** `[N]` class indices. */
  readonly labels: Int32Array;
}

export interface TrainingBatches {
  readonly stepsPerEpoch: number;
  /** Every batch from a step on, epoch after epoch: the same for the same seed, wherever it starts. */
  from(epoch: number, step: number): AsyncIterable<TrainingBatch>;
}

export interface EvaluationBatch extends TrainingBatch {
  /** Images that count; the rest of the batch is padding. */
  readonly count: number;
}

/** Goes over a split once, in a fixed order. */
export type EvaluationBatches = () => AsyncIterable<EvaluationBatch>;

// Softmax cross-entropy against target distributions, composed so that every execution provider can run it.
import type { GraphBuilder, Value } from '../onnx/builder.ts';

export interface Loss {
  /** Mean over the images, a scalar. */
  readonly mean: Value;
  /** Per image, `[N]`. */
  readonly perImage: Value;
  /** Gradient of the mean with respect to the logits, `[N,K]`. */
  readonly logitsGradient: Value;
}

/**
 * Loss of `logits` `[N,K]` against `targets` `[N,K]`. Label smoothing, mixup and class weights are already in the
 * targets: a row sums to its image's weight (1 without weighting).
 */
export function crossEntropy(builder: GraphBuilder, logits: Value, targets: Value): Loss {
  const [images = 1] = logits.shape;
  const classAxis = builder.ints([1]);
  const shifted = builder.op('Sub', [logits, builder.op('ReduceMax', [logits], { axes: [1], keepdims: 1 })]);
  const normaliser = builder.op('ReduceSum', [builder.op('Exp', [shifted]), classAxis], { keepdims: 1 });
  const logProbabilities = builder.op('Sub', [shifted, builder.op('Log', [normaliser])]);
  const perImage = builder.op('Neg', [
    builder.op('ReduceSum', [builder.op('Mul', [logProbabilities, targets]), classAxis], { keepdims: 0 }),
  ]);
  const mean = builder.op('ReduceMean', [perImage], { keepdims: 0 });
  const weights = builder.op('ReduceSum', [targets, classAxis], { keepdims: 1 });
  const difference = builder.op('Sub', [builder.op('Mul', [builder.op('Exp', [logProbabilities]), weights]), targets]);
  return { mean, perImage, logitsGradient: builder.op('Mul', [difference, builder.scalar(1 / images)]) };
}

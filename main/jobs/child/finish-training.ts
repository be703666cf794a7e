// The end of a run: judge the validation and test splits, export the model, prove it, and have all of it recorded together.
import type { ImageCache } from '../../data/image-cache.ts';
import { argmaxRows, evaluate, memorisedShare } from '../../eval/index.ts';
import { exportModel } from '../../export/export-model.ts';
import type { Model } from '../../onnx/model.ts';
import type { Evaluator } from '../../train/evaluator.ts';
import type { Engine } from '../engine.ts';
import { type SplitResult, writeResult } from '../result-file.ts';
import { checkpointPath, identifyFile, modelPath, resultPath } from '../run-files.ts';
import type { TrainOrder } from '../train-messages.ts';
import type { TrainTalk } from './run-training.ts';
import { rawBatches, type SplitImages, toEvaluationBatches } from './split-images.ts';

/** Images judged at a time. */
export const EVALUATION_BATCH = 64;

export interface TrainedModel {
  readonly engine: Engine;
  readonly order: TrainOrder;
  readonly talk: TrainTalk;
  readonly evaluator: Evaluator;
  /** What rules and temperatures are found on, so that the test images stay untouched; may be empty. */
  readonly validation: SplitImages;
  readonly test: SplitImages;
  /** Training images whose labels were made wrong on purpose, with the right ones `[M]`; null where none were. */
  readonly mislabelled: { readonly images: SplitImages; readonly truth: Int32Array } | null;
  readonly cache: ImageCache;
  /** The inspection model of the trained weights. */
  readonly model: () => Model;
  readonly gradientEvaluations: number;
}

/** @throws NarashiError export.parity-failed, export.not-written */
export async function finishTraining(trained: TrainedModel): Promise<void> {
  const { engine, order, talk, validation, test, cache, gradientEvaluations } = trained;
  const { runFolder } = order;
  if (test.labels.length === 0) {
    const nothing = { tested: false, exported: null, checkpoint: null, memorised: null };
    await talk.ask({ type: 'result', ...nothing, gradientEvaluations });
    return;
  }
  talk.report({ type: 'phase', phase: 'evaluating' });
  const memorised = await memorisedOf(trained);
  const validated = validation.labels.length > 0 ? [await judge(trained, 'validation')] : [];
  const tested = await judge(trained, 'test');
  talk.report({ type: 'phase', phase: 'exporting' });
  const exported = await exportModel(engine.onCpu, trained.model(), modelPath(runFolder), {
    probabilities: tested.probabilities,
    batches: () => rawBatches(cache, test, EVALUATION_BATCH, talk.signal),
    batchSize: EVALUATION_BATCH,
  });
  await writeResult(
    resultPath(runFolder),
    [...validated, tested].map(({ result }) => result),
  );
  const checkpoint = identifyFile(checkpointPath(runFolder));
  await talk.ask({ type: 'result', tested: true, exported, checkpoint, memorised, gradientEvaluations });
}

/** The images of a split as the trained weights judge them: probabilities `[M,K]`, and what is kept of them. */
async function judge(
  trained: TrainedModel,
  split: SplitResult['split'],
): Promise<{ readonly probabilities: Float32Array; readonly result: SplitResult }> {
  const { evaluator, cache, talk, order } = trained;
  const { classes } = order.snapshot;
  const images = trained[split];
  const { labels, probabilities } = await evaluator.judge(
    toEvaluationBatches(cache, images, EVALUATION_BATCH),
    talk.signal,
  );
  const result = {
    split,
    evaluation: evaluate(labels, probabilities, classes),
    imageIds: Array.from(images.imageIds),
    predicted: Array.from(argmaxRows(probabilities, classes.length)),
    probabilities: Array.from(images.imageIds, (_, index) =>
      Array.from(probabilities.subarray(index * classes.length, (index + 1) * classes.length)),
    ),
  };
  return { probabilities, result };
}

/** Of the labels made wrong on purpose, the share the trained network repeats; null where none were. */
async function memorisedOf({ order, talk, evaluator, mislabelled, cache }: TrainedModel): Promise<number | null> {
  if (!mislabelled) return null;
  const { images, truth } = mislabelled;
  const judged = await evaluator.judge(toEvaluationBatches(cache, images, EVALUATION_BATCH), talk.signal);
  return memorisedShare(truth, images.labels, argmaxRows(judged.probabilities, order.snapshot.classes.length));
}

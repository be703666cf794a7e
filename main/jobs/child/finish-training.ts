// The end of a run: judge the test split, export the model, prove it, and have all of it recorded together.
import type { ImageCache } from '../../data/image-cache.ts';
import { argmaxRows, evaluate, memorisedShare } from '../../eval/index.ts';
import { exportModel } from '../../export/export-model.ts';
import type { Model } from '../../onnx/model.ts';
import type { Evaluator } from '../../train/evaluator.ts';
import type { Engine } from '../engine.ts';
import { writeResult } from '../result-file.ts';
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
  const { engine, order, talk, evaluator, test, cache, gradientEvaluations } = trained;

  const { runFolder, snapshot } = order;
  if (test.labels.length === 0) {
    const nothing = { tested: false, exported: null, checkpoint: null, memorised: null };
    await talk.ask({ type: 'result', ...nothing, gradientEvaluations });
    return;
  }
  talk.report({ type: 'phase', phase: 'evaluating' });
  const memorised = await memorisedOf(trained);
  const judged = await evaluator.judge(toEvaluationBatches(cache, test, EVALUATION_BATCH), talk.signal);
  const evaluation = evaluate(judged.labels, judged.probabilities, snapshot.classes);
  talk.report({ type: 'phase', phase: 'exporting' });
  const exported = await exportModel(engine.executor, trained.model(), modelPath(runFolder), {
    probabilities: judged.probabilities,
    batches: () => rawBatches(cache, test, EVALUATION_BATCH, talk.signal),
    batchSize: EVALUATION_BATCH,
  });
  const classes = snapshot.classes.length;
  await writeResult(resultPath(runFolder), {
    evaluation,
    imageIds: Array.from(test.imageIds),
    predicted: Array.from(argmaxRows(judged.probabilities, classes)),
    probabilities: Array.from(test.imageIds, (_, index) =>
      Array.from(judged.probabilities.subarray(index * classes, (index + 1) * classes)),
    ),
  });
  const checkpoint = identifyFile(checkpointPath(runFolder));
  await talk.ask({ type: 'result', tested: true, exported, checkpoint, memorised, gradientEvaluations });
}

/** Of the labels made wrong on purpose, the share the trained network repeats; null where none were. */
async function memorisedOf({ order, talk, evaluator, mislabelled, cache }: TrainedModel): Promise<number | null> {
  if (!mislabelled) return null;
  const { images, truth } = mislabelled;
  const judged = await evaluator.judge(toEvaluationBatches(cache, images, EVALUATION_BATCH), talk.signal);
  return memorisedShare(truth, images.labels, argmaxRows(judged.probabilities, order.snapshot.classes.length));
}

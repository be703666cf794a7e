// The end of a run: judge the test split, export the model, prove it, and record all of it together.
import type { Evaluation } from '../../shared/domain/evaluation.ts';
import type { ImageCache } from '../data/image-cache.ts';
import { argmaxRows, evaluate } from '../eval/index.ts';
import { type ExportedModel, exportModel } from '../export/export-model.ts';
import type { Model } from '../onnx/model.ts';
import type { Evaluator, Judgements } from '../train/evaluator.ts';
import type { Engine } from './engine.ts';
import { checkpointPath, identifyFile, modelPath } from './run-files.ts';
import { rawBatches, type SplitImages, toEvaluationBatches } from './snapshot-batches.ts';
import type { Workspace } from './workspace.ts';

/** Images judged at a time. */
export const EVALUATION_BATCH = 64;

export interface FinishedRun {
  /** Null without test images. */
  readonly evaluation: Evaluation | null;
  readonly exported: ExportedModel | null;
}

export interface FinishRequest {
  readonly workspace: Workspace;
  readonly engine: Engine;
  readonly runId: number;
  readonly evaluator: Evaluator;
  readonly test: SplitImages;
  readonly cache: ImageCache;
  /** The inspection model of the trained weights. */
  readonly model: () => Model;
  readonly onPhase: ((phase: 'evaluate' | 'export') => void) | undefined;
}

/** @throws NarashiError export.parity-failed, export.not-written */
export async function finishRun(request: FinishRequest): Promise<FinishedRun> {
  const { workspace, engine, runId, evaluator, test, cache } = request;
  if (test.labels.length === 0) return { evaluation: null, exported: null };
  request.onPhase?.('evaluate');
  const judged = await evaluator.judge(toEvaluationBatches(cache, test, EVALUATION_BATCH));
  const snapshot = workspace.store.snapshots.get(workspace.store.runs.get(runId).snapshotId);
  const evaluation = evaluate(judged.labels, judged.probabilities, snapshot.classes);
  request.onPhase?.('export');
  const exported = await exportModel(engine.executor, request.model(), modelPath(workspace, runId), {
    probabilities: judged.probabilities,
    batches: () => rawBatches(cache, test, EVALUATION_BATCH),
    batchSize: EVALUATION_BATCH,
  });
  record(workspace, runId, snapshot.id, { evaluation, judged, test, exported });
  return { evaluation, exported };
}

interface Result {
  readonly evaluation: Evaluation;
  readonly judged: Judgements;
  readonly test: SplitImages;
  readonly exported: ExportedModel;
}

function record(workspace: Workspace, runId: number, snapshotId: number, result: Result): void {
  const { evaluation, judged, test, exported } = result;
  const { store } = workspace;
  const { path, bytes, sha256, parity } = exported;
  const checkpoint = checkpointPath(workspace, runId);
  const classes = evaluation.classes.length;
  const predicted = argmaxRows(judged.probabilities, classes);
  store.transaction(() => {
    store.artefacts.record(runId, { kind: 'export', path, bytes, sha256, metadata: { parity } });
    store.artefacts.record(runId, { kind: 'checkpoint', path: checkpoint, ...identifyFile(checkpoint), metadata: {} });
    const { id } = store.evaluations.record({ runId, snapshotId, split: 'test' }, evaluation);
    store.predictions.record(
      id,
      Array.from(test.imageIds, (imageId, index) => ({
        imageId,
        predicted: predicted[index] ?? 0,
        probabilities: judged.probabilities.slice(index * classes, (index + 1) * classes),
      })),
    );
  });
}

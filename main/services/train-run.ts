// The main job: train a recorded run to its end, from its checkpoint where there is one, and have it judged and exported.
import { existsSync } from 'node:fs';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Snapshot } from '../../shared/domain/dataset.ts';
import { squarePreprocessing } from '../../shared/domain/images.ts';
import { type Recipe, recipeSchema } from '../../shared/domain/recipe.ts';
import type { RunDraft } from '../../shared/domain/run.ts';
import type { Lowering } from '../autodiff/rule.ts';
import { ImageCache } from '../data/image-cache.ts';
import { evaluate } from '../eval/index.ts';
import { readCheckpoint, writeCheckpoint } from '../train/checkpoint.ts';
import { Evaluator } from '../train/evaluator.ts';
import type { EpochReport, StepReport } from '../train/reports.ts';
import { Trainer } from '../train/trainer.ts';
import type { Engine } from './engine.ts';
import { EVALUATION_BATCH, type FinishedRun, finishRun } from './finish-run.ts';
import { describeEnvironment } from './identity.ts';
import { assumedElectricity, type Electricity, recordCost } from './run-cost.ts';
import { checkpointPath, digest } from './run-files.ts';
import { initialNetwork, inspectionModel } from './run-model.ts';
import {
  countClasses,
  readSplit,
  type SplitImages,
  toEvaluationBatches,
  toTrainingBatches,
} from './snapshot-batches.ts';
import type { Workspace } from './workspace.ts';

export interface TrainEvents {
  readonly onStep?: (report: StepReport) => void;
  readonly onEpoch?: (report: EpochReport & ValidationFigures) => void;
  readonly onPhase?: (phase: 'compile' | 'train' | 'evaluate' | 'export') => void;
  readonly signal?: AbortSignal;
  readonly checkpointSeconds?: number;
}

export interface ValidationFigures {
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
  readonly validationBalancedAccuracy: number | null;
}

export type TrainOutcome =
  | { readonly status: 'stopped'; readonly runId: number }
  | ({ readonly status: 'done'; readonly runId: number } & FinishedRun);

/** Records a new run. Nothing is computed yet. */
export function createRun(
  workspace: Workspace,
  snapshot: Pick<Snapshot, 'id'>,
  recipe: Recipe,
  origin: Pick<RunDraft, 'projectId' | 'preset'> = {},
): number {
  const { network, method, seed } = recipe;
  const draft = { snapshotId: snapshot.id, network, method, seed, hyperParameters: recipe, ...origin };
  return workspace.store.runs.create(draft).id;
}

/**
 * Trains run `runId`. A stop through the signal keeps a checkpoint.
 * @throws NarashiError; the run is then marked failed and its checkpoint kept
 */
export async function trainRun(
  workspace: Workspace,
  engine: Engine,
  runId: number,
  events: TrainEvents = {},
  electricity: Electricity = assumedElectricity,
): Promise<TrainOutcome> {
  const { store } = workspace;
  const started = performance.now();
  let gradientEvaluations = 0;
  const { lowering } = await engine.lowering();
  store.runs.start(runId, describeEnvironment(engine.executor.info, lowering.name));
  try {
    const outcome = await attempt(workspace, engine, lowering, runId, events, (count) => {
      gradientEvaluations = count;
    });
    store.runs.end(runId, outcome.status);
    return outcome;
  } catch (error) {
    const code = error instanceof NarashiError ? error.code : null;
    store.runs.end(runId, 'failed', { code, message: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    recordCost(workspace, runId, (performance.now() - started) / 1000, gradientEvaluations, electricity);
  }
}

async function attempt(
  workspace: Workspace,
  engine: Engine,
  lowering: Lowering,
  runId: number,
  events: TrainEvents,
  onGradients: (count: number) => void,
): Promise<TrainOutcome> {
  const { store } = workspace;
  const { executor } = engine;
  const run = store.runs.get(runId);
  const recipe = recipeSchema.parse(run.hyperParameters);
  const snapshot = store.snapshots.get(run.snapshotId);
  const preprocessing = squarePreprocessing(recipe.size);
  const cache = await ImageCache.open(workspace.cacheFolder, preprocessing, { readOnly: true });
  const closers: (() => Promise<void>)[] = [() => cache.close()];
  try {
    const split = (name: 'train' | 'validation' | 'test') => readSplit(store, snapshot.id, name, cache);
    const train = split('train');
    const network = initialNetwork(recipe, snapshot.classes.length);
    events.onPhase?.('compile');
    const trainer = await Trainer.create({
      executor,
      lowering,
      network,
      recipe,
      batches: toTrainingBatches(cache, train, recipe),
      classCounts: countClasses(train.labels, snapshot.classes.length),
    });
    closers.unshift(() => trainer.close());
    const { block } = trainer.state;
    store.runs.setInitialWeights(runId, digest(new Uint8Array(block.buffer, block.byteOffset, block.byteLength)));
    const evaluator = await Evaluator.load(executor, network, lowering, trainer.state, EVALUATION_BATCH);
    closers.unshift(() => evaluator.close());
    const validation = split('validation');
    const validate = () => validationFigures(evaluator, validation, cache, snapshot);
    const end = await runEpochs(trainer, workspace, runId, events, validate).finally(() =>
      onGradients(trainer.gradientEvaluations),
    );
    if (end === 'stopped') return { status: 'stopped', runId };
    const tensor = (name: string) => (trainer.state.has(name) ? trainer.state.get(name) : undefined);
    const model = () => inspectionModel({ runId, recipe, snapshot, network, preprocessing, tensor });
    const finished = await finishRun({
      workspace,
      engine,
      runId,
      evaluator,
      test: split('test'),
      cache,
      model,
      onPhase: events.onPhase,
    });
    return { status: 'done', runId, ...finished };
  } finally {
    for (const close of closers) await close();
  }
}

/** Trains, with every epoch recorded and checkpoints on disk. */
async function runEpochs(
  trainer: Trainer,
  workspace: Workspace,
  runId: number,
  events: TrainEvents,
  validate: () => Promise<ValidationFigures>,
) {
  const path = checkpointPath(workspace, runId);
  if (existsSync(path)) trainer.restore(await readCheckpoint(path));
  events.onPhase?.('train');
  const { onStep, signal, checkpointSeconds } = events;
  return trainer.run({
    ...(onStep ? { onStep } : {}),
    ...(signal ? { signal } : {}),
    ...(checkpointSeconds === undefined ? {} : { checkpointSeconds }),
    onEpoch: async (report) => {
      const figures = await validate();
      const { gradientEvaluations: _, ...metrics } = report;
      workspace.store.epochs.record(runId, { ...metrics, ...figures });
      events.onEpoch?.({ ...report, ...figures });
    },
    onCheckpoint: (checkpoint) => writeCheckpoint(path, { ...checkpoint, tag: { run: runId } }),
  });
}

const noValidation: ValidationFigures = {
  validationLoss: null,
  validationAccuracy: null,
  validationBalancedAccuracy: null,
};

async function validationFigures(
  evaluator: Evaluator,
  images: SplitImages,
  cache: ImageCache,
  { classes }: Snapshot,
): Promise<ValidationFigures> {
  if (images.labels.length === 0) return noValidation;
  const judged = await evaluator.judge(toEvaluationBatches(cache, images, EVALUATION_BATCH));
  const { logLoss, accuracy, balancedAccuracy } = evaluate(judged.labels, judged.probabilities, classes);
  return {
    validationLoss: logLoss,
    validationAccuracy: accuracy?.value ?? null,
    validationBalancedAccuracy: balancedAccuracy,
  };
}

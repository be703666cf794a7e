// The main job: train a recorded run to its end, judge it on the test split, export it and prove the export.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Snapshot } from '../../shared/domain/dataset.ts';
import type { Evaluation } from '../../shared/domain/evaluation.ts';
import { squarePreprocessing } from '../../shared/domain/images.ts';
import { type Recipe, recipeSchema } from '../../shared/domain/recipe.ts';
import { ImageCache } from '../data/image-cache.ts';
import { argmaxRows, evaluate } from '../eval/index.ts';
import { type ExportedModel, exportModel } from '../export/export-model.ts';
import { buildInspectionModel } from '../export/inspection-model.ts';
import { buildPreset } from '../onnx/preset/networks.ts';
import { readCheckpoint, writeCheckpoint } from '../train/checkpoint.ts';
import { Evaluator, type Judgements } from '../train/evaluator.ts';
import { type Network, prepareNetwork } from '../train/network.ts';
import { averageName } from '../train/step-graph.ts';
import { type EpochReport, type StepReport, Trainer } from '../train/trainer.ts';
import type { Engine } from './engine.ts';
import { describeEnvironment, programVersion } from './identity.ts';
import {
  countClasses,
  rawBatches,
  readSplit,
  type SplitImages,
  toEvaluationBatches,
  toTrainingBatches,
} from './snapshot-batches.ts';
import type { Workspace } from './workspace.ts';

/** What electricity is taken to cost while nothing measures it. */
export interface Electricity {
  readonly watts: number;
  readonly yenPerKilowattHour: number;
}

/** A desktop PC under load, and the 2024 mean price for Japanese industry and homes, rounded. */
export const assumedElectricity: Electricity = { watts: 80, yenPerKilowattHour: 31 };

export interface TrainEvents {
  readonly onStep?: (report: StepReport) => void;
  readonly onEpoch?: (report: EpochReport & ValidationFigures) => void;
  /** Training is over; judging and exporting follow. */
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
  | {
      readonly status: 'done';
      readonly runId: number;
      readonly evaluation: Evaluation | null;
      readonly exported: ExportedModel | null;
    };

const EVALUATION_BATCH = 64;

/** Records a new run. Nothing is computed yet. */
export function createRun(workspace: Workspace, snapshot: Snapshot, recipe: Recipe): number {
  const { network, method, seed } = recipe;
  return workspace.store.runs.create({ snapshotId: snapshot.id, network, method, seed, hyperParameters: recipe }).id;
}

export const checkpointPath = (workspace: Workspace, runId: number) =>
  join(workspace.runFolder(runId), 'checkpoint.narashi');
export const modelPath = (workspace: Workspace, runId: number) => join(workspace.runFolder(runId), 'model.onnx');

/**
 * Trains run `runId`, from its checkpoint where there is one. A stop through the signal keeps a checkpoint.
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
  const run = store.runs.get(runId);
  const recipe = recipeSchema.parse(run.hyperParameters);
  const job = new RunJob(workspace, engine, runId, run.snapshotId, recipe, events);
  store.runs.start(runId, describeEnvironment(engine.executor.info, engine.lowering.name));
  try {
    const outcome = await job.execute();
    store.runs.end(runId, outcome.status);
    return outcome;
  } catch (error) {
    const code = error instanceof NarashiError ? error.code : null;
    store.runs.end(runId, 'failed', { code, message: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    recordCost(workspace, runId, job.seconds, job.gradientEvaluations, electricity);
  }
}

function recordCost(
  { store }: Workspace,
  runId: number,
  seconds: number,
  gradientEvaluations: number,
  electricity: Electricity,
): void {
  const earlier = store.costs.get(runId);
  const total = (earlier?.seconds ?? 0) + seconds;
  const kilowattHours = (total / 3600) * (electricity.watts / 1000);
  store.costs.record(runId, {
    seconds: total,
    gradientEvaluations,
    watts: electricity.watts,
    wattsSource: 'assumed',
    kilowattHours,
    yenPerKilowattHour: electricity.yenPerKilowattHour,
    yen: kilowattHours * electricity.yenPerKilowattHour,
  });
}

/** One attempt at one run. */
class RunJob {
  readonly #workspace: Workspace;
  readonly #engine: Engine;
  readonly #runId: number;
  readonly #snapshot: Snapshot;
  readonly #recipe: Recipe;
  readonly #events: TrainEvents;
  readonly #started = performance.now();
  gradientEvaluations = 0;

  constructor(
    workspace: Workspace,
    engine: Engine,
    runId: number,
    snapshotId: number,
    recipe: Recipe,
    events: TrainEvents,
  ) {
    this.#workspace = workspace;
    this.#engine = engine;
    this.#runId = runId;
    this.#snapshot = workspace.store.snapshots.get(snapshotId);
    this.#recipe = recipe;
    this.#events = events;
  }

  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  async execute(): Promise<TrainOutcome> {
    const recipe = this.#recipe;
    const preprocessing = squarePreprocessing(recipe.size);
    const cache = await ImageCache.open(this.#workspace.cacheFolder, preprocessing, { readOnly: true });
    const { classes } = this.#snapshot;
    const model = buildPreset(recipe.network, classes.length, recipe.size, recipe.seed);
    const network = prepareNetwork(model, [3, recipe.size, recipe.size]);
    const split = (name: 'train' | 'validation' | 'test') =>
      readSplit(this.#workspace.store, this.#snapshot.id, name, cache);
    this.#events.onPhase?.('compile');
    const train = split('train');
    const trainer = await Trainer.create({
      executor: this.#engine.executor,
      lowering: this.#engine.lowering,
      network,
      recipe,
      batches: toTrainingBatches(cache, train, recipe),
      classCounts: countClasses(train.labels, classes.length),
    });
    try {
      this.#workspace.store.runs.setInitialWeights(this.#runId, digest(trainer.state.block));
      const evaluator = await Evaluator.load(
        this.#engine.executor,
        network,
        this.#engine.lowering,
        trainer.state,
        EVALUATION_BATCH,
      );
      if ((await this.#train(trainer, evaluator, split('validation'), cache)) === 'stopped') {
        return { status: 'stopped', runId: this.#runId };
      }
      return {
        status: 'done',
        runId: this.#runId,
        ...(await this.#finish(trainer, evaluator, network, split('test'), cache)),
      };
    } finally {
      this.gradientEvaluations = trainer.gradientEvaluations;
      await trainer.close();
      await cache.close();
    }
  }

  async #train(trainer: Trainer, evaluator: Evaluator, validation: SplitImages, cache: ImageCache) {
    const path = checkpointPath(this.#workspace, this.#runId);
    if (existsSync(path)) trainer.restore(await readCheckpoint(path));
    this.#events.onPhase?.('train');
    const { onStep, signal, checkpointSeconds } = this.#events;
    return trainer.run({
      ...(onStep ? { onStep } : {}),
      ...(signal ? { signal } : {}),
      ...(checkpointSeconds === undefined ? {} : { checkpointSeconds }),
      onEpoch: async (report) => {
        const figures = await this.#validate(evaluator, validation, cache);
        const { gradientEvaluations: _, ...metrics } = report;
        this.#workspace.store.epochs.record(this.#runId, { ...metrics, ...figures });
        this.#events.onEpoch?.({ ...report, ...figures });
      },
      onCheckpoint: (checkpoint) => writeCheckpoint(path, { ...checkpoint, tag: { run: this.#runId } }),
    });
  }

  async #validate(evaluator: Evaluator, images: SplitImages, cache: ImageCache): Promise<ValidationFigures> {
    if (images.labels.length === 0)
      return { validationLoss: null, validationAccuracy: null, validationBalancedAccuracy: null };
    const judged = await this.#judge(evaluator, images, cache);
    const { logLoss, accuracy, balancedAccuracy } = evaluate(
      judged.labels,
      judged.probabilities,
      this.#snapshot.classes,
    );
    return {
      validationLoss: logLoss,
      validationAccuracy: accuracy?.value ?? null,
      validationBalancedAccuracy: balancedAccuracy,
    };
  }

  #judge(evaluator: Evaluator, images: SplitImages, cache: ImageCache): Promise<Judgements> {
    return evaluator.judge(toEvaluationBatches(cache, images, EVALUATION_BATCH));
  }

  async #finish(trainer: Trainer, evaluator: Evaluator, network: Network, test: SplitImages, cache: ImageCache) {
    if (test.labels.length === 0) return { evaluation: null, exported: null };
    this.#events.onPhase?.('evaluate');
    const judged = await this.#judge(evaluator, test, cache);
    const { classes } = this.#snapshot;
    const evaluation = evaluate(judged.labels, judged.probabilities, classes);
    this.#events.onPhase?.('export');
    const model = buildInspectionModel({
      network: network.model,
      weights: finalWeights(trainer, network),
      classes,
      preprocessing: cache.preprocessing,
      origin: {
        run: this.#runId,
        snapshot: this.#snapshot.digest,
        narashi: programVersion,
        method: this.#recipe.method,
        seed: this.#recipe.seed,
      },
    });
    const exported = await exportModel(this.#engine.executor, model, modelPath(this.#workspace, this.#runId), {
      probabilities: judged.probabilities,
      batches: () => rawBatches(cache, test, EVALUATION_BATCH),
      batchSize: EVALUATION_BATCH,
    });
    this.#record(evaluation, judged, test, exported);
    return { evaluation, exported };
  }

  #record(evaluation: Evaluation, judged: Judgements, test: SplitImages, exported: ExportedModel): void {
    const { store } = this.#workspace;
    const runId = this.#runId;
    const { path, bytes, sha256, parity } = exported;
    const checkpoint = checkpointPath(this.#workspace, runId);
    const classes = this.#snapshot.classes.length;
    const predicted = argmaxRows(judged.probabilities, classes);
    store.transaction(() => {
      store.artefacts.record(runId, { kind: 'export', path, bytes, sha256, metadata: { parity } });
      store.artefacts.record(runId, {
        kind: 'checkpoint',
        path: checkpoint,
        ...identify(checkpoint),
        metadata: {},
      });
      const { id } = store.evaluations.record({ runId, snapshotId: this.#snapshot.id, split: 'test' }, evaluation);
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
}

/** What is judged and exported: the averaged weights where the recipe averages, else the last ones. */
function finalWeights({ state }: Trainer, network: Network): ReadonlyMap<string, Float32Array> {
  return new Map(
    [...network.trainable, ...network.buffers].map((name) => [
      name,
      state.get(state.has(averageName(name)) ? averageName(name) : name),
    ]),
  );
}

/** Size and digest of a file. */
function identify(path: string): { bytes: number; sha256: string } {
  const contents = readFileSync(path);
  return { bytes: contents.length, sha256: createHash('sha256').update(contents).digest('hex') };
}

function digest(block: Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(block.buffer, block.byteOffset, block.byteLength))
    .digest('hex');
}

// The main job, without a database: train a run to its end, from its checkpoint where there is one, judge and export it.
import { existsSync } from 'node:fs';
import type { ClassLabel } from '../../../shared/domain/dataset.ts';
import type { EpochMetrics } from '../../../shared/domain/run.ts';
import type { Lowering } from '../../autodiff/rule.ts';
import type { ImageCache } from '../../data/image-cache.ts';
import { evaluate } from '../../eval/index.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../../train/checkpoint.ts';
import { Evaluator } from '../../train/evaluator.ts';
import { loweringToGoOn } from '../../train/lowering.ts';
import type { Network } from '../../train/network.ts';
import type { EpochReport, StepReport } from '../../train/reports.ts';
import { Trainer, type TrainingEnd } from '../../train/trainer.ts';
import type { Engine } from '../engine.ts';
import { describeEnvironment } from '../identity.ts';
import type { ImageReference } from '../image-list.ts';
import { checkpointPath, digest } from '../run-files.ts';
import type { TrainEnd, TrainEvent, TrainOrder } from '../train-messages.ts';
import { EVALUATION_BATCH, finishTraining } from './finish-training.ts';
import { mislabel } from './label-noise.ts';
import { prepareImages } from './prepare-images.ts';
import { proveDevice } from './prove-device.ts';
import { initialNetwork, inspectionModel } from './run-model.ts';
import { countClasses, readSplit } from './split-images.ts';
import { type TrainingSource, trainingSource } from './training-source.ts';

/** Whom the training tells, and who may stop it. */
export interface TrainTalk {
  /** A stop keeps a checkpoint. */
  readonly signal: AbortSignal;
  report(event: TrainEvent): void;
  /** Resolves when the event is on disk. */
  ask(event: TrainEvent): Promise<void>;
  /** Every single step. */
  readonly onStep: (report: StepReport) => void;
}

/** @throws NarashiError */
export async function runTraining(
  engine: Engine,
  order: TrainOrder,
  images: readonly ImageReference[],
  talk: TrainTalk,
): Promise<TrainEnd> {
  try {
    const path = checkpointPath(order.runFolder);
    const checkpoint = existsSync(path) ? await readCheckpoint(path) : undefined;
    const lowering = loweringToGoOn(await engine.lowering(), checkpoint);
    await talk.ask({
      type: 'begun',
      environment: describeEnvironment(engine.executor.info, lowering.name, engine.device),
    });
    talk.report({ type: 'phase', phase: 'preparing' });
    const cache = await prepareImages({
      workspace: order.workspace,
      size: order.recipe.size,
      images,
      signal: talk.signal,
      onProgress: (done, total) => talk.report({ type: 'prepared', done, total }),
    });
    const means = { engine, lowering, cache };
    return { status: await trainOn(means, order, images, talk, checkpoint).finally(() => cache.close()) };
  } catch (error) {
    if (talk.signal.aborted && error === talk.signal.reason) return { status: 'stopped' };
    throw error;
  }
}

interface Means {
  readonly engine: Engine;
  readonly lowering: Lowering;
  readonly cache: ImageCache;
}

async function trainOn(
  { engine, lowering: wanted, cache }: Means,
  order: TrainOrder,
  images: readonly ImageReference[],
  talk: TrainTalk,
  checkpoint: Checkpoint | undefined,
): Promise<TrainingEnd> {
  const { executor } = engine;
  const { recipe, snapshot } = order;
  const { classes } = snapshot;
  const closers: (() => Promise<void>)[] = [];
  try {
    const labelled = readSplit(images, 'train', cache);
    const { labelNoise, seed } = recipe;
    const train = { ...labelled, labels: mislabel(labelled.labels, classes.length, labelNoise, seed) };
    const validation = readSplit(images, 'validation', cache);
    const network = await initialNetwork(order, classes.length);
    const source = await trainingSource({
      executor,
      network,
      recipe,
      cache,
      train,
      validation,
      signal: talk.signal,
      onProgress: (done, total) => talk.report({ type: 'prepared', done, total }),
    });
    talk.signal.throwIfAborted();
    const lowering = await proveDevice({ engine, lowering: wanted, network: source.network, recipe }, talk);
    talk.signal.throwIfAborted();
    talk.report({ type: 'phase', phase: 'compiling' });
    const trainer = await Trainer.create({
      executor,
      lowering,
      network: source.network,
      recipe,
      batches: source.batches,
      classCounts: countClasses(train.labels, classes.length),
    });
    closers.unshift(() => trainer.close());
    const { block } = trainer.state;
    talk.report({
      type: 'initial',
      digest: digest(new Uint8Array(block.buffer, block.byteOffset, block.byteLength)),
    });
    const load = async (judged: Network) => {
      const loaded = await Evaluator.load(executor, judged, lowering, trainer.state, EVALUATION_BATCH);
      closers.unshift(() => loaded.close());
      return loaded;
    };
    const evaluator = await load(network);
    const watcher = source.network === network ? evaluator : await load(source.network);
    const validate = () => validationFigures(watcher, source.validation, validation.labels.length, classes);
    if (checkpoint) trainer.restore(checkpoint);
    if ((await runEpochs(trainer, order, talk, validate)) === 'stopped') return 'stopped';
    const tensor = (name: string) => (trainer.state.has(name) ? trainer.state.get(name) : undefined);
    const { preprocessing } = cache;
    await finishTraining({
      engine,
      order,
      talk,
      evaluator,
      validation,
      test: readSplit(images, 'test', cache),
      mislabelled: labelNoise > 0 ? { images: train, truth: labelled.labels } : null,
      cache,
      model: () => inspectionModel({ runId: order.runId, recipe, snapshot, network, preprocessing, tensor }),
      gradientEvaluations: trainer.gradientEvaluations,
    });
    return 'done';
  } finally {
    for (const close of closers) await close();
  }
}

/** Trains, with every epoch recorded before the checkpoint behind it is written. */
async function runEpochs(
  trainer: Trainer,
  { runId, recipe, runFolder, checkpointSeconds }: TrainOrder,
  talk: TrainTalk,
  validate: () => Promise<ValidationFigures>,
): Promise<TrainingEnd> {
  const path = checkpointPath(runFolder);
  talk.report({ type: 'phase', phase: 'training' });
  return trainer.run({
    onStep: talk.onStep,
    onParts: (images) => talk.report({ type: 'parts', images, batchSize: recipe.batchSize }),
    signal: talk.signal,
    ...(checkpointSeconds === undefined ? {} : { checkpointSeconds }),
    onEpoch: async (report) => {
      const metrics = epochMetrics(report, await validate());
      await talk.ask({ type: 'epoch', metrics, gradientEvaluations: trainer.gradientEvaluations });
    },
    onCheckpoint: async (checkpoint) => {
      await writeCheckpoint(path, { ...checkpoint, tag: { run: runId } });
      talk.report({ type: 'checkpoint', gradientEvaluations: trainer.gradientEvaluations });
    },
  });
}

/** What is no number (a loss that diverged) is null, as JSON has it. */
function epochMetrics(report: EpochReport, figures: ValidationFigures): EpochMetrics {
  const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null);
  return {
    epoch: report.epoch,
    loss: finite(report.loss),
    perturbedLoss: finite(report.perturbedLoss),
    sharpness: finite(report.sharpness),
    lambda: finite(report.lambda),
    rho: finite(report.rho),
    learningRate: finite(report.learningRate),
    gradientNorm: finite(report.gradientNorm),
    trainAccuracy: finite(report.trainAccuracy),
    ...figures,
    seconds: report.seconds,
    imagesPerSecond: finite(report.imagesPerSecond),
    skippedSteps: report.skippedSteps,
  };
}

type ValidationFigures = Pick<EpochMetrics, 'validationLoss' | 'validationAccuracy' | 'validationBalancedAccuracy'>;

const noValidation: ValidationFigures = {
  validationLoss: null,
  validationAccuracy: null,
  validationBalancedAccuracy: null,
};

async function validationFigures(
  evaluator: Evaluator,
  batches: TrainingSource['validation'],
  images: number,
  classes: readonly ClassLabel[],
): Promise<ValidationFigures> {
  if (images === 0) return noValidation;
  const judged = await evaluator.judge(batches);
  const { logLoss, accuracy, balancedAccuracy } = evaluate(judged.labels, judged.probabilities, classes);
  return {
    validationLoss: logLoss,
    validationAccuracy: accuracy?.value ?? null,
    validationBalancedAccuracy: balancedAccuracy,
  };
}

// How fast this PC trains a recipe: a few real steps on random images, through the real pipeline.
import { mkdir, rm } from 'node:fs/promises';
import type { z } from 'zod';
import { squarePreprocessing } from '../../../shared/domain/images.ts';
import { random } from '../../../shared/domain/random.ts';
import type { Recipe } from '../../../shared/domain/recipe.ts';
import { ImageCache } from '../../data/image-cache.ts';
import type { EvaluationBatches } from '../../train/batches.ts';
import { writeCheckpoint } from '../../train/checkpoint.ts';
import { Evaluator } from '../../train/evaluator.ts';
import type { Network } from '../../train/network.ts';
import { Trainer } from '../../train/trainer.ts';
import { type Engine, startEngine } from '../engine.ts';
import { type Measured, measurePayload } from '../measure-messages.ts';
import { checkpointPath } from '../run-files.ts';
import { FeatureClock } from './feature-clock.ts';
import { EVALUATION_BATCH } from './finish-training.ts';
import type { JobContext } from './job.ts';
import { processorTimes, shareOfOthers } from './processor-share.ts';
import { proveDevice } from './prove-device.ts';
import { initialNetwork } from './run-model.ts';
import { type SplitImages, toEvaluationBatches } from './split-images.ts';
import { StepClock } from './step-clock.ts';
import { trainingSource } from './training-source.ts';

const IMAGES = 128;
/** Time for steps, seconds; slow networks take longer, because every kind of step is taken twice. */
const BUDGET = 2;
/**
 * Both kinds of step are to be seen soon, but not in turns: the few steps after a change from one graph to the other take
 * up to half as long again (measured: small, 32 px, every 2nd 60 ms, every 8th and 16th 41 ms).
 */
const EXACT_EVERY = 8;

export async function measureJob(payload: unknown, { signal }: JobContext): Promise<Measured> {
  const order = measurePayload.parse(payload);
  const { recipe, classes, workspace, scratch, device } = order;
  await mkdir(scratch, { recursive: true });
  const cache = await ImageCache.open(scratch, squarePreprocessing(recipe.size));
  try {
    const images = await fill(cache, classes, recipe);
    const engine = startEngine({ memory: workspace, device });
    try {
      return await measureWith(engine, cache, images, order, signal);
    } finally {
      await engine.close();
    }
  } finally {
    await cache.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function measureWith(
  engine: Engine,
  cache: ImageCache,
  images: SplitImages,
  { recipe, backbone, classes, workspace, scratch, images: counts }: z.infer<typeof measurePayload>,
  signal: AbortSignal,
): Promise<Measured> {
  // A self-test done now is not done again when the training starts.
  const booted = process.uptime();
  const { lowering: wanted } = await engine.lowering();
  const begun = performance.now();
  const network = await initialNetwork({ workspace, recipe, backbone }, classes);
  const featureClock = new FeatureClock();
  const source = await trainingSource({
    executor: engine.executor,
    network,
    recipe,
    cache,
    train: images,
    validation: images,
    counts,
    signal,
    onProgress: (done) => featureClock.done(done),
  });
  const quiet = { report: () => undefined, ask: async () => undefined };
  const lowering = await proveDevice({ engine, lowering: wanted, network: source.network, recipe }, quiet);
  const trainer = await Trainer.create({
    executor: engine.executor,
    lowering,
    network: source.network,
    recipe: { ...recipe, exactEvery: Math.min(recipe.exactEvery, EXACT_EVERY), epochs: 1_000 },
    batches: source.batches,
    classCounts: Array<number>(classes).fill(IMAGES),
  });
  const load = (judged: Network) => Evaluator.load(engine.executor, judged, lowering, trainer.state, EVALUATION_BATCH);
  const evaluator = await load(network);
  const watcher = source.network === network ? evaluator : await load(source.network);
  const compiled = (performance.now() - begun) / 1000 - featureClock.seconds;
  signal.throwIfAborted();
  const { step, checkpoint, others } = await timeSteps(trainer, recipe, scratch, signal);
  const validating = await timeJudging(watcher, source.validation);
  const judging =
    watcher === evaluator
      ? validating
      : await timeJudging(evaluator, toEvaluationBatches(cache, images, EVALUATION_BATCH));
  const features = featureClock.secondsPerImage;
  return { timing: { start: booted + compiled, step, judging, validating, features, checkpoint }, others };
}

async function fill(cache: ImageCache, classes: number, { seed }: Recipe): Promise<SplitImages> {
  const stream = random(seed, 'measure');
  const records: number[] = [];
  for (let image = 0; image < IMAGES; image++) {
    const pixels = Uint8Array.from({ length: cache.recordBytes }, () => stream.integer(256));
    records.push(await cache.append(image.toString(16).padStart(64, '0'), pixels));
  }
  await cache.flush();
  const labels = Int32Array.from(records, (_, image) => image % classes);
  return { records: Int32Array.from(records), labels, imageIds: Int32Array.from(records) };
}

async function timeSteps(
  trainer: Trainer,
  recipe: Recipe,
  scratch: string,
  signal: AbortSignal,
): Promise<{ step: number; checkpoint: number; others: number }> {
  const clock = new StepClock(BUDGET);
  const enough = new AbortController();
  let checkpoint = 0;
  const before = processorTimes();
  await trainer.run({
    signal: AbortSignal.any([signal, enough.signal]),
    checkpointSeconds: Number.POSITIVE_INFINITY,
    onStep: ({ kind }) => {
      clock.took(kind);
      if (clock.isEnough) enough.abort();
    },
    onCheckpoint: async (state) => {
      const from = performance.now();
      await writeCheckpoint(checkpointPath(scratch), state);
      checkpoint = (performance.now() - from) / 1000;
      clock.resume();
    },
  });
  signal.throwIfAborted();
  return { step: clock.mixed(recipe.exactEvery), checkpoint, others: shareOfOthers(before, processorTimes()) };
}

async function timeJudging(evaluator: Evaluator, batches: EvaluationBatches): Promise<number> {
  await evaluator.judge(batches);
  const begun = performance.now();
  await evaluator.judge(batches);
  return (performance.now() - begun) / 1000 / Math.ceil(IMAGES / EVALUATION_BATCH);
}

// Trains a preset network on drawn pictures, phase after phase, and hands out its weights after every epoch.
import type { Lowering } from '../autodiff/rule.ts';
import type { Executor } from '../engine/executor.ts';
import { buildPreset, type PresetName } from '../onnx/preset/networks.ts';
import { float32, type TensorOf } from '../onnx/tensor.ts';
import { type Network, prepareNetwork } from '../train/network.ts';
import type { EpochReport } from '../train/reports.ts';
import { Trainer } from '../train/trainer.ts';
import { type Course, recipeOf } from './course.ts';
import { cutBatches, type PictureFile } from './cuts.ts';

export type Weights = ReadonlyMap<string, TensorOf<'float32'>>;

export interface PretrainingOptions {
  readonly executor: Executor;
  readonly lowering: Lowering;
  readonly network: PresetName;
  readonly course: Course;
  readonly pictures: PictureFile;
  /** Where to take up the course; absent, from freshly drawn weights. */
  readonly start?: Weights;
  readonly onEpoch?: (report: EpochReport, phase: number, weights: Weights) => void;
}

/** All weights and running statistics of the network, its classifier of drawn classes included. */
export async function pretrain({
  executor,
  lowering,
  network,
  course,
  pictures,
  start,
  onEpoch,
}: PretrainingOptions): Promise<Weights> {
  let weights = start ?? new Map();
  for (const [phase, plan] of course.phases.entries()) {
    const recipe = recipeOf(course, plan);
    const model = buildPreset(network, course.classes, plan.crop, course.seed);
    const prepared = prepareNetwork(model, [3, plan.crop, plan.crop]);
    const continued = { ...prepared, initial: new Map([...prepared.initial, ...weights]) };
    const trainer = await Trainer.create({
      executor,
      lowering,
      network: continued,
      recipe,
      batches: cutBatches(pictures, recipe),
      classCounts: Array<number>(course.classes).fill(course.picturesPerClass),
    });
    try {
      await trainer.run({ onEpoch: (report) => onEpoch?.(report, phase, weightsOf(continued, trainer)) });
      weights = weightsOf(continued, trainer);
    } finally {
      await trainer.close();
    }
  }
  return weights;
}

function weightsOf({ initial }: Network, { state }: Trainer): Weights {
  const entries = Array.from(initial, ([name, { shape }]) => [name, float32(shape, state.get(name).slice())] as const);
  return new Map(entries);
}

// Small training runs on toy images: seconds, not minutes.
import type { Lowering } from '../../main/autodiff/rule.ts';
import { portable } from '../../main/autodiff/rules/index.ts';
import type { Executor } from '../../main/engine/executor.ts';
import { buildPreset } from '../../main/onnx/preset/networks.ts';
import type { TrainingBatches } from '../../main/train/batches.ts';
import type { Checkpoint } from '../../main/train/checkpoint.ts';
import { type Network, prepareNetwork } from '../../main/train/network.ts';
import type { EpochReport, StepReport } from '../../main/train/reports.ts';
import { Trainer, type TrainingEnd } from '../../main/train/trainer.ts';
import { augmentationPresets } from '../../shared/domain/images.ts';
import { defaultRecipe, presetNames, type Recipe } from '../../shared/domain/recipe.ts';
import { type ArrayImages, arrayBatches, stripedImages } from './array-batches.ts';

export const toySize = 16;
export const toyImages = stripedImages([16, 16, 16], toySize, 1);

/** Three classes, tiny network, batches of 8, two epochs of six steps. */
export function toyRecipe(changes: Partial<Recipe> = {}): Recipe {
  return {
    ...defaultRecipe(changes.method),
    network: 'tiny',
    size: toySize,
    epochs: 2,
    batchSize: 8,
    augmentation: augmentationPresets.none,
    ...changes,
  };
}

export function presetNetwork(recipe: Recipe, classes: number): Network {
  const { network, size, seed } = recipe;
  const preset = presetNames.find((name) => name === network) ?? 'tiny';
  return prepareNetwork(buildPreset(preset, classes, size, seed), [3, size, size]);
}

export interface ToyOptions {
  readonly images?: ArrayImages;
  readonly network?: Network;
  readonly lowering?: Lowering;
  /** Stands between the batches and the trainer. */
  readonly change?: (batches: TrainingBatches) => TrainingBatches;
}

export function createToyTrainer(executor: Executor, recipe: Recipe, options: ToyOptions = {}): Promise<Trainer> {
  const { images = toyImages, change = (batches) => batches } = options;
  const classCounts: number[] = [];
  for (const label of images.labels) classCounts[label] = (classCounts[label] ?? 0) + 1;
  return Trainer.create({
    executor,
    network: options.network ?? presetNetwork(recipe, classCounts.length),
    lowering: options.lowering ?? portable,
    recipe,
    batches: change(arrayBatches(images, recipe.batchSize, recipe.seed)),
    classCounts,
  });
}

export interface ToyRun {
  readonly end: TrainingEnd;
  readonly steps: readonly StepReport[];
  readonly epochs: readonly EpochReport[];
  /** A copy of the last one. */
  readonly checkpoint: Checkpoint;
}

/** Runs a trainer, asked to stop after `stopAfter` steps, and closes it. */
export async function runTrainer(
  trainer: Pick<Trainer, 'run' | 'close' | 'checkpoint'>,
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<ToyRun> {
  const stop = new AbortController();
  const steps: StepReport[] = [];
  const epochs: EpochReport[] = [];
  try {
    const end = await trainer.run({
      signal: stop.signal,
      onStep: (report) => {
        steps.push(report);
        if (steps.length >= stopAfter) stop.abort();
      },
      onEpoch: (report) => {
        epochs.push(report);
      },
    });
    return { end, steps, epochs, checkpoint: copyOf(trainer.checkpoint()) };
  } finally {
    await trainer.close();
  }
}

/** A checkpoint that further training does not change. */
export function copyOf(checkpoint: Checkpoint): Checkpoint {
  return { ...checkpoint, block: Float32Array.from(checkpoint.block) };
}

/** Tensors of a checkpoint by name, those whose name passes. */
export function tensorsOf(
  { layout, block }: Pick<Checkpoint, 'layout' | 'block'>,
  passes: (name: string) => boolean = () => true,
): Readonly<Record<string, Float32Array>> {
  const tensors: Record<string, Float32Array> = {};
  let offset = 0;
  for (const { name, shape } of layout) {
    const count = shape.reduce((product, length) => product * length, 1);
    if (passes(name)) tensors[name] = block.slice(offset, offset + count);
    offset += count;
  }
  return tensors;
}

/** Running statistics of BatchNormalization. */
export const isStatistic = (name: string) => /running_(?:mean|var)$/.test(name);

/** The bits, so that NaN equals NaN and 0 differs from −0. */
export function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(Float32Array.from(values).buffer);
}

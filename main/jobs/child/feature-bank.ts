// Features of images by an exported model: of the training images as a bank, of others to compare with it.
import type { ImageCache } from '../../data/image-cache.ts';
import type { Executor } from '../../engine/executor.ts';
import { unitRows } from '../../eval/index.ts';
import type { ModelDescription } from '../../export/description.ts';
import type { FeatureModel } from '../../export/features.ts';
import { ExportedJudge } from '../../export/judge.ts';
import { writeModel } from '../../onnx/write.ts';
import type { ImageReference } from '../image-list.ts';
import { EVALUATION_BATCH } from './finish-training.ts';
import { fixedPart } from './fixed-part.ts';
import { rawBatches, recordsOf } from './split-images.ts';

/** Images of each split that are looked at, at most: every held-out image is compared with every training image. */
const LIMITS = { train: 10_000, validation: 2_000, test: 4_000 };

export function openFeatures(
  executor: Executor,
  { model, output }: FeatureModel,
  description: ModelDescription,
): Promise<ExportedJudge> {
  return ExportedJudge.load(executor, writeModel(model), description, EVALUATION_BATCH, output);
}

export interface Look {
  readonly reader: ExportedJudge;
  /** Features of an image. */
  readonly width: number;
  readonly cache: ImageCache;
  readonly signal: AbortSignal;
  readonly step: (count: number) => void;
}

/** Unit features `[M,D]`. */
export async function featuresOf(
  images: readonly ImageReference[],
  { reader, width, cache, signal, step }: Look,
): Promise<Float32Array> {
  const rows = new Float32Array(images.length * width);
  let place = 0;
  for await (const batch of rawBatches(cache, recordsOf(images, cache), EVALUATION_BATCH, signal)) {
    rows.set(await reader.judge(batch), place * width);
    place += batch.count;
    step(batch.count);
  }
  return unitRows(rows, width);
}

/** Where there are more, a fixed part, drawn alike for every run of a snapshot. */
export function partOf(images: readonly ImageReference[], split: keyof typeof LIMITS): ImageReference[] {
  const own = images.filter((image) => image.split === split);
  const chosen = fixedPart(own.length, LIMITS[split], 'images of the likeness', split);
  return Array.from(chosen).flatMap((place) => own[place] ?? []);
}

// How like the held-out images are to the training images, as a job of its own process: features of the exported model.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { squarePreprocessing } from '../../../shared/domain/images.ts';
import { random } from '../../../shared/domain/random.ts';
import type { LikenessResult } from '../../../shared/domain/study.ts';
import type { ImageCache } from '../../data/image-cache.ts';
import { Library } from '../../data/library.ts';
import { likenessDistance, NEIGHBOURS, nearest, unitRows, unlikeThreshold } from '../../eval/index.ts';
import { readDescription } from '../../export/description.ts';
import { type FeatureModel, FeatureReader, withFeatures } from '../../export/features.ts';
import { readModel } from '../../onnx/read.ts';
import { startEngine } from '../engine.ts';
import { type ImageReference, readImageList } from '../image-list.ts';
import { likenessPayload } from '../likeness-messages.ts';
import { EVALUATION_BATCH } from './finish-training.ts';
import type { JobContext } from './job.ts';
import { prepareImages } from './prepare-images.ts';
import { rawBatches, recordsOf } from './split-images.ts';

/** Images of each split that are looked at, at most: every held-out image is compared with every training image. */
const LIMITS = { train: 10_000, validation: 2_000, test: 4_000 };
/** Shown beside a judgement. */
const SHOWN = 6;
/** Held-out images compared between two breaths. */
const GROUP = 16;

export async function likenessJob(payload: unknown, { signal, report }: JobContext): Promise<LikenessResult> {
  const { runId, workspace, model, size, images } = likenessPayload.parse(payload);
  const references = await readImageList(images);
  const chosen = {
    train: evenly(references, 'train'),
    validation: evenly(references, 'validation'),
    test: evenly(references, 'test'),
  };
  const bytes = readModel(await readFile(model));
  const features = withFeatures(bytes);
  if (!features) throw new NarashiError('judging.no-features', { id: runId });
  const cache = await prepareImages({
    cacheFolder: join(workspace, 'cache'),
    preprocessing: squarePreprocessing(size),
    images: [...chosen.train, ...chosen.validation, ...chosen.test],
    library: new Library(workspace),
    signal,
    onProgress: () => undefined,
  });
  const engine = startEngine({ memory: workspace });
  const total = 2 * (chosen.validation.length + chosen.test.length) + chosen.train.length;
  let done = 0;
  const step = (count: number) => {
    signal.throwIfAborted();
    done += count;
    report({ done, total });
  };
  try {
    const reader = await FeatureReader.load(engine.executor, features, readDescription(bytes, model), EVALUATION_BATCH);
    const look = { reader, features, cache, signal, step };
    try {
      const bank = await featuresOf(chosen.train, look);
      const held = chosen.validation.length > 0 ? 'validation' : 'test';
      const validation = await compare(chosen.validation, bank, look);
      const test = await compare(chosen.test, bank, look);
      const reference = (held === 'validation' ? validation : test).map(likenessDistance);
      return {
        kind: 'likeness',
        trainImages: chosen.train.length,
        neighbours: NEIGHBOURS,
        reference: { split: held, images: reference.length },
        threshold: unlikeThreshold(reference),
        test: test.map((near, place) => ({
          imageId: chosen.test[place]?.id ?? 0,
          distance: likenessDistance(near),
          nearest: near.map(({ index, distance }) => ({ imageId: chosen.train[index]?.id ?? 0, distance })),
        })),
      };
    } finally {
      await reader.close();
    }
  } finally {
    await engine.close();
    await cache.close();
  }
}

interface Look {
  readonly reader: FeatureReader;
  readonly features: FeatureModel;
  readonly cache: ImageCache;
  readonly signal: AbortSignal;
  readonly step: (count: number) => void;
}

/** Unit features `[M,D]`. */
async function featuresOf(images: readonly ImageReference[], { reader, features, cache, signal, step }: Look) {
  const rows = new Float32Array(images.length * features.width);
  let place = 0;
  for await (const batch of rawBatches(cache, recordsOf(images, cache), EVALUATION_BATCH, signal)) {
    rows.set(await reader.read(batch), place * features.width);
    place += batch.count;
    step(batch.count);
  }
  return unitRows(rows, features.width);
}

/** For each image its nearest training images. */
async function compare(images: readonly ImageReference[], bank: Float32Array, look: Look) {
  const { width } = look.features;
  const rows = await featuresOf(images, look);
  return images.map((_, place) => {
    if (place % GROUP === GROUP - 1) look.step(GROUP);
    return nearest(rows.subarray(place * width, (place + 1) * width), bank, SHOWN);
  });
}

/** Where there are more, a fixed part, drawn alike for every run of a snapshot. */
function evenly(images: readonly ImageReference[], split: keyof typeof LIMITS): ImageReference[] {
  const own = images.filter((image) => image.split === split);
  if (own.length <= LIMITS[split]) return own;
  const order = Int32Array.from(own.keys());
  random(0, 'images of the likeness', split).shuffle(order);
  return Array.from(order.subarray(0, LIMITS[split]).toSorted()).flatMap((place) => own[place] ?? []);
}

// How like the held-out images are to the training images, as a job of its own process: features of the exported model.
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { LikenessResult } from '../../../shared/domain/study.ts';
import { likenessDistance, NEIGHBOURS, type Near, nearest, unlikeThreshold } from '../../eval/index.ts';
import { readDescription } from '../../export/description.ts';
import { featureModel } from '../../export/features.ts';
import { readModel } from '../../onnx/read.ts';
import { startEngine } from '../engine.ts';
import { type ImageReference, readImageList } from '../image-list.ts';
import { likenessPayload } from '../likeness-messages.ts';
import { featuresOf, type Look, openFeatures, partOf } from './feature-bank.ts';
import type { JobContext } from './job.ts';
import { prepareImages } from './prepare-images.ts';

/** Shown beside a judgement. */
const SHOWN = 6;
/** Held-out images compared at a time. */
const GROUP = 16;

export async function likenessJob(payload: unknown, { signal, report }: JobContext): Promise<LikenessResult> {
  const { runId, workspace, model, size, images } = likenessPayload.parse(payload);
  const references = await readImageList(images);
  const chosen = {
    train: partOf(references, 'train'),
    validation: partOf(references, 'validation'),
    test: partOf(references, 'test'),
  };
  const exported = readModel(await readFile(model));
  const features = featureModel(exported);
  if (!features) throw new NarashiError('judging.no-features', { id: runId });
  const cache = await prepareImages({
    workspace,
    size,
    images: [...chosen.train, ...chosen.validation, ...chosen.test],
    signal,
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
    const reader = await openFeatures(engine.executor, features, readDescription(exported, model));
    const look = { reader, width: features.output.width, cache, signal, step };
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

/** For each image its nearest training images. */
async function compare(images: readonly ImageReference[], bank: Float32Array, look: Look) {
  const { width, step } = look;
  const rows = await featuresOf(images, look);
  const found: Near[][] = [];
  for (let first = 0; first < images.length; first += GROUP) {
    const last = Math.min(images.length, first + GROUP);
    for (let place = first; place < last; place++) {
      found.push(nearest(rows.subarray(place * width, (place + 1) * width), bank, SHOWN));
    }
    step(last - first);
    // A stop is heard, and the progress told, only between two turns of the event loop.
    await setImmediate();
  }
  return found;
}

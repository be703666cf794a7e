// Cross-validation as a job of its own process; finished folds are kept, so that one that broke off goes on.
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CrossValidationResult } from '../../../shared/domain/study.ts';
import {
  type CrossValidationImage,
  type CrossValidationPayload,
  crossValidationImage,
  crossValidationPayload,
  finishedFold,
} from '../cross-validation-messages.ts';
import { startEngine } from '../engine.ts';
import { writeWhole } from '../whole-file.ts';
import { crossValidate, type FoldMemory } from './cross-validate.ts';
import type { JobContext } from './job.ts';
import { prepareImages } from './prepare-images.ts';

export async function crossValidationJob(
  payload: unknown,
  { signal, report }: JobContext,
): Promise<CrossValidationResult> {
  const order = crossValidationPayload.parse(payload);
  const list = await readFile(order.images, 'utf8');
  const lines = list.split('\n').filter((line) => line !== '');
  const images = lines.map((line) => crossValidationImage.parse(JSON.parse(line)));
  await mkdir(order.folder, { recursive: true });
  const cache = await prepareImages({
    workspace: order.workspace,
    size: order.recipe.size,
    images,
    signal,
    onProgress: () => report({ done: 0, total: 1 }),
  });
  const engine = startEngine({
    memory: order.workspace,
    ...(order.threads === undefined ? {} : { threads: order.threads }),
  });
  try {
    return await crossValidate({
      ...order,
      engine,
      cache,
      images,
      signal,
      onProgress: (done, total) => report({ done, total }),
      memory: memoryIn(order, images),
    });
  } finally {
    await engine.close();
    await cache.close();
  }
}

/** Folds of the very same images, labels and recipe only. */
function memoryIn(
  { folder, recipe, folds }: CrossValidationPayload,
  images: readonly CrossValidationImage[],
): FoldMemory {
  const told = JSON.stringify([recipe, folds, images.map((image) => [image.contentHash, image.classIndex])]);
  const key = createHash('sha256').update(told).digest('hex');
  const path = (fold: number) => join(folder, `fold-${fold}.json`);
  return {
    checkpoint: (fold) => join(folder, `${key.slice(0, 16)}-${fold}.checkpoint`),
    async find(fold) {
      const text = await readFile(path(fold), 'utf8').catch(() => undefined);
      if (text === undefined) return undefined;
      const { data } = finishedFold.safeParse(JSON.parse(text));
      return data?.key === key ? data : undefined;
    },
    keep: (fold, finished) => writeWhole(path(fold), [JSON.stringify({ key, ...finished })]),
  };
}

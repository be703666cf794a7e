// Batches that memory does not hold: how an executor says so, and into what parts they are divided.
import { NarashiError } from '../../shared/contract/errors/index.ts';

/** Fewer say nothing about a batch to BatchNormalization. */
const LEAST_IMAGES = 2;

/** The largest part of a batch, at most half the present one and no smaller than `least`, that divides it. */
export function smallerPart(batchSize: number, images: number, least = LEAST_IMAGES): number | undefined {
  for (let part = Math.floor(images / 2); part >= least; part--) if (batchSize % part === 0) return part;
  return undefined;
}

/** Whether an executor's error says that memory ran out, in the words of ONNX Runtime, CUDA, Direct3D, Dawn and C++. */
export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof NarashiError)) return false;
  if (error.code !== 'engine.run-failed' && error.code !== 'engine.load-failed') return false;
  return /out of (?:device |host )?memory|failed to allocate|bad[ _]alloc|not enough memory|insufficient memory|8007000E/i.test(
    String(error.data.reason),
  );
}

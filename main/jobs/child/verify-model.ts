// Proves an exported model once more against what training judged, and makes it anew where it is gone or altered.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Preprocessing } from '../../../shared/domain/images.ts';
import type { ImageCache } from '../../data/image-cache.ts';
import { readDescription } from '../../export/description.ts';
import { exportModel, sidecarPath } from '../../export/export-model.ts';
import { compare, type RawBatch, requireParity, runExported } from '../../export/parity.ts';
import type { Model } from '../../onnx/model.ts';
import { readModel } from '../../onnx/read.ts';
import { readCheckpoint, tensorsOf } from '../../train/checkpoint.ts';
import type { Engine } from '../engine.ts';
import type { JudgedReference } from '../image-list.ts';
import { checkpointPath, digest, modelPath } from '../run-files.ts';
import type { VerifiedFile, VerifyOrder } from '../verify-messages.ts';
import { EVALUATION_BATCH } from './finish-training.ts';
import { prepareImages } from './prepare-images.ts';
import { initialNetwork, inspectionModel } from './run-model.ts';
import { rawBatches, readSplit } from './split-images.ts';

export interface Watcher {
  readonly signal: AbortSignal;
  /** Images judged so far. */
  readonly onProgress: (done: number, total: number) => void;
}

/** @throws NarashiError services.nothing-to-export, services.images-changed, export.parity-failed */
export async function verifyModel(
  engine: Engine,
  order: VerifyOrder,
  judged: readonly JudgedReference[],
  watcher: Watcher,
): Promise<VerifiedFile> {
  const cache = await prepareImages({
    workspace: order.workspace,
    size: order.recipe.size,
    images: judged,
    signal: watcher.signal,
  });
  try {
    return await verifyWith(cache, engine, order, judged, watcher);
  } finally {
    await cache.close();
  }
}

async function verifyWith(
  cache: ImageCache,
  { executor }: Engine,
  order: VerifyOrder,
  judged: readonly JudgedReference[],
  { signal, onProgress }: Watcher,
): Promise<VerifiedFile> {
  const test = readSplit(judged, 'test', cache);
  const path = modelPath(order.runFolder);
  const reference = {
    probabilities: Float32Array.from(judged.flatMap(({ probabilities }) => probabilities)),
    batches: () => counted(rawBatches(cache, test, EVALUATION_BATCH, signal), judged.length, onProgress),
    batchSize: EVALUATION_BATCH,
  };
  const stored = await readUnaltered(path, order.recorded);
  if (!stored) {
    const model = await rebuild(order, cache.preprocessing);
    const exported = await exportModel(executor, model, path, reference);
    const { input, output } = readDescription(model, path);
    return { ...exported, rebuilt: true, input, output };
  }
  const description = readDescription(readModel(stored), path);
  const found = await runExported(executor, stored, description, reference.batches(), EVALUATION_BATCH);
  const parity = requireParity(compare(reference.probabilities, found, description.classes.length));
  const identity = { path, sidecar: sidecarPath(path), bytes: stored.length, sha256: digest(stored) };
  const { input, output } = description;
  return { ...identity, parity, rebuilt: false, input, output };
}

async function* counted(
  batches: AsyncIterable<RawBatch>,
  total: number,
  onProgress: (done: number, total: number) => void,
): AsyncGenerator<RawBatch> {
  let done = 0;
  onProgress(done, total);
  for await (const batch of batches) {
    yield batch;
    done += batch.count;
    onProgress(done, total);
  }
}

/** The model file, if it is there with its description and still has the bytes that were recorded. */
async function readUnaltered(path: string, recorded: string | null): Promise<Uint8Array | undefined> {
  if (recorded === null || !existsSync(path) || !existsSync(sidecarPath(path))) return undefined;
  const bytes = await readFile(path);
  return digest(bytes) === recorded ? bytes : undefined;
}

async function rebuild(order: VerifyOrder, preprocessing: Preprocessing): Promise<Model> {
  const { runId, runFolder, recipe, snapshot } = order;
  const path = checkpointPath(runFolder);
  if (!existsSync(path)) throw new NarashiError('services.nothing-to-export', { id: runId });
  const state = tensorsOf(await readCheckpoint(path));
  const network = await initialNetwork(order, snapshot.classes.length);
  const tensor = (name: string) => state.get(name);
  return inspectionModel({ runId, recipe, snapshot, network, preprocessing, tensor });
}

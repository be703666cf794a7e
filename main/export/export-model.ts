// Writes the exported model and its sidecar, reads the file back from disk and has it prove itself before it is kept.
import { createHash } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Executor } from '../engine/executor.ts';
import type { Model } from '../onnx/model.ts';
import { readModel } from '../onnx/read.ts';
import { writeModel } from '../onnx/write.ts';
import { readDescription } from './description.ts';
import { compare, type ParityReport, type RawBatch, requireParity, runExported } from './parity.ts';

export interface ParityReference {
  /** Probabilities the trainer gave, `[M,K]`. */
  readonly probabilities: Float32Array;
  /** The same images, raw, in the same order. */
  readonly batches: () => AsyncIterable<RawBatch>;
  readonly batchSize: number;
}

/** Where a model's description lies: beside it, as JSON. */
export const sidecarPath = (model: string) => model.replace(/(\.onnx)?$/u, '.json');

export interface ExportedModel {
  readonly path: string;
  readonly sidecar: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly parity: ParityReport;
}

/**
 * Exports to `path`. Until the parity check has passed, the file bears a temporary name; a failed export leaves
 * whatever was at `path` before.
 * @throws NarashiError export.parity-failed, export.not-written
 */
export async function exportModel(
  executor: Executor,
  model: Model,
  path: string,
  reference: ParityReference,
): Promise<ExportedModel> {
  const sidecar = sidecarPath(path);
  // Always the same names: what a killed process left behind is overwritten.
  const [newModel, newSidecar] = [`${path}.tmp`, `${sidecar}.tmp`];
  try {
    await whenWritten(path, () => writeDurably(newModel, writeModel(model)));
    const bytes = await readFile(newModel);
    const description = readDescription(readModel(bytes), path);
    const { probabilities, batches, batchSize } = reference;
    const found = await runExported(executor, bytes, description, batches(), batchSize);
    const parity = requireParity(compare(probabilities, found, description.classes.length));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await whenWritten(path, async () => {
      await writeDurably(newSidecar, Buffer.from(`${JSON.stringify({ ...description, sha256, parity }, null, 2)}\n`));
      await rename(newSidecar, sidecar);
      await rename(newModel, path);
    });
    return { path, sidecar, bytes: bytes.length, sha256, parity };
  } finally {
    for (const temporary of [newModel, newSidecar]) await rm(temporary, { force: true });
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** @throws NarashiError export.not-written, naming `path`, when `work` fails */
async function whenWritten(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('export.not-written', { path, reason }, { cause: error });
  }
}

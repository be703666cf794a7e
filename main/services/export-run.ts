// The exported model of a finished run: proved once more against the stored judgements, made anew where it is gone.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type Preprocessing, squarePreprocessing } from '../../shared/domain/images.ts';
import { recipeSchema } from '../../shared/domain/recipe.ts';
import type { RunDetails } from '../../shared/domain/run.ts';
import { ImageCache } from '../data/image-cache.ts';
import { readDescription } from '../export/description.ts';
import { type ExportedModel, exportModel, sidecarPath } from '../export/export-model.ts';
import { compare, requireParity, runExported } from '../export/parity.ts';
import type { Model } from '../onnx/model.ts';
import { readModel } from '../onnx/read.ts';
import { elementCount } from '../onnx/tensor.ts';
import { type Checkpoint, readCheckpoint } from '../train/checkpoint.ts';
import type { Engine } from './engine.ts';
import { EVALUATION_BATCH } from './finish-run.ts';
import { checkpointPath, digest, modelPath } from './run-files.ts';
import { initialNetwork, inspectionModel } from './run-model.ts';
import { rawBatches, readSplit } from './snapshot-batches.ts';
import type { Workspace } from './workspace.ts';

export interface VerifiedExport extends ExportedModel {
  /** The file was missing or altered and had to be made again. */
  readonly rebuilt: boolean;
}

/**
 * @throws NarashiError services.not-trained, services.no-test-images, services.nothing-to-export,
 *   services.images-changed, export.parity-failed
 */
export async function verifyExport(workspace: Workspace, engine: Engine, runId: number): Promise<VerifiedExport> {
  const details = workspace.store.showRun(runId);
  if (details.run.status !== 'done') {
    throw new NarashiError('services.not-trained', { id: runId, status: details.run.status });
  }
  const evaluation = details.evaluations.findLast(({ split }) => split === 'test');
  if (!evaluation) throw new NarashiError('services.no-test-images', {});
  const { size } = recipeSchema.parse(details.run.hyperParameters);
  const cache = await ImageCache.open(workspace.cacheFolder, squarePreprocessing(size), { readOnly: true });
  try {
    const test = readSplit(workspace.store, details.snapshot.id, 'test', cache);
    const judged = Array.from(workspace.store.predictions.list(evaluation.id));
    const rows = new Map(judged.map(({ imageId, probabilities }) => [imageId, probabilities]));
    const reference = {
      probabilities: Float32Array.from(Array.from(test.imageIds).flatMap((id) => Array.from(rows.get(id) ?? []))),
      batches: () => rawBatches(cache, test, EVALUATION_BATCH),
      batchSize: EVALUATION_BATCH,
    };
    const stored = await readUnaltered(workspace, details);
    if (stored) {
      const description = readDescription(readModel(stored), modelPath(workspace, runId));
      const found = await runExported(engine.executor, stored, description, reference.batches(), EVALUATION_BATCH);
      const parity = requireParity(compare(reference.probabilities, found, description.classes.length));
      return { ...identify(modelPath(workspace, runId), stored), parity, rebuilt: false };
    }
    const model = await rebuild(workspace, details, cache.preprocessing);
    const exported = await exportModel(engine.executor, model, modelPath(workspace, runId), reference);
    const { path, bytes, sha256, parity } = exported;
    workspace.store.artefacts.record(runId, { kind: 'export', path, bytes, sha256, metadata: { parity } });
    return { ...exported, rebuilt: true };
  } finally {
    await cache.close();
  }
}

/** Copies a model and its description, each complete or not at all. @throws NarashiError export.not-written */
export async function copyExport(
  exported: ExportedModel,
  destination: string,
): Promise<{ path: string; sidecar: string }> {
  const sidecar = sidecarPath(destination);
  try {
    await mkdir(dirname(destination), { recursive: true });
    for (const [from, to] of [[exported.path, destination] as const, [exported.sidecar, sidecar] as const]) {
      const temporary = `${to}.${process.pid}.tmp`;
      try {
        await copyFile(from, temporary);
        await rename(temporary, to);
      } finally {
        await rm(temporary, { force: true });
      }
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('export.not-written', { path: destination, reason }, { cause: error });
  }
  return { path: destination, sidecar };
}

/** The model file, if it is there with its description and still has the bytes that were recorded. */
async function readUnaltered(workspace: Workspace, { run, artefacts }: RunDetails): Promise<Uint8Array | undefined> {
  const path = modelPath(workspace, run.id);
  const recorded = artefacts.findLast((each) => each.kind === 'export');
  if (!recorded || !existsSync(path) || !existsSync(sidecarPath(path))) return undefined;
  const bytes = await readFile(path);
  return digest(bytes) === recorded.sha256 ? bytes : undefined;
}

async function rebuild(
  workspace: Workspace,
  { run, snapshot }: RunDetails,
  preprocessing: Preprocessing,
): Promise<Model> {
  const path = checkpointPath(workspace, run.id);
  if (!existsSync(path)) throw new NarashiError('services.nothing-to-export', { id: run.id });
  const recipe = recipeSchema.parse(run.hyperParameters);
  const state = readState(await readCheckpoint(path));
  const network = initialNetwork(recipe, snapshot.classes.length);
  const tensor = (name: string) => state.get(name);
  return inspectionModel({ runId: run.id, recipe, snapshot, network, preprocessing, tensor });
}

function readState({ layout, block }: Checkpoint): Map<string, Float32Array> {
  let offset = 0;
  return new Map(
    layout.map(({ name, shape }) => {
      const start = offset;
      offset += elementCount(shape);
      return [name, block.slice(start, offset)] as const;
    }),
  );
}

function identify(path: string, bytes: Uint8Array) {
  return { path, sidecar: sidecarPath(path), bytes: bytes.length, sha256: digest(bytes) };
}

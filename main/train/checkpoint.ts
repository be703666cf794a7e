// Checkpoints: the whole state of a run in one file, written so that a crash leaves either the old one or the new one.
import { createHash } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type Recipe, recipeSchema } from '../../shared/domain/recipe.ts';
import { elementCount } from '../onnx/tensor.ts';
import { initialLossScale } from '../optim/loss-scale.ts';
import type { NamedShape } from './step-graph.ts';

const MAGIC = 'narashi-checkpoint-1\n';
const DIGEST_BYTES = 32;

const lambdaSchema = z.object({
  lambda: z.number(),
  ratio: z.number().nullable(),
  fast: z.number().nullable(),
  slow: z.number().nullable(),
});

export const policyStateSchema = z.object({
  step: z.number().int(),
  updates: z.number().int(),
  lambda: lambdaSchema,
  skipped: z.number().int(),
  skippedInARow: z.number().int(),
  /** Older files do not tell: they come from trainings in float32. */
  lossScale: z.object({ factor: z.number().positive(), good: z.number().int() }).default(initialLossScale),
});

/** Sums over the steps of the present epoch so far. */
export const epochSumsSchema = z.object({
  steps: z.number(),
  loss: z.number(),
  perturbedLoss: z.number(),
  perturbedSteps: z.number(),
  sharpness: z.number(),
  sharpnessSteps: z.number(),
  gradientNorm: z.number(),
  correct: z.number(),
  images: z.number(),
  skipped: z.number(),
  gradientEvaluations: z.number(),
  seconds: z.number(),
});

const headerSchema = z.object({
  recipe: recipeSchema,
  /** Name of the lowering; older files do not tell. */
  lowering: z.string().optional(),
  /** Epoch (from 0) and step within it that come next. */
  epoch: z.number().int(),
  step: z.number().int(),
  policy: policyStateSchema,
  sums: epochSumsSchema,
  gradientEvaluations: z.number(),
  /** Context the caller wants back, such as the run's number. */
  tag: z.record(z.string(), z.union([z.string(), z.number()])),
  layout: z.array(z.object({ name: z.string(), shape: z.array(z.number()) })),
});

export type EpochSums = z.infer<typeof epochSumsSchema>;

export interface Checkpoint {
  readonly recipe: Recipe;
  /** Name of the lowering it was trained with. */
  readonly lowering?: string | undefined;
  readonly epoch: number;
  readonly step: number;
  readonly policy: z.infer<typeof policyStateSchema>;
  readonly sums: EpochSums;
  readonly gradientEvaluations: number;
  readonly tag: Readonly<Record<string, string | number>>;
  readonly layout: readonly NamedShape[];
  /** All state tensors in layout order. */
  readonly block: Float32Array;
}

/**
 * Writes atomically: temporary file, fsync, rename. The file is the magic, the header's length, the header (JSON), the
 * block, and the SHA-256 of all that. @throws NarashiError train.checkpoint-not-written
 */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const { block, ...header } = checkpoint;
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const parts = [Buffer.from(MAGIC), length, text, Buffer.from(block.buffer, block.byteOffset, block.byteLength)];
  // Always the same name: what a killed process leaves behind is overwritten by the next attempt.
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      // Not writev, which may stop short of the end on a full disk without an error.
      for (const part of [...parts, digest(parts)]) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new NarashiError('train.checkpoint-not-written', { path, reason: reasonOf(error) }, { cause: error });
  }
}

function digest(parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Makes the rename itself durable, where the system lets a folder be synced (Windows does not). */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

/** @throws NarashiError train.checkpoint-unreadable when the file is missing, cut short or altered */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  try {
    return parse(await readFile(path));
  } catch (error) {
    throw new NarashiError('train.checkpoint-unreadable', { path, reason: reasonOf(error) }, { cause: error });
  }
}

function parse(bytes: Buffer): Checkpoint {
  const start = MAGIC.length + 4;
  const end = bytes.length - DIGEST_BYTES;
  if (end < start || bytes.subarray(0, MAGIC.length).toString() !== MAGIC) throw new Error('not a checkpoint');
  const contents = bytes.subarray(0, end);
  if (!digest([contents]).equals(bytes.subarray(end))) throw new Error('it is cut short or damaged');
  const blockStart = start + bytes.readUInt32LE(MAGIC.length);
  const header = headerSchema.parse(JSON.parse(bytes.subarray(start, blockStart).toString()));
  return { ...header, block: new Float32Array(new Uint8Array(contents.subarray(blockStart)).buffer) };
}

/** Copies of the state's tensors by name. */
export function tensorsOf({ layout, block }: Pick<Checkpoint, 'layout' | 'block'>): Map<string, Float32Array> {
  let offset = 0;
  return new Map(
    layout.map(({ name, shape }) => {
      const start = offset;
      offset += elementCount(shape);
      return [name, block.slice(start, offset)] as const;
    }),
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

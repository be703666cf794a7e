// A backbone's file: read with whatever lies beside it, brought to one operator set, and made a single file to keep.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Model } from '../onnx/model.ts';
import { normaliseModel } from '../onnx/normalise/index.ts';
import { type ReadExternal, readModel } from '../onnx/read.ts';
import { writeModel } from '../onnx/write.ts';
import { type SideFiles, sideFileNames } from './preprocessing.ts';

/** Protocol buffers end at 2 GB, and training needs several times the weights. */
const LARGEST_MEGABYTES = 1_500;

export interface BackboneFile {
  /** In the operator set of training. */
  readonly model: Model;
  /** Of the file as it came. */
  readonly opset: number;
  readonly producer: string;
  /** The model alone, without files beside it. */
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`, hexadecimal. */
  readonly id: string;
  readonly fileName: string;
  readonly sideFiles: SideFiles;
}

/**
 * Reads a model file, with its weights in files beside it where it has such, and what exporters say of it in others.
 * @throws NarashiError backbone.too-large, backbone.not-readable, onnx.* as `readModel` and `normaliseModel` do
 */
export function readBackboneFile(path: string): BackboneFile {
  const folder = dirname(path);
  const sideFiles = new Map(
    sideFileNames.flatMap((name) => {
      const text = textOf(join(folder, name));
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
  return readBackbone(fileBytes(path), basename(path), sideFiles, (location) => readFileSync(join(folder, location)));
}

/** @throws NarashiError onnx.* */
export function readBackbone(
  bytes: Uint8Array,
  fileName: string,
  sideFiles: SideFiles = new Map(),
  readExternal?: ReadExternal,
): BackboneFile {
  const external = remembering(readExternal);
  const read = readModel(bytes, external.read);
  const whole = external.isUsed() ? writeModel(read) : bytes;
  return {
    model: normaliseModel(read),
    opset: read.opsets.get('') ?? 0,
    producer: read.producer,
    bytes: whole,
    id: createHash('sha256').update(whole).digest('hex'),
    fileName,
    sideFiles,
  };
}

/** Every file is read once, however many tensors lie in it. */
function remembering(readExternal: ReadExternal | undefined) {
  const files = new Map<string, Uint8Array>();
  const read: ReadExternal | undefined =
    readExternal &&
    ((location) => {
      const bytes = files.get(location) ?? readExternal(location);
      files.set(location, bytes);
      return bytes;
    });
  return { read, isUsed: () => files.size > 0 };
}

function fileBytes(path: string): Uint8Array {
  try {
    const megabytes = Math.ceil(statSync(path).size / 1e6);
    if (megabytes > LARGEST_MEGABYTES)
      throw new NarashiError('backbone.too-large', { path, megabytes, limit: LARGEST_MEGABYTES });
    return readFileSync(path);
  } catch (error) {
    if (error instanceof NarashiError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('backbone.not-readable', { path, reason }, { cause: error });
  }
}

function textOf(path: string): string | undefined {
  try {
    return statSync(path).size < 1e6 ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

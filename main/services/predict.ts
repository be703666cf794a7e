// Judging image files with an exported model, by the same decoding as training. What cannot be read is NG, never OK.
import { readFile } from 'node:fs/promises';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { ClassLabel, Verdict } from '../../shared/domain/dataset.ts';
import { imageBytes } from '../../shared/domain/images.ts';
import { ahead } from '../data/ahead.ts';
import { decodeImage } from '../data/decode.ts';
import { readImageFile } from '../data/prepare-file.ts';
import { ImageProblem } from '../data/raster.ts';
import { argmaxRows } from '../eval/index.ts';
import { type ModelDescription, readDescription } from '../export/description.ts';
import { ExportedJudge } from '../export/judge.ts';
import type { Engine } from '../jobs/engine.ts';
import { readModel } from '../onnx/read.ts';

export interface ImageJudgement {
  readonly path: string;
  /** NG where the image could not be read. */
  readonly verdict: Verdict;
  /** Most likely class; null where the image could not be read. */
  readonly className: string | null;
  /** Index of that class, -1 where there is none. */
  readonly classIndex: number;
  readonly probability: number | null;
  /** One per class of the model; empty where the image could not be read. */
  readonly probabilities: readonly number[];
  readonly error: NarashiError | null;
}

const BATCH = 16;
const FILES_AT_ONCE = 4;

/** An opened exported model. */
export class Predictor {
  readonly description: ModelDescription;
  readonly #judge: ExportedJudge;

  private constructor(description: ModelDescription, judge: ExportedJudge) {
    this.description = description;
    this.#judge = judge;
  }

  /** @throws NarashiError services.model-missing, onnx.*, export.not-ours, engine.load-failed */
  static async open(engine: Engine, path: string): Promise<Predictor> {
    const bytes = await readModelFile(path);
    const description = readDescription(readModel(bytes), path);
    return new Predictor(description, await ExportedJudge.load(engine.executor, bytes, description, BATCH));
  }

  get classes(): readonly ClassLabel[] {
    return this.description.classes;
  }

  /** Judges in the given order. */
  async *judge(paths: Iterable<string> | AsyncIterable<string>): AsyncGenerator<ImageJudgement> {
    const size = imageBytes(this.description.preprocessing);
    const pixels = new Uint8Array(BATCH * size);
    let group: Read[] = [];
    for await (const image of ahead(paths, FILES_AT_ONCE, (path) => this.#read(path))) {
      group.push(image);
      if (group.length < BATCH) continue;
      yield* await this.#judgeGroup(group, pixels, size);
      group = [];
    }
    if (group.length > 0) yield* await this.#judgeGroup(group, pixels, size);
  }

  close(): Promise<void> {
    return this.#judge.close();
  }

  async #read(path: string): Promise<Read> {
    try {
      return { path, ...(await decodeImage(await readImageFile(path), this.description.preprocessing)) };
    } catch (error) {
      if (error instanceof ImageProblem) return { path, error: error.at(path) };
      throw error;
    }
  }

  async #judgeGroup(group: readonly Read[], pixels: Uint8Array, size: number): Promise<ImageJudgement[]> {
    const readable = group.flatMap((image) => ('pixels' in image ? [image] : []));
    for (const [index, image] of readable.entries()) pixels.set(image.pixels, index * size);
    const rows = readable.length ? await this.#judge.judge({ pixels, count: readable.length }) : new Float32Array(0);
    const best = argmaxRows(rows, this.classes.length);
    let next = 0;
    return group.map((image) => {
      if (!('pixels' in image)) return { path: image.path, ...unread, error: image.error };
      const at = next++;
      const probabilities = Array.from(rows.subarray(at * this.classes.length, (at + 1) * this.classes.length));
      const classIndex = best[at] ?? -1;
      const label = this.classes[classIndex];
      // Not a number: the model is broken. Never OK.
      if (!label || !probabilities.every(Number.isFinite)) {
        return {
          path: image.path,
          ...unread,
          error: new NarashiError('engine.run-failed', { reason: 'not a number' }),
        };
      }
      const probability = probabilities[classIndex] ?? null;
      const { name: className, verdict } = label;
      return { path: image.path, verdict, className, classIndex, probability, probabilities, error: null };
    });
  }
}

type Read =
  | { readonly path: string; readonly pixels: Uint8Array }
  | { readonly path: string; readonly error: NarashiError };

const unread = { verdict: 'NG', className: null, classIndex: -1, probability: null, probabilities: [] } as const;

/** @throws NarashiError services.model-missing */
export async function readModelFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('services.model-missing', { path, reason }, { cause: error });
  }
}

// A verified package, loaded and ready for pixels: what the line, the check of samples and the app's own tests judge with.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { ClassLabel } from '../../../shared/domain/dataset.ts';
import { type Decision, type DecisionRule, decide } from '../../../shared/domain/decision.ts';
import { LINE_OUTPUTS } from '../../../shared/domain/package.ts';
import { type Binding, type Executor, type Program, sharedTensor } from '../../engine/executor.ts';
import { argmaxRows } from '../../eval/index.ts';
import type { TensorOf } from '../../onnx/tensor.ts';
import { OUTPUT_NAME } from '../inspection-model.ts';
import { type RawBatch, toChannelsFirst } from '../judge.ts';
import { ngScoreOf } from './run-form.ts';
import { mainModel, type VerifiedPackage } from './verify.ts';

export interface LineJudgement {
  readonly decision: Decision;
  readonly className: string;
  readonly classIndex: number;
  readonly ngScore: number;
  readonly probabilities: Float32Array;
  /** Null where the package does not measure it. */
  readonly distance: number | null;
}

/** Buffers and binding of one batch size. */
interface Place {
  readonly image: TensorOf<'float32'>;
  readonly rows: TensorOf<'float32'>;
  readonly distances: TensorOf<'float32'> | null;
  readonly binding: Binding;
}

export class LineJudge {
  readonly classes: readonly ClassLabel[];
  readonly #rule: DecisionRule | null;
  readonly #program: Program;
  readonly #places: readonly Place[];

  private constructor(verified: VerifiedPackage, program: Program, sizes: readonly number[]) {
    const { classes, preprocessing, rule } = verified.manifest;
    const { model } = mainModel(verified);
    this.classes = classes;
    this.#rule = rule;
    this.#program = program;
    const measures = model.outputs.includes(LINE_OUTPUTS.distance);
    this.#places = sizes.map((size) => {
      const image = sharedTensor('float32', [size, 3, preprocessing.height, preprocessing.width]);
      const rows = sharedTensor('float32', [size, classes.length]);
      const distances = measures ? sharedTensor('float32', [size]) : null;
      const outputs = { [OUTPUT_NAME]: rows, ...(distances ? { [LINE_OUTPUTS.distance]: distances } : {}) };
      return { image, rows, distances, binding: program.bind({ [model.input.name]: image }, outputs) };
    });
  }

  /** @param most images judged at once; @throws NarashiError engine.load-failed, package.member-missing */
  static async open(executor: Executor, verified: VerifiedPackage, most: number): Promise<LineJudge> {
    const { bytes } = mainModel(verified);
    // One by one as a rule; whole batches when behind.
    const sizes = [...new Set([1, ...(most > 1 ? [Math.ceil(most / 4), most] : [])])].sort((a, b) => a - b);
    return new LineJudge(verified, await executor.load(bytes, { isSteady: true }), sizes);
  }

  /** Judges a batch of at most the size it was opened for. @throws NarashiError engine.run-failed */
  async judge(batch: RawBatch): Promise<LineJudgement[]> {
    const place = this.#places.find(({ image }) => (image.shape[0] ?? 0) >= batch.count);
    if (!place) throw new RangeError(`${batch.count} images at once`);
    toChannelsFirst(batch.pixels, place.image, batch.count);
    await place.binding.run();
    const width = this.classes.length;
    const best = argmaxRows(place.rows.data.subarray(0, batch.count * width), width);
    return Array.from(best, (classIndex, image) => {
      const probabilities = place.rows.data.slice(image * width, (image + 1) * width);
      return this.#judgementOf(probabilities, classIndex, place.distances?.data[image] ?? null);
    });
  }

  close(): Promise<void> {
    return this.#program.close();
  }

  #judgementOf(probabilities: Float32Array, classIndex: number, distance: number | null): LineJudgement {
    const label = this.classes[classIndex];
    // Not a number: the model or the engine is broken. Never OK.
    if (!label || !probabilities.every(Number.isFinite) || (distance !== null && !Number.isFinite(distance))) {
      throw new NarashiError('engine.run-failed', { reason: 'not a number' });
    }
    const ngScore = ngScoreOf(probabilities, this.classes);
    const decision = this.#rule ? decide(ngScore, distance, this.#rule) : label.verdict;
    return { decision, className: label.name, classIndex, ngScore, probabilities, distance };
  }
}

// An exported model, loaded and ready for raw pixels: the parity check, prediction and the line use it alike.
import { type Binding, type Executor, type Program, sharedTensor } from '../engine/executor.ts';
import type { TensorOf } from '../onnx/tensor.ts';
import type { ModelDescription } from './description.ts';

/** Raw pixels `[N,H,W,3]`, 0–255, in the order of the reference; `count` of them are real. */
export interface RawBatch {
  readonly pixels: Uint8Array;
  readonly count: number;
}

/** An output with a row for each image. */
export interface RowOutput {
  readonly name: string;
  /** Values of a row. */
  readonly width: number;
}

export class ExportedJudge {
  readonly #program: Program;
  readonly #binding: Binding;
  readonly #image: TensorOf<'float32'>;
  readonly #rows: TensorOf<'float32'>;

  private constructor(program: Program, description: ModelDescription, batchSize: number, output: RowOutput) {
    const { width, height } = description.preprocessing;
    this.#program = program;
    this.#image = sharedTensor('float32', [batchSize, 3, height, width]);
    this.#rows = sharedTensor('float32', [batchSize, output.width]);
    this.#binding = program.bind({ [description.input]: this.#image }, { [output.name]: this.#rows });
  }

  /**
   * @param output the model's only one; its probabilities when absent
   * @throws NarashiError engine.load-failed
   */
  static async load(
    executor: Executor,
    model: Uint8Array,
    description: ModelDescription,
    batchSize: number,
    output: RowOutput = { name: description.output, width: description.classes.length },
  ): Promise<ExportedJudge> {
    return new ExportedJudge(await executor.load(model), description, batchSize, output);
  }

  /** Rows of the output `[count,width]`, probabilities as a rule, of a batch of at most the size it was loaded for. */
  async judge({ pixels, count }: RawBatch): Promise<Float32Array> {
    toChannelsFirst(pixels, this.#image, count);
    await this.#binding.run();
    const [, width = 1] = this.#rows.shape;
    return this.#rows.data.slice(0, count * width);
  }

  close(): Promise<void> {
    return this.#program.close();
  }
}

/** The first `count` images of `pixels` `[N,H,W,3]` into `image` `[N,3,H,W]`. */
export function toChannelsFirst(pixels: Uint8Array, image: TensorOf<'float32'>, count: number): void {
  const [images = 1, , height = 1, width = 1] = image.shape;
  const plane = width * height;
  for (let index = 0; index < Math.min(count, images); index++) {
    for (let channel = 0; channel < 3; channel++) {
      const from = index * plane * 3 + channel;
      const to = (index * 3 + channel) * plane;
      for (let pixel = 0; pixel < plane; pixel++) image.data[to + pixel] = pixels[from + pixel * 3] ?? 0;
    }
  }
}

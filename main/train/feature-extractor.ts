// Runs the frozen part of a network: images in, rows of features out.
import { random } from '../../shared/domain/random.ts';
import { type Binding, type Executor, type Program, sharedTensor } from '../engine/executor.ts';
import type { TensorOf } from '../onnx/tensor.ts';
import { writeModel } from '../onnx/write.ts';
import type { FeatureNetwork } from './feature-network.ts';

/** Rounding may differ with an image's place in the batch. */
const TOLERANCE = 1e-4;

export class FeatureExtractor {
  readonly batchSize: number;
  /** `[N,C,H,W]`, to be filled before a run. */
  readonly images: Float32Array;
  /** `[N,D]`, of the last run. */
  readonly features: Float32Array;
  readonly #program: Program;
  readonly #binding: Binding;

  private constructor(program: Program, batchSize: number, image: TensorOf<'float32'>, features: TensorOf<'float32'>) {
    this.batchSize = batchSize;
    this.images = image.data;
    this.features = features.data;
    this.#program = program;
    this.#binding = program.bind({ image }, { features });
  }

  /** @param imageShape channels, height and width */
  static async load(
    executor: Executor,
    { extractor, length }: Pick<FeatureNetwork, 'extractor' | 'length'>,
    imageShape: readonly number[],
    batchSize: number,
  ): Promise<FeatureExtractor> {
    const program = await executor.load(writeModel(extractor(batchSize)), { isSteady: true });
    const image = sharedTensor('float32', [batchSize, ...imageShape]);
    return new FeatureExtractor(program, batchSize, image, sharedTensor('float32', [batchSize, length]));
  }

  run(): Promise<void> {
    return this.#binding.run();
  }

  /** Whether an image's features depend on it alone: found by trying, with random images in both orders. */
  async keepsImagesApart(): Promise<boolean> {
    const stream = random(0, 'features');
    this.images.forEach((_, index) => {
      this.images[index] = stream.gaussian();
    });
    await this.run();
    const expected = this.features.slice();
    reverseRows(this.images, this.batchSize);
    await this.run();
    reverseRows(expected, this.batchSize);
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return this.features.every(
      (value, index) => Math.abs(value - (expected[index] ?? Number.NaN)) <= TOLERANCE * largest,
    );
  }

  close(): Promise<void> {
    return this.#program.close();
  }
}

function reverseRows(values: Float32Array, rows: number): void {
  const length = values.length / rows;
  const before = values.slice();
  for (let row = 0; row < rows; row++)
    values.set(before.subarray(row * length, (row + 1) * length), (rows - 1 - row) * length);
}

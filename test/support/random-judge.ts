// A model with random weights that judges given images in all ways: balanced so that every class and score occurs.
import { decodeImage } from '../../main/data/decode.ts';
import { type Executor, sharedTensor } from '../../main/engine/executor.ts';
import { likenessDistance, NEIGHBOURS, nearest, unitRows } from '../../main/eval/index.ts';
import { featureModel } from '../../main/export/features.ts';
import type { Bank } from '../../main/export/graph/verdict.ts';
import { buildInspectionModel, INPUT_NAME, OUTPUT_NAME } from '../../main/export/inspection-model.ts';
import { toChannelsFirst } from '../../main/export/judge.ts';
import type { Model } from '../../main/onnx/model.ts';
import { buildPreset } from '../../main/onnx/preset/networks.ts';
import { float32 } from '../../main/onnx/tensor.ts';
import { writeModel } from '../../main/onnx/write.ts';
import type { ClassLabel } from '../../shared/domain/dataset.ts';
import { squarePreprocessing } from '../../shared/domain/images.ts';
import { random } from '../../shared/domain/random.ts';

export const judgePreprocessing = squarePreprocessing(32);
export const judgeClasses: readonly ClassLabel[] = [
  { name: '良品', verdict: 'OK' },
  { name: 'きず', verdict: 'NG' },
  { name: 'しみ', verdict: 'NG' },
];

export interface Judged {
  readonly name: string;
  readonly file: Uint8Array;
  /** RGB at network size. */
  readonly pixels: Uint8Array;
  readonly probabilities: Float32Array;
  /** To the images of the bank. */
  readonly distance: number;
}

export interface RandomJudge {
  readonly exported: Model;
  readonly judged: readonly Judged[];
  readonly bank: Bank;
}

export async function randomJudge(executor: Executor, images: ReadonlyMap<string, Uint8Array>): Promise<RandomJudge> {
  const decoded = await Promise.all(
    Array.from(images, async ([name, file]) => {
      const { pixels } = await decodeImage(file, judgePreprocessing);
      return { name, file, pixels };
    }),
  );
  const all = decoded.map(({ pixels }) => pixels);
  const features = featureModel(modelWith(new Map()));
  if (!features) throw new Error('the network has features');
  const { name: featureName, width } = features.output;
  const seen = await rowsOf(executor, features.model, featureName, width, all);
  const exported = modelWith(balancedLayer(seen, width));
  const rows = await rowsOf(executor, exported, OUTPUT_NAME, judgeClasses.length, all);
  const units = seen.map((row) => unitRows(row, width));
  // Every third image is also one of training, so that the others lie at all distances from those.
  const bank = Float32Array.from(units.filter((_, at) => at % 3 === 0).flatMap((unit) => [...unit]));
  const judged = decoded.map((each, at) => {
    const distance = likenessDistance(nearest(units[at] ?? new Float32Array(width), bank, NEIGHBOURS));
    return { ...each, probabilities: rows[at] ?? new Float32Array(), distance };
  });
  return { exported, judged, bank: float32([bank.length / width, width], bank) };
}

function modelWith(weights: ReadonlyMap<string, Float32Array>): Model {
  return buildInspectionModel({
    network: buildPreset('tiny', judgeClasses.length, judgePreprocessing.width, 1),
    weights,
    classes: judgeClasses,
    preprocessing: judgePreprocessing,
    origin: {},
  });
}

/** Random directions through the middle of the features, steep enough for sure and for doubtful judgements. */
function balancedLayer(seen: readonly Float32Array[], width: number): Map<string, Float32Array> {
  const stream = random(11, 'last layer');
  const mean = Array.from(
    { length: width },
    (_, at) => seen.reduce((sum, row) => sum + (row[at] ?? 0), 0) / seen.length,
  );
  const weights: number[] = [];
  const biases: number[] = [];
  for (let label = 0; label < judgeClasses.length; label++) {
    const direction = mean.map(() => stream.gaussian());
    const product = (row: ArrayLike<number>) => direction.reduce((sum, value, at) => sum + value * (row[at] ?? 0), 0);
    const middle = product(mean);
    const spread = Math.sqrt(seen.reduce((sum, row) => sum + (product(row) - middle) ** 2, 0) / seen.length);
    weights.push(...direction.map((value) => (2 * value) / spread));
    biases.push((-2 * middle) / spread);
  }
  return new Map([
    ['classifier.weight', Float32Array.from(weights)],
    ['classifier.bias', Float32Array.from(biases)],
  ]);
}

/** Rows of an output, image by image. */
async function rowsOf(executor: Executor, model: Model, output: string, width: number, all: readonly Uint8Array[]) {
  const program = await executor.load(writeModel(model));
  const image = sharedTensor('float32', [1, 3, judgePreprocessing.height, judgePreprocessing.width]);
  const row = sharedTensor('float32', [1, width]);
  const binding = program.bind({ [INPUT_NAME]: image }, { [output]: row });
  const rows: Float32Array[] = [];
  for (const pixels of all) {
    toChannelsFirst(pixels, image, 1);
    await binding.run();
    rows.push(Float32Array.from(row.data));
  }
  await program.close();
  return rows;
}

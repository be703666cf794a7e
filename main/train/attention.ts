// The gradients behind a judgement: of the logits of single classes with respect to a network's feature maps, through the
// same derivatives as training.
import { judging } from '../autodiff/rule.ts';
import { portable } from '../autodiff/rules/index.ts';
import { backpropagate, forward, type Tape } from '../autodiff/walk.ts';
import { type Executor, sharedTensor } from '../engine/executor.ts';
import type { AttentionLayer } from '../eval/layer-cam.ts';
import { GraphBuilder, type Value } from '../onnx/builder.ts';
import type { Model } from '../onnx/model.ts';
import { specialise } from '../onnx/specialise.ts';
import { elementCount, float32 } from '../onnx/tensor.ts';
import { writeModel } from '../onnx/write.ts';

/** Feature maps that are looked at: the coarsest ones, whose places still mean places in the image. */
const LAYERS = 2;

/** For each class asked about: its feature maps from fine to coarse. */
export type Attention = readonly (readonly AttentionLayer[])[];

/**
 * @param model ends in a softmax; input `[N,C,H,W]`
 * @param image `[C,H,W]` as the model takes it
 * @param asked classes, each with a logit
 * @returns undefined where the model has no softmax at its end or no feature maps
 */
export async function attentionOf(
  executor: Executor,
  model: Model,
  image: Float32Array,
  imageShape: readonly number[],
  asked: readonly number[],
): Promise<Attention | undefined> {
  const built = attentionModel(model, [asked.length, ...imageShape], asked);
  if (!built) return undefined;
  const program = await executor.load(writeModel(built.model));
  try {
    const input = sharedTensor('float32', [asked.length, ...imageShape]);
    asked.forEach((_, row) => {
      input.data.set(image, row * image.length);
    });
    const outputs = built.maps.map(({ shape }) => ({
      side: shape[2] ?? 1,
      activation: sharedTensor('float32', shape),
      gradient: sharedTensor('float32', shape),
    }));
    const named = outputs.flatMap(({ activation, gradient }, layer) => [
      [activationName(layer), activation] as const,
      [gradientName(layer), gradient] as const,
    ]);
    await program.bind({ image: input }, Object.fromEntries(named)).run();
    return asked.map((_, row) =>
      outputs.map(({ side, activation, gradient }) => {
        const size = activation.data.length / asked.length;
        const own = (data: Float32Array) => data.slice(row * size, (row + 1) * size);
        return { side, activation: own(activation.data), gradient: own(gradient.data) };
      }),
    );
  } finally {
    await program.close();
  }
}

const activationName = (layer: number): string => `activation/${layer}`;
const gradientName = (layer: number): string => `gradient/${layer}`;

/** Row i of the batch is asked about class `asked[i]`. */
function attentionModel(model: Model, shape: readonly number[], asked: readonly number[]) {
  const graph = specialise(model, shape);
  const builder = new GraphBuilder();
  const image = builder.input('image', 'float32', shape);
  const tape = forward(graph, builder, new Map([[graph.input.name, image]]), portable, judging.mode, judging.effects);
  const logits = logitsOf(tape);
  if (!logits) return undefined;
  const maps = featureMaps(tape, logits);
  const [first] = maps;
  if (!first) return undefined;
  const classes = logits.shape[1] ?? 1;
  const seed = new Float32Array(asked.length * classes);
  asked.forEach((classIndex, row) => {
    seed[row * classes + classIndex] = 1;
  });
  const found = backpropagate(builder, tape, logits, builder.constant(float32(logits.shape, seed)), maps);
  for (const [layer, map] of maps.entries()) {
    const gradient = found.get(map.name) ?? builder.op('Mul', [map, builder.scalar(0)]);
    builder.output(builder.op('Identity', [map]), activationName(layer));
    builder.output(builder.op('Identity', [gradient]), gradientName(layer));
  }
  return { model: builder.build('attention'), maps };
}

/** What the last softmax is taken of. */
function logitsOf(tape: Tape): Value | undefined {
  const [probabilities] = tape.outputs;
  const step = tape.steps.findLast(({ outputs }) => outputs.some(({ name }) => name === probabilities?.name));
  const [logits] = step?.inputs ?? [];
  return logits?.shape.length === 2 ? logits : undefined;
}

/** What tokens make of each other, `[N,heads,T,T]`: a product of two values, and what is computed of it. Its places are no places. */
function isAttention(inputs: readonly (Value | undefined)[], output: Value, scores: ReadonlySet<string>): boolean {
  if (inputs.some((input) => input && scores.has(input.name))) return true;
  const [one, other] = inputs;
  if (one?.shape.length !== 4 || other?.shape.length !== 4) return false;
  const isProduct = one.shape[3] === other.shape[2] && other.shape[3] === output.shape[3];
  const isOfSameHeads = one.shape[0] === other.shape[0] && one.shape[1] === other.shape[1];
  return isProduct && isOfSameHeads && one.shape[3] !== output.shape[3];
}

/** The last square feature map of each of the coarsest sizes that are more than a point, from fine to coarse. */
function featureMaps({ steps }: Tape, logits: Value): Value[] {
  const bySide = new Map<number, Value>();
  const scores = new Set<string>();
  for (const { inputs, outputs } of steps) {
    for (const output of outputs) {
      const [images, channels = 0, height = 0, width = 0] = output.shape;
      const isMap = output.shape.length === 4 && height === width && height > 1 && channels > 3;
      if (!isMap || images !== logits.shape[0] || elementCount(output.shape) === 0) continue;
      if (isAttention(inputs, output, scores)) scores.add(output.name);
      else if (output.name !== logits.name) bySide.set(height, output);
    }
  }
  const sides = [...bySide.keys()].sort((one, other) => one - other).slice(0, LAYERS);
  return sides.reverse().flatMap((side) => bySide.get(side) ?? []);
}

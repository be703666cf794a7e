// Logits of a headed network and the gradients of its mean softmax cross-entropy by weight, computed as training computes them.
import { judging } from '../../main/autodiff/rule.ts';
import { portable } from '../../main/autodiff/rules/index.ts';
import { backpropagate, forward } from '../../main/autodiff/walk.ts';
import { type Executor, sharedTensor } from '../../main/engine/executor.ts';
import { GraphBuilder } from '../../main/onnx/builder.ts';
import type { Model } from '../../main/onnx/model.ts';
import { specialise } from '../../main/onnx/specialise.ts';
import { float32, type TensorOf } from '../../main/onnx/tensor.ts';
import { writeModel } from '../../main/onnx/write.ts';
import { crossEntropy } from '../../main/train/loss.ts';

export interface HeadedGradients {
  readonly logits: Float32Array;
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/** BatchNormalization uses its running statistics. `labels`: one class number per image. */
export async function headedGradients(
  model: Model,
  images: TensorOf<'float32'>,
  labels: readonly number[],
  executor: Executor,
): Promise<HeadedGradients> {
  const graph = specialise(model, images.shape);
  const classes = graph.outputs[0]?.shape[1] ?? 0;
  const builder = new GraphBuilder();
  const image = builder.input('image', 'float32', images.shape);
  const target = builder.input('target', 'float32', [labels.length, classes]);
  const weights = Array.from(graph.weights, ([name, { tensor }]) => builder.weight(name, tensor));
  const bindings = new Map([[graph.input.name, image], ...weights.map((value) => [value.name, value] as const)]);
  const tape = forward(graph, builder, bindings, portable, judging.mode, judging.effects);
  const [logits] = tape.outputs;
  if (!logits) throw new Error('no output');
  builder.output(logits, 'logits');
  const seed = crossEntropy(builder, logits, target).logitsGradient;
  for (const [name, gradient] of backpropagate(builder, tape, logits, seed, weights))
    if (graph.weights.has(name)) builder.output(gradient, `gradient/${name}`);
  const built = builder.build('gradients');
  const program = await executor.load(writeModel(built));
  const outputs = Object.fromEntries(
    built.graph.outputs.map(({ name, shape }) => [name, sharedTensor('float32', shape.map(Number))]),
  );
  const rows = labels.flatMap((label) => Array.from({ length: classes }, (_, index) => Number(index === label)));
  await program.bind({ image: images, target: float32(target.shape, rows) }, outputs).run();
  await program.close();
  const found = Object.entries(outputs).map(([name, { data }]) => [name, data] as const);
  return {
    logits: outputs.logits?.data ?? new Float32Array(),
    gradients: new Map(
      found.flatMap(([name, data]) => (name.startsWith('gradient/') ? [[name.slice('gradient/'.length), data]] : [])),
    ),
  };
}

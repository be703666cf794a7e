// A forward model made ready for training: which of its tensors are trained, which are running statistics.
import type { Model } from '../onnx/model.ts';
import { type StaticGraph, specialise } from '../onnx/specialise.ts';
import type { TensorOf } from '../onnx/tensor.ts';

export interface Network {
  readonly model: Model;
  /** Channels, height and width of an image. */
  readonly imageShape: readonly number[];
  readonly classes: number;
  readonly trainable: readonly string[];
  readonly buffers: readonly string[];
  /** Initial value of every weight and buffer. */
  readonly initial: ReadonlyMap<string, TensorOf<'float32'>>;
  /** The network at a batch size. */
  at(batchSize: number): StaticGraph;
}

/** Reads a model's structure. Input `[N,C,H,W]`, output logits `[N,K]`. */
export function prepareNetwork(model: Model, imageShape: readonly number[]): Network {
  const graph = specialise(model, [1, ...imageShape]);
  const buffers = graph.nodes.flatMap((node) =>
    node.operator === 'BatchNormalization' ? node.inputs.slice(3, 5).flatMap((input) => input?.name ?? []) : [],
  );
  const used = new Set(graph.nodes.flatMap((node) => node.inputs.map((input) => input?.name)));
  const initial = new Map<string, TensorOf<'float32'>>();
  for (const [name, { tensor }] of graph.weights)
    if (tensor.type === 'float32' && used.has(name)) initial.set(name, tensor);
  return {
    model,
    imageShape,
    classes: graph.outputs[0]?.shape[1] ?? 1,
    trainable: [...initial.keys()].filter((name) => !buffers.includes(name)),
    buffers: [...new Set(buffers)],
    initial,
    at: (batchSize) => specialise(model, [batchSize, ...imageShape]),
  };
}

// A forward model made ready for training: which of its tensors are trained, and which are running statistics.
import type { Model } from '../onnx/model.ts';
import { type StaticGraph, specialise } from '../onnx/specialise.ts';
import type { TensorOf } from '../onnx/tensor.ts';
import { divide } from './divide.ts';

export interface Network {
  readonly model: Model;
  /** Channels, height and width of an image. */
  readonly imageShape: readonly number[];
  readonly classes: number;
  /** Weights that are trained; all others keep the values they have in the model. */
  readonly trainable: readonly string[];
  /** Running statistics that training moves. */
  readonly buffers: readonly string[];
  /** Factor of the learning rate of a trained weight, where it is not 1. */
  readonly rates: ReadonlyMap<string, number>;
  /** Statistics that BatchNormalization is trained with. */
  readonly batchNorm: 'batch' | 'frozen';
  /** Initial value of everything that training moves. */
  readonly initial: ReadonlyMap<string, TensorOf<'float32'>>;
  /** The network at a batch size. */
  at(batchSize: number): StaticGraph;
}

/** What of a network is trained. */
export interface Training {
  /** Factor of the learning rate of a weight; one with 0 is not trained. */
  readonly rateOf?: (weight: string) => number;
  readonly batchNorm?: 'batch' | 'frozen';
}

/** Reads a model's structure. Input `[N,C,H,W]`, output logits `[N,K]`. */
export function prepareNetwork(
  model: Model,
  imageShape: readonly number[],
  { rateOf = () => 1, batchNorm = 'batch' }: Training = {},
): Network {
  const graph = specialise(model, [1, ...imageShape]);
  const statistics = new Set(statisticsOf(graph));
  const used = new Set(graph.nodes.flatMap((node) => node.inputs.map((input) => input?.name)));
  const trainable = [...graph.weights.keys()].filter(
    (name) => used.has(name) && !statistics.has(name) && rateOf(name) !== 0,
  );
  const buffers = batchNorm === 'batch' ? statisticsOf(divide(graph, trainable).trained) : [];
  const moving = new Set([...trainable, ...buffers]);
  const initial = new Map<string, TensorOf<'float32'>>();
  for (const [name, { tensor }] of graph.weights)
    if (tensor.type === 'float32' && moving.has(name)) initial.set(name, tensor);
  return {
    model,
    imageShape,
    classes: graph.outputs[0]?.shape[1] ?? 1,
    trainable: trainable.filter((name) => initial.has(name)),
    buffers,
    rates: new Map(trainable.map((name) => [name, rateOf(name)] as const).filter(([, rate]) => rate !== 1)),
    batchNorm,
    initial,
    at: (batchSize) => specialise(model, [batchSize, ...imageShape]),
  };
}

/** Names of the running means and variances, in order of first use. */
function statisticsOf({ nodes }: StaticGraph): readonly string[] {
  const names = nodes.flatMap((node) =>
    node.operator === 'BatchNormalization' ? node.inputs.slice(3, 5).flatMap((input) => input?.name ?? []) : [],
  );
  return [...new Set(names)];
}

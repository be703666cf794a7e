// Runs models on ONNX Runtime for the tests in this folder, on plain tensors.
import * as ort from 'onnxruntime-node';
import { GraphBuilder, type Value } from '../../../main/onnx/builder.ts';
import type { Model } from '../../../main/onnx/model.ts';
import type { StaticGraph } from '../../../main/onnx/specialise.ts';
import { type DataType, fromNumbers, type Tensor } from '../../../main/onnx/tensor.ts';
import { writeModel } from '../../../main/onnx/write.ts';

export interface Output {
  readonly type: string;
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
}

/** Runs a model once, without ONNX Runtime's own rewriting, and gives every output. */
export async function runModel(
  model: Model | Uint8Array,
  inputs: Readonly<Record<string, Tensor>>,
): Promise<Readonly<Record<string, Output>>> {
  const bytes = model instanceof Uint8Array ? model : writeModel(model);
  const session = await ort.InferenceSession.create(bytes, {
    graphOptimizationLevel: 'disabled',
    logSeverityLevel: 4,
    intraOpNumThreads: 1,
  });
  const feeds = Object.entries(inputs).map(([name, tensor]) => [name, toOrt(tensor)] as const);
  const results = await session.run(Object.fromEntries(feeds));
  await session.release();
  return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, fromOrt(tensor)]));
}

/** A static graph as a model again, as training does it but without rules. */
export function reEmit(graph: StaticGraph): Model {
  const builder = new GraphBuilder();
  const values = new Map<string, Value>();
  const { input } = graph;
  values.set(input.name, builder.input(input.name, input.type, input.shape));
  for (const [name, { tensor }] of graph.weights) values.set(name, builder.weight(name, tensor));
  const resolve = (value: Value): Value => {
    const known = values.get(value.name);
    if (known) return known;
    const tensor = graph.constantOf(value);
    if (!tensor) throw new RangeError(`nothing stands for ${value.name}`);
    return builder.constant(tensor);
  };
  for (const { operator, inputs, attributes, outputs, domain, name } of graph.nodes) {
    const given = inputs.map((value) => value && resolve(value));
    const emitted = builder.multi(operator, given, attributes, outputs.length, { domain, name });
    outputs.forEach((output, index) => {
      const value = emitted[index];
      if (value) values.set(output.name, value);
    });
  }
  graph.outputs.forEach((output, index) => {
    builder.output(resolve(output), `output_${index}`);
  });
  return builder.build('re-emitted');
}

function toOrt(tensor: Tensor): ort.Tensor {
  if (tensor.type === 'bool') return new ort.Tensor('bool', tensor.data, tensor.shape);
  if (tensor.type === 'float32') return new ort.Tensor('float32', tensor.data, tensor.shape);
  if (tensor.type === 'float64') return new ort.Tensor('float64', tensor.data, tensor.shape);
  if (tensor.type === 'int64') return new ort.Tensor('int64', tensor.data, tensor.shape);
  if (tensor.type === 'int32') return new ort.Tensor('int32', tensor.data, tensor.shape);
  if (tensor.type === 'uint8') return new ort.Tensor('uint8', tensor.data, tensor.shape);
  throw new RangeError(tensor.type);
}

function fromOrt(tensor: ort.Tensor): Output {
  const { data } = tensor;
  const numbers = Array.from<unknown, number>(Object.values(data), Number);
  return { type: tensor.type, shape: tensor.dims, numbers };
}

/** Deterministic numbers in (-1, 1). */
export function noise(count: number, seed = 1): number[] {
  let state = seed * 2654435761;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

export function noiseTensor(shape: readonly number[], seed = 1): Tensor {
  const count = shape.reduce((product, length) => product * length, 1);
  return fromNumbers('float32', shape, noise(count, seed));
}

export function like(type: DataType, output: Output): Tensor {
  return fromNumbers(type, output.shape, output.numbers);
}

/** Largest |a−b| relative to the largest |b|; infinite where sizes or NaNs differ. */
export function relativeError(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  const scale = b.reduce(
    (largest, value) => (Number.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest),
    1e-6,
  );
  return b.reduce((worst, value, index) => {
    const other = a[index] ?? Number.NaN;
    if (Object.is(other, value) || other === value || (Number.isNaN(other) && Number.isNaN(value))) return worst;
    const difference = Math.abs(other - value);
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference / scale);
  }, 0);
}

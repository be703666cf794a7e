// Holds a backbone that was cut and headed against PyTorch: its own head's weights put into the new one, logits and gradients.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Corrections, type Description, describeBackbone } from '../../main/backbone/describe.ts';
import { withInputSize } from '../../main/backbone/input-size.ts';
import { readBackboneFile } from '../../main/backbone/read.ts';
import { withHead } from '../../main/backbone/with-head.ts';
import type { Executor } from '../../main/engine/executor.ts';
import type { Model } from '../../main/onnx/model.ts';
import { classifierNames } from '../../main/onnx/preset/classifier.ts';
import { float32, type Tensor } from '../../main/onnx/tensor.ts';
import { preprocessingConventions } from '../../shared/domain/backbone.ts';
import { headedGradients } from './headed-gradients.ts';

const caseSchema = z.object({
  classes: z.number(),
  input_size: z.number(),
  parameters: z.array(z.string()),
  tensors: z.record(z.string(), z.object({ shape: z.array(z.number()), offset: z.number(), bytes: z.number() })),
});

export interface HeadedResult {
  readonly description: Description;
  /** Largest |difference| relative to the largest logit. */
  readonly logits: number;
  /** Of every parameter that the file still names, relative to its largest entry; the worst, and how many were compared. */
  readonly gradient: number;
  readonly compared: number;
}

/** Our normalised images are the network's own input, as the oracles were computed. */
const asGiven = { preprocessing: preprocessingConventions.symmetric };

/** `folder` holds `case.json` and `tensors.bin` (format: test/fixtures/golden/README.md). */
export async function checkHeaded(
  folder: string,
  file: string,
  executor: Executor,
  corrections: Corrections = asGiven,
): Promise<HeadedResult> {
  const definition = caseSchema.parse(JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')));
  const bytes = new Uint8Array(readFileSync(join(folder, 'tensors.bin')));
  const entry = (name: string) => {
    const found = definition.tensors[name] ?? { shape: [], offset: 0, bytes: 0 };
    return { shape: found.shape, data: bytes.slice(found.offset, found.offset + found.bytes).buffer };
  };
  const floats = (name: string) => float32(entry(name).shape, new Float32Array(entry(name).data));
  const description = describeBackbone(readBackboneFile(join(folder, file)), corrections);
  const { network, names } = likeBefore(description, definition.input_size, definition.classes);
  const labels = Array.from(new BigInt64Array(entry('y0').data), Number);
  const found = await headedGradients(network, floats('x0'), labels, executor);
  const references = definition.parameters.map((name) => ({
    name,
    ours: names.get(name) ?? name,
    values: floats(`eval/grad/${name}`),
  }));
  const largest = Math.max(...references.map(({ values }) => magnitude(values.data)));
  const compared = references.flatMap(({ ours, values }) => {
    const gradient = found.gradients.get(ours);
    if (!gradient || gradient.length !== values.data.length) return [];
    const own = magnitude(values.data);
    // An exact zero (a bias in front of a normalisation) is compared with the network's largest gradient.
    return [difference(gradient, values.data) / (own < 1e-5 * largest ? largest : own)];
  });
  const logits = floats('eval/logits0');
  return {
    description,
    logits: difference(found.logits, logits.data) / magnitude(logits.data),
    gradient: Math.max(...compared),
    compared: compared.length,
  };
}

/** The backbone under a new head that holds the weights of the old one; `names`: of the new head's, by the old ones. */
export function likeBefore(
  description: Description,
  size: number,
  classes: number,
): { readonly network: Model; readonly names: ReadonlyMap<string, string> } {
  const { card, model } = description;
  const headed = withHead(withInputSize(model, card, size), card, classes, 0);
  const { tensors, names } = oldHead(model, description, classes);
  return { network: withTensors(headed, tensors), names };
}

/** The weights of the head that was found, as the new head's. */
function oldHead(model: Model, { card }: Description, classes: number) {
  const { nodes, initializers } = model.graph;
  const tensors = new Map<string, Tensor>();
  const names = new Map<string, string>();
  for (const node of nodes.filter(({ outputs }) => outputs.some((name) => card.head.found.includes(name)))) {
    for (const name of node.inputs) {
      const tensor = initializers.get(name);
      if (tensor?.type !== 'float32') continue;
      const ours = tensor.data.length === classes ? classifierNames.bias : classifierNames.weight;
      const isTurned = tensor.shape.length === 2 && tensor.shape[0] !== classes;
      tensors.set(ours, isTurned ? transposed(tensor.shape, tensor.data) : tensor);
      if (!isTurned) names.set(name, ours);
    }
  }
  return { tensors, names };
}

function transposed([rows = 0, columns = 0]: readonly number[], data: Float32Array): Tensor {
  return float32(
    [columns, rows],
    Float32Array.from(data, (_, index) => data[(index % rows) * columns + Math.floor(index / rows)] ?? 0),
  );
}

function withTensors(model: Model, tensors: ReadonlyMap<string, Tensor>): Model {
  const initializers = new Map(model.graph.initializers);
  for (const [name, { data }] of tensors) {
    const shape = initializers.get(name)?.shape;
    if (shape && data instanceof Float32Array) initializers.set(name, float32(shape, data));
  }
  return { ...model, graph: { ...model.graph, initializers } };
}

function difference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return b.reduce((worst, value, index) => Math.max(worst, Math.abs((a[index] ?? Number.NaN) - value)), 0);
}

const magnitude = (values: Float32Array) => values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);

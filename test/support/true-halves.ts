// An executor whose float16 values are float16: on the CPU, ONNX Runtime computes such graphs in float32 and leaves out the
// casts between, so that nothing is rounded and nothing overflows. A pair of operators that only move memory keeps each value.
import type { Executor } from '../../main/engine/executor.ts';
import { readInt, toAttributes } from '../../main/onnx/attribute.ts';
import type { Model, Node } from '../../main/onnx/model.ts';
import { readModel } from '../../main/onnx/read.ts';
import { int64 } from '../../main/onnx/tensor.ts';
import { dataTypeCode, writeModel } from '../../main/onnx/write.ts';
import { NarashiError } from '../../shared/contract/errors/index.ts';

/** The same executor; every float16 that a node gives is rounded as on a device. */
export function withTrueHalves(executor: Executor): Executor {
  return {
    ...executor,
    info: executor.info,
    load: (model, options) => executor.load(writeModel(kept(readModel(model))), options),
    close: () => executor.close(),
  };
}

/** The same executor on a device without half precision: such graphs do not load. */
export function withoutHalves(executor: Executor): Executor {
  return {
    ...executor,
    info: executor.info,
    load: (model, options) => {
      const hasHalves = readModel(model).graph.nodes.some((node) => givesHalf(node, new Set()));
      const reason = 'f16 is not supported by the device';
      return hasHalves
        ? Promise.reject(new NarashiError('engine.load-failed', { reason }))
        : executor.load(model, options);
    },
    close: () => executor.close(),
  };
}

const AXES = 'test/axes';

function kept(model: Model): Model {
  const { graph } = model;
  const halves = new Set(
    Array.from(graph.initializers).flatMap(([name, { type }]) => (type === 'float16' ? [name] : [])),
  );
  const nodes = graph.nodes.flatMap((node): Node[] => {
    if (!givesHalf(node, halves)) return [node];
    return node.outputs.reduce(
      (written, output) => {
        halves.add(output);
        const [raw, lifted] = [`${output}/raw`, `${output}/lifted`];
        const [first, ...moves] = written;
        if (!first) return written;
        const renamed = { ...first, outputs: first.outputs.map((name) => (name === output ? raw : name)) };
        return [renamed, ...moves, move('Unsqueeze', raw, lifted), move('Squeeze', lifted, output)];
      },
      [node],
    );
  });
  const initializers = new Map([...graph.initializers, [AXES, int64([1], [0])] as const]);
  return { ...model, graph: { ...graph, nodes, initializers } };
}

const move = (operator: string, from: string, to: string): Node => ({
  operator,
  domain: '',
  name: `${operator} ${to}`,
  inputs: [from, AXES],
  outputs: [to],
  attributes: toAttributes({}),
});

const comparisons: ReadonlySet<string> = new Set(['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual']);

function givesHalf(node: Node, halves: ReadonlySet<string>): boolean {
  if (node.operator === 'Cast') return readInt(node, 'to', 0) === dataTypeCode('float16');
  return !comparisons.has(node.operator) && node.inputs.some((input) => halves.has(input));
}

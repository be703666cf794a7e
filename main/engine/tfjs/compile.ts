// An ONNX model as a list of tfjs calls: every size known, every operator found, every value freed after its last use.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { GraphBuilder, type StaticNode, type Value } from '../../onnx/builder.ts';
import { qualifiedName } from '../../onnx/infer/index.ts';
import { lookup } from '../../onnx/lookup.ts';
import type { Model } from '../../onnx/model.ts';
import type { Tensor, Tf } from './api.ts';
import { type Kernel, type Operator, OperatorContext } from './operator.ts';
import { operators } from './operators/index.ts';
import { toTensor } from './tensors.ts';

export interface Step {
  readonly kernel: Kernel;
  readonly operands: readonly (string | undefined)[];
  readonly results: readonly string[];
  /** Values that nothing needs after this step. */
  readonly spent: readonly string[];
}

export interface Compiled {
  readonly steps: readonly Step[];
  /** Values known beforehand, by name; freed with the program. */
  readonly constants: ReadonlyMap<string, Tensor>;
  /** Name of the value behind each output of the model. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Inputs some step or output needs. */
  readonly inputs: readonly string[];
  dispose(): void;
}

function operatorOf(node: { operator: string; domain: string; name: string }): Operator {
  const name = qualifiedName(node);
  const operator = lookup(operators, name);
  if (operator) return operator;
  const reason = 'there is no implementation of it';
  throw new NarashiError('engine.tfjs-operator', { operator: name, node: node.name || '-', reason });
}

/**
 * Compiles a model of static sizes.
 * @throws NarashiError engine.tfjs-operator, onnx.unsupported
 */
export function compile(tf: Tf, model: Model): Compiled {
  const { builder, outputs } = restate(model);
  const held: Tensor[] = [];
  const constants = new Map<string, Tensor>();
  const dispose = () => {
    for (const tensor of [...held, ...constants.values()]) tensor.dispose();
  };
  const provide = (value: Value) => {
    const constant = builder.constantOf(value);
    if (!constant || constants.has(value.name)) return;
    constants.set(value.name, tf.keep(toTensor(tf, constant)));
  };
  try {
    const results = new Set([...outputs.values()].map(({ name }) => name));
    const nodes = neededNodes(builder.nodes, results);
    const steps = nodes.map((node) => {
      const constantsOf = node.inputs.map((input) => input && builder.constantOf(input));
      const { operands: wanted, required, prepare } = operatorOf(node);
      const operands = wanted === 'all' ? node.inputs : wanted.map((index) => node.inputs[index]);
      const context = new OperatorContext(tf, node, constantsOf, held);
      if (operands.slice(0, required).includes(undefined)) context.fail('an operand is missing');
      for (const operand of operands) if (operand) provide(operand);
      const kernel = prepare(context);
      return {
        kernel,
        operands: operands.map((operand) => operand?.name),
        results: node.outputs.map(({ name }) => name),
      };
    });
    for (const value of outputs.values()) provide(value);
    const needed = new Set([...results, ...steps.flatMap(({ operands }) => operands.flatMap((name) => name ?? []))]);
    return {
      steps: withLifetimes(steps, new Set([...results, ...constants.keys()])),
      constants,
      outputs: new Map(Array.from(outputs, ([name, value]) => [name, value.name])),
      inputs: builder.inputs.flatMap(({ name }) => (needed.has(name) ? [name] : [])),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** The model once more, with shapes inferred, constants folded and the outputs' values found. */
function restate(model: Model) {
  const { graph } = model;
  const builder = new GraphBuilder();
  const values = new Map<string, Value>();
  for (const { name, type, shape } of graph.inputs) {
    values.set(name, builder.input(name, type, shape.map(fixedSize)));
  }
  for (const [name, tensor] of graph.initializers) values.set(name, builder.constant(tensor));
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => (name === '' ? undefined : found(values, name)));
    const { domain, name } = node;
    const results = builder.multi(node.operator, inputs, node.attributes, node.outputs.length, { domain, name });
    results.forEach((value, index) => {
      values.set(node.outputs[index] ?? '', value);
    });
  }
  const outputs = new Map(graph.outputs.map(({ name }) => [name, found(values, name)] as const));
  return { builder, outputs };
}

function fixedSize(size: number | string): number {
  if (typeof size === 'number') return size;
  throw new RangeError(`the size ${size} is not known`);
}

function found(values: ReadonlyMap<string, Value>, name: string): Value {
  const value = values.get(name);
  if (!value) throw new RangeError(`nothing gives ${name}`);
  return value;
}

function neededNodes(nodes: readonly StaticNode[], results: ReadonlySet<string>): readonly StaticNode[] {
  const needed = new Set(results);
  return nodes
    .toReversed()
    .filter((node) => {
      if (!node.outputs.some(({ name }) => needed.has(name))) return false;
      for (const input of node.inputs) if (input) needed.add(input.name);
      return true;
    })
    .toReversed();
}

/** Says with each step which values it is the last to use. */
function withLifetimes(steps: readonly Omit<Step, 'spent'>[], lasting: ReadonlySet<string>): readonly Step[] {
  const later = new Set(lasting);
  const described = steps.toReversed().map((step) => {
    const touched = new Set([...step.operands.flatMap((name) => name ?? []), ...step.results]);
    const spent = [...touched].filter((name) => !later.has(name));
    for (const name of touched) later.add(name);
    return { ...step, spent };
  });
  return described.toReversed();
}

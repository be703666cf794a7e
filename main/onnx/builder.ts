// Builds graphs of statically shaped values. Every node is shape-inferred, folded when constant and shared when repeated.
import { type AttributeInputs, type Attributes, toAttributes } from './attribute.ts';
import { foldConstants } from './fold.ts';
import { inferShapes } from './infer/index.ts';
import { lookup } from './lookup.ts';
import { type Graph, type Model, type Node, OPSET } from './model.ts';
import { type PrecisionOf, Precisions } from './precision.ts';
import { type DataType, float32, int64, type Tensor } from './tensor.ts';

/** A value of known type and size. */
export interface Value {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly number[];
}

/** A node between values. */
export interface StaticNode {
  readonly operator: string;
  readonly domain: string;
  readonly name: string;
  readonly attributes: Attributes;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
}

export interface NodeOptions {
  readonly domain?: string;
  /** Name of the node in errors and profiles. */
  readonly name?: string;
}

/** Writes one operator in others; undefined leaves the node as it is. */
export type Rewriting = (
  builder: GraphBuilder,
  inputs: readonly (Value | undefined)[],
  node: { readonly operator: string; readonly name: string; readonly attributes: Attributes },
) => Value | undefined;

/** Operators of ONNX's own domain that are written in others, by name; each has one output. */
export type Dialect = Readonly<Record<string, Rewriting>>;

/** How a graph is to be written. */
export interface Manner {
  /** What to write otherwise, for runtimes that lack an operator or compute it wrong. */
  readonly dialect?: Dialect | undefined;
  /** In which float type nodes compute; all in the type of their inputs where absent. */
  readonly precisionOf?: PrecisionOf | undefined;
}

interface NamedOutputs {
  readonly renamed: ReadonlyMap<string, string>;
  readonly copies: readonly Node[];
}

type Description = Parameters<typeof inferShapes>[0];

/** Constants up to this many elements are shared by content. */
const SHARED_CONSTANT_LIMIT = 64;

export class GraphBuilder {
  readonly nodes: StaticNode[] = [];
  readonly inputs: Value[] = [];
  readonly #outputs: { readonly value: Value; readonly name: string }[] = [];
  readonly #constants = new Map<string, Tensor>();
  readonly #weights = new Set<string>();
  readonly #sharedConstants = new Map<string, Value>();
  readonly #sharedNodes = new Map<string, readonly Value[]>();
  readonly #names = new Map<string, number>();
  readonly #nodeNames = new Map<string, number>();
  readonly #dialect: Dialect;
  readonly #precisions: Precisions | undefined;

  constructor({ dialect = {}, precisionOf }: Manner = {}) {
    this.#dialect = dialect;
    this.#precisions = precisionOf && new Precisions(this, precisionOf);
  }

  /** Declares an input of the graph. */
  input(name: string, type: DataType, shape: readonly number[]): Value {
    const value = { name: this.#unique(name), type, shape };
    this.inputs.push(value);
    return value;
  }

  /** A constant; small ones are shared by content. */
  constant(tensor: Tensor): Value {
    const key = tensor.data.length <= SHARED_CONSTANT_LIMIT ? constantKey(tensor) : undefined;
    const shared = key === undefined ? undefined : this.#sharedConstants.get(key);
    if (shared) return shared;
    const value = this.#addConstant(tensor, 'constant');
    if (key !== undefined) this.#sharedConstants.set(key, value);
    return value;
  }

  /** A named tensor that is never folded or shared: what training may change. */
  weight(name: string, tensor: Tensor): Value {
    const value = this.#addConstant(tensor, name);
    this.#weights.add(value.name);
    return value;
  }

  isWeight(value: Value): boolean {
    return this.#weights.has(value.name);
  }

  /** A float32 scalar constant. */
  scalar(number: number): Value {
    return this.constant(float32([], [number]));
  }

  /** An int64 list constant, as shapes, axes and pads are given. */
  ints(numbers: readonly number[]): Value {
    return this.constant(int64([numbers.length], numbers));
  }

  /** The tensor behind a constant or weight. */
  constantOf(value: Value): Tensor | undefined {
    return this.#constants.get(value.name);
  }

  /** Adds a node with one output. @throws NarashiError onnx.unsupported where operator or shapes do not fit. */
  op(
    operator: string,
    inputs: readonly (Value | undefined)[],
    attributes: AttributeInputs = {},
    options: NodeOptions = {},
  ): Value {
    const [output] = this.multi(operator, inputs, attributes, 1, options);
    if (!output) throw new RangeError(`${operator} gave no output`);
    return output;
  }

  /** Adds a node with several outputs. */
  multi(
    operator: string,
    inputs: readonly (Value | undefined)[],
    attributes: AttributeInputs,
    outputCount: number,
    options: NodeOptions = {},
  ): readonly Value[] {
    const domain = options.domain ?? '';
    const given = { operator, name: options.name ?? '', attributes: toAttributes(attributes), inputs };
    const typed = domain === '' ? this.#precisions?.inputs(given) : undefined;
    const description = { ...given, domain, inputs: typed ?? inputs, outputCount };
    const key = nodeKey(description);
    const shared = this.#sharedNodes.get(key);
    if (shared) return shared;
    const outputs = this.#rewrite(description) ?? this.#emit(description);
    this.#sharedNodes.set(key, outputs);
    this.#precisions?.wrote(operator, inputs, outputs);
    return outputs;
  }

  /** Marks a value as an output under a name of its own. */
  output(value: Value, name: string): void {
    this.#outputs.push({ value, name: this.#unique(name) });
  }

  /** The model, without the nodes and constants that no output needs. `batchName` frees the first size of inputs and outputs. */
  build(name: string, batchName?: string): Model {
    const free = (value: Value) => ({
      ...value,
      shape: batchName === undefined ? value.shape : [batchName, ...value.shape.slice(1)],
    });
    const nodes = this.#neededNodes(this.#nameOutputs());
    const used = new Set(nodes.flatMap((node) => node.inputs));
    const graph: Graph = {
      name,
      inputs: this.inputs.map(free),
      outputs: this.#outputs.map(({ value, name: output }) => free({ ...value, name: output })),
      nodes,
      initializers: new Map(Array.from(this.#constants).filter(([constant]) => used.has(constant))),
    };
    const domains = new Set(nodes.map((node) => node.domain).filter((domain) => domain !== ''));
    const opsets = new Map([['', OPSET], ...Array.from(domains, (domain): [string, number] => [domain, 1])]);
    return { opsets, graph, metadata: new Map(), producer: 'narashi', description: '' };
  }

  #rewrite({ operator, domain, name, attributes, inputs }: Description): readonly Value[] | undefined {
    const rewriting = domain === '' ? lookup(this.#dialect, operator) : undefined;
    const written = rewriting?.(this, inputs, { operator, name, attributes });
    return written && [written];
  }

  #emit(description: Description): readonly Value[] {
    const { operator, domain, attributes, inputs } = description;
    const constants = inputs.map((input) => input && this.constantOf(input));
    if (operator === 'Identity' && domain === '') {
      const [input] = inputs;
      if (input) return [input];
    }
    const inferred = inferShapes(description, constants);
    // The sizes of a weight are known, whatever it holds.
    const foldable =
      operator === 'Shape' || operator === 'Size' || !inputs.some((input) => input && this.isWeight(input));
    const folded = foldable ? foldConstants(description, inferred, constants) : undefined;
    if (folded) return [this.constant(folded)];
    const name = unique(this.#nodeNames, description.name || operator);
    const outputs = inferred.map(({ type, shape }) => ({ name: this.#unique(operator), type, shape }));
    this.nodes.push({ operator, domain, name, attributes, inputs, outputs });
    return outputs;
  }

  /** Values that can carry their output's name; the rest (inputs, constants, values put out twice) need an Identity. */
  #nameOutputs(): NamedOutputs {
    const produced = new Set(this.nodes.flatMap((node) => node.outputs.map((output) => output.name)));
    const renamed = new Map<string, string>();
    const copied: { from: string; to: string }[] = [];
    for (const { value, name } of this.#outputs) {
      if (produced.has(value.name) && !renamed.has(value.name)) renamed.set(value.name, name);
      else copied.push({ from: value.name, to: name });
    }
    const copies = copied.map(({ from, to }) => ({
      operator: 'Identity',
      domain: '',
      name: to,
      inputs: [renamed.get(from) ?? from],
      outputs: [to],
      attributes: {},
    }));
    return { renamed, copies };
  }

  #neededNodes({ renamed, copies }: NamedOutputs): Node[] {
    const finalName = (value: Value) => renamed.get(value.name) ?? value.name;
    const needed = new Set(this.#outputs.map(({ value }) => value.name));
    const kept: Node[] = [];
    for (const node of this.nodes.toReversed()) {
      if (!node.outputs.some((output) => needed.has(output.name))) continue;
      for (const input of node.inputs) if (input) needed.add(input.name);
      kept.push({
        ...node,
        inputs: node.inputs.map((input) => (input ? finalName(input) : '')),
        outputs: node.outputs.map(finalName),
      });
    }
    return [...kept.reverse(), ...copies];
  }

  #addConstant(tensor: Tensor, name: string): Value {
    const value = { name: this.#unique(name), type: tensor.type, shape: tensor.shape };
    this.#constants.set(value.name, tensor);
    return value;
  }

  #unique(name: string): string {
    return unique(this.#names, name);
  }
}

/** `name`, or `name_2`, `name_3`… where it is taken. */
function unique(taken: Map<string, number>, name: string): string {
  let count = taken.get(name) ?? 0;
  let candidate = count === 0 ? name : `${name}_${count + 1}`;
  while (taken.has(candidate)) candidate = `${name}_${++count + 1}`;
  taken.set(name, count + 1);
  if (candidate !== name) taken.set(candidate, 1);
  return candidate;
}

function constantKey(tensor: Tensor): string {
  return `${tensor.type}[${tensor.shape}]${tensor.data.join()}`;
}

function nodeKey(node: Description): string {
  const attributes = Object.entries(node.attributes)
    .map(([name, { value }]) => `${name}=${typeof value === 'object' && 'data' in value ? constantKey(value) : value}`)
    .sort();
  return `${node.domain}:${node.operator}(${node.inputs.map((input) => input?.name ?? '')})${attributes.join(';')}→${node.outputCount}`;
}

// What a rewrite rule sees and does: its node, the constants, and the normalised graph it writes into.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type AttributeInputs, type Attributes, tensorAttribute, toAttributes } from '../attribute.ts';
import { constantOf } from '../constant.ts';
import { qualifiedName } from '../infer/index.ts';
import { lookup } from '../lookup.ts';
import type { Graph, Node } from '../model.ts';
import { float32, int64, type Tensor, toNumbers } from '../tensor.ts';

/** Replaces one node. */
export type Rewrite = (node: Node, rewriting: Rewriting) => void;

/** A rewrite and the opsets it is for. */
export interface VersionedRewrite {
  readonly since?: number;
  readonly until?: number;
  readonly rewrite: Rewrite;
}

export type RewriteTable = Readonly<Record<string, readonly VersionedRewrite[]>>;

/** Applies the rewrite for the model's opset, or takes the node as it is. */
export function rewriteNode(rewriting: Rewriting, node: Node, table: RewriteTable): void {
  const { opset } = rewriting;
  const found = lookup(table, qualifiedName(node))?.find(
    ({ since = 0, until = opset }) => since <= opset && opset <= until,
  );
  if (found) found.rewrite(node, rewriting);
  else rewriting.keep(node);
}

export class Rewriting {
  readonly opset: number;
  readonly nodes: Node[] = [];
  readonly initializers: Map<string, Tensor>;
  readonly #constants: Map<string, Tensor>;
  readonly #names: Set<string>;
  #counter = 0;

  constructor(graph: Graph, opset: number) {
    this.opset = opset;
    this.initializers = new Map(graph.initializers);
    this.#constants = new Map(graph.initializers);
    this.#names = new Set([
      ...graph.initializers.keys(),
      ...graph.nodes.flatMap((node) => [node.name, ...node.outputs]),
    ]);
    for (const node of graph.nodes) {
      const tensor = constantOf(node);
      if (tensor) this.#constants.set(node.outputs[0] ?? '', tensor);
    }
  }

  keep(node: Node): void {
    this.nodes.push(node);
  }

  /** Keeps the node with other inputs or attributes. */
  change(node: Node, changes: Partial<Pick<Node, 'operator' | 'inputs' | 'outputs' | 'attributes'>>): void {
    this.nodes.push({ ...node, domain: '', ...changes });
  }

  /** Adds a helper node beside `node`, of a unique name (ONNX Runtime insists), and returns its output: `output` where given. */
  add(
    node: Node,
    operator: string,
    inputs: readonly string[],
    attributes: AttributeInputs = {},
    output?: string,
  ): string {
    const name = this.#name(node, operator);
    const outputs = [output ?? name];
    this.nodes.push({ operator, domain: '', name, inputs, outputs, attributes: toAttributes(attributes) });
    return output ?? name;
  }

  ints(node: Node, values: readonly number[]): string {
    return this.#constant(node, int64([values.length], values));
  }

  scalar(node: Node, value: number): string {
    return this.#constant(node, float32([], [value]));
  }

  /** A float list that is no weight. */
  floats(node: Node, values: readonly number[]): string {
    return this.add(node, 'Constant', [], { value: tensorAttribute(float32([values.length], values)) });
  }

  /** Numbers of a constant input; undefined when it was left out. @throws NarashiError when it is computed */
  optionalInts(node: Node, index: number): readonly number[] | undefined {
    const name = node.inputs[index] ?? '';
    if (name === '') return undefined;
    const tensor = this.#constants.get(name) ?? this.fail(node, `input ${index} (${name}) must be constant`);
    return toNumbers(tensor);
  }

  tensorOf(name: string | undefined): Tensor | undefined {
    return this.#constants.get(name ?? '');
  }

  /** @throws NarashiError onnx.unsupported */
  fail(node: Node, reason: string): never {
    throw new NarashiError('onnx.unsupported', { node: node.name, operator: node.operator, reason });
  }

  #constant(node: Node, tensor: Tensor): string {
    const name = this.#name(node, 'constant');
    this.initializers.set(name, tensor);
    return name;
  }

  #name(node: Node, suffix: string): string {
    let name = `${node.name}/${suffix}`;
    while (this.#names.has(name)) name = `${node.name}/${suffix}_${this.#counter++}`;
    this.#names.add(name);
    return name;
  }
}

/** Attributes without some of them. */
export function without(attributes: Attributes, ...names: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
}

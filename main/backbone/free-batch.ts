// A model of static sizes for any number of images, from the same network made static for two different numbers of them.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { tensorAttribute, toAttributes } from '../onnx/attribute.ts';
import type { StaticNode, Value } from '../onnx/builder.ts';
import { type Model, type Node, OPSET } from '../onnx/model.ts';
import type { StaticGraph } from '../onnx/specialise.ts';
import { elementCount, fromNumbers, int64, type Tensor, toNumbers } from '../onnx/tensor.ts';

/** Two primes: a length that holds one of them as a factor comes from the batch, whatever it is multiplied by. */
export const PROBE_BATCHES = [61, 67] as const;

const INPUT = 'image';
const OUTPUT = 'logits';

/**
 * One input `image` `[batch,…]`, one output `logits`. All shape arithmetic is folded away, but for the few lengths that
 * follow the batch; weights keep their names, other floats become Constant nodes so that nobody takes them for weights.
 * @param graphs the network specialised for {@link PROBE_BATCHES}
 * @throws NarashiError backbone.batch-fixed, naming the node
 */
export function freeBatch(name: string, graphs: readonly [StaticGraph, StaticGraph]): Model {
  return new Freeing(graphs).build(name);
}

class Freeing {
  readonly #small: StaticGraph;
  readonly #large: StaticGraph;
  readonly #nodes: Node[] = [];
  readonly #initializers = new Map<string, Tensor>();
  /** Names in the new model, by name in the small graph. */
  readonly #names = new Map<string, string>();
  /** Names in the small graph, by name in the large one. */
  readonly #twins = new Map<string, string>();
  #counter = 0;

  constructor([small, large]: readonly [StaticGraph, StaticGraph]) {
    this.#small = small;
    this.#large = large;
  }

  build(name: string): Model {
    const { input, outputs, nodes } = this.#small;
    const [output] = outputs;
    if (!output || nodes.length !== this.#large.nodes.length) throw fixed('-');
    this.#names.set(input.name, INPUT);
    this.#twins.set(this.#large.input.name, input.name);
    this.#names.set(output.name, OUTPUT);
    nodes.forEach((node, index) => {
      const twin = this.#large.nodes[index];
      if (twin?.operator !== node.operator) throw fixed(node.name);
      this.#add(node, twin);
    });
    return {
      opsets: new Map([['', OPSET]]),
      graph: {
        name,
        inputs: [{ name: INPUT, type: 'float32', shape: ['batch', ...input.shape.slice(1)] }],
        outputs: [{ name: OUTPUT, type: 'float32', shape: ['batch', ...output.shape.slice(1)] }],
        nodes: this.#nodes,
        initializers: this.#initializers,
      },
      metadata: new Map(),
      producer: 'narashi',
      description: '',
    };
  }

  #add(node: StaticNode, twin: StaticNode): void {
    const inputs = node.inputs.map((value, index) => {
      const other = twin.inputs[index];
      if (!value || !other) return '';
      return this.#input(node, index, value, other);
    });
    node.outputs.forEach((value, index) => {
      const other = twin.outputs[index];
      if (other) this.#twins.set(other.name, value.name);
    });
    const { operator, domain, name, attributes } = node;
    const outputs = node.outputs.map((value) => this.#nameOf(value.name));
    this.#nodes.push({ operator, domain, name, attributes, inputs, outputs });
  }

  #input(node: StaticNode, index: number, value: Value, other: Value): string {
    const weight = this.#small.weights.get(value.name);
    if (weight) {
      this.#initializers.set(value.name, weight.tensor);
      return value.name;
    }
    const [small, large] = [this.#small.constantOf(value), this.#large.constantOf(other)];
    if (small && large) {
      const isSame = String(small.shape) === String(large.shape) && equal(small, large);
      return isSame ? this.#constant(value.name, small) : this.#following(node, index, small, large);
    }
    if (small || large || this.#twins.get(other.name) !== value.name) throw fixed(node.name);
    return this.#nameOf(value.name);
  }

  #constant(name: string, tensor: Tensor): string {
    const isFloatList = tensor.type === 'float32' && tensor.shape.length > 0;
    if (!isFloatList) this.#initializers.set(name, tensor);
    else if (!this.#names.has(name)) this.#op('Constant', [], { value: tensorAttribute(tensor) }, name);
    return this.#nameOf(name);
  }

  /** A constant that differs with the batch. */
  #following(node: StaticNode, index: number, small: Tensor, large: Tensor): string {
    if (small.type === 'int64' && small.shape.length === 1) {
      const lengths = toNumbers(small).map((length, axis) => followsBatch(length, toNumbers(large)[axis] ?? 0, node));
      const simple = node.operator === 'Reshape' && index === 1 ? reshapeTarget(node, lengths) : undefined;
      return simple ? this.#ints(simple) : this.#lengths(lengths);
    }
    const [rows = 1, ...rest] = small.shape;
    const row = fromNumbers(small.type, [1, ...rest], toNumbers(small).slice(0, elementCount(rest)));
    if (rows !== PROBE_BATCHES[0] || large.shape[0] !== PROBE_BATCHES[1] || !repeats(small, rows))
      throw fixed(node.name);
    const one = this.#constant(`batch_row_${this.#counter++}`, row);
    return this.#op('Expand', [one, this.#lengths([{ perImage: 1 }, ...rest.map((fixedLength) => ({ fixedLength }))])]);
  }

  /** An int64 list computed from the batch of the image. */
  #lengths(lengths: readonly Length[]): string {
    const batch = this.#op('Slice', [this.#op('Shape', [INPUT]), this.#ints([0]), this.#ints([1])]);
    const parts = lengths.map((length) => {
      if ('fixedLength' in length) return this.#ints([length.fixedLength]);
      return length.perImage === 1 ? batch : this.#op('Mul', [batch, this.#ints([length.perImage])]);
    });
    return this.#op('Concat', parts, { axis: 0 });
  }

  #ints(numbers: readonly number[]): string {
    const name = `batch_ints_${numbers.join('_')}`;
    this.#initializers.set(name, int64([numbers.length], numbers));
    return name;
  }

  #op(
    operator: string,
    inputs: readonly string[],
    attributes = {},
    output = `batch_${operator}_${this.#counter++}`,
  ): string {
    this.#names.set(output, output);
    const node = {
      operator,
      domain: '',
      name: output,
      inputs,
      outputs: [output],
      attributes: toAttributes(attributes),
    };
    this.#nodes.push(node);
    return output;
  }

  #nameOf(name: string): string {
    return this.#names.get(name) ?? name;
  }
}

type Length = { readonly fixedLength: number } | { readonly perImage: number };

function followsBatch(small: number, large: number, node: StaticNode): Length {
  if (small === large) return { fixedLength: small };
  const [first, second] = PROBE_BATCHES;
  const perImage = small / first;
  if (Number.isInteger(perImage) && perImage === large / second) return { perImage };
  throw fixed(node.name);
}

/** `0` keeps the input's own length, `-1` takes what is left: no arithmetic is needed then. */
function reshapeTarget(node: StaticNode, lengths: readonly Length[]): readonly number[] | undefined {
  const shape = node.inputs[0]?.shape ?? [];
  const target = lengths.map((length, axis) => {
    if ('fixedLength' in length) return length.fixedLength;
    return shape[axis] === length.perImage * PROBE_BATCHES[0] ? 0 : -1;
  });
  const isPlain = node.attributes.allowzero === undefined && target.filter((length) => length === -1).length <= 1;
  return isPlain ? target : undefined;
}

function repeats({ data }: Tensor, rows: number): boolean {
  const length = data.length / rows;
  for (let index = length; index < data.length; index++) if (data[index] !== data[index % length]) return false;
  return true;
}

function equal({ data: a }: Tensor, { data: b }: Tensor): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (!Object.is(a[index], b[index])) return false;
  return true;
}

function fixed(node: string): NarashiError<'backbone.batch-fixed'> {
  return new NarashiError('backbone.batch-fixed', { node });
}

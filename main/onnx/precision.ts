// Mixed precision in a graph that is being built: brings the inputs of each node to the float type its operator is to compute
// in. Values keep the type they were computed in; casts stand where two types meet.
import type { Attributes } from './attribute.ts';
import type { GraphBuilder, Value } from './builder.ts';
import { fromNumbers, type Tensor, toNumbers } from './tensor.ts';
import { dataTypeCode } from './write.ts';

/**
 * `half`: computed in float16. `either`: in float16 where everything that varies among its inputs is float16 and its constants
 * lose nothing that matters, else in float32. `full`: in float32.
 */
export type Precision = 'half' | 'either' | 'full';

/** A node of ONNX's own domain that is about to be written. */
export interface PlannedNode {
  readonly operator: string;
  readonly name: string;
  readonly attributes: Attributes;
  readonly inputs: readonly (Value | undefined)[];
}

export type PrecisionOf = (node: PlannedNode) => Precision;

/** Operators that are given types, or look at sizes only. */
const untyped: ReadonlySet<string> = new Set(['Cast', 'Identity', 'Shape', 'Size']);

/** float16 has 10 bits of fraction between these; closer to 0 it has fewer, beyond them it is infinite. */
const SMALLEST = 2 ** -14;
const LARGEST = 65504;

export class Precisions {
  readonly #builder: GraphBuilder;
  readonly #precisionOf: PrecisionOf;
  /** Truths behind masks of 0 and 1, which are as good in either type. */
  readonly #masks = new Map<string, Value>();

  constructor(builder: GraphBuilder, precisionOf: PrecisionOf) {
    this.#builder = builder;
    this.#precisionOf = precisionOf;
  }

  /** The inputs of a node as its operator takes them. */
  inputs(node: PlannedNode): readonly (Value | undefined)[] {
    const { operator, inputs } = node;
    if (untyped.has(operator)) return inputs;
    const precision = this.#precisionOf(node);
    const isHalf = precision === 'half' || (precision === 'either' && this.#canBeHalf(inputs));
    return inputs.map((input) => input && (isHalf ? this.#toHalf(input) : this.#toFull(input)));
  }

  /** A node was written. */
  wrote(operator: string, [input]: readonly (Value | undefined)[], [output]: readonly Value[]): void {
    if (operator === 'Cast' && input?.type === 'bool' && output) this.#masks.set(output.name, input);
  }

  #canBeHalf(inputs: readonly (Value | undefined)[]): boolean {
    const floats = inputs.filter((input) => input !== undefined && isFloat(input));
    const constants = floats.map((input) => input && this.#constantOf(input));
    const varying = floats.filter((input, index) => input && !constants[index] && !this.#masks.has(input.name));
    return (
      varying.length > 0 &&
      varying.every((input) => input?.type === 'float16') &&
      constants.every((constant) => !constant || fitsHalf(constant))
    );
  }

  #constantOf(value: Value): Tensor | undefined {
    return this.#builder.isWeight(value) ? undefined : this.#builder.constantOf(value);
  }

  #toHalf(value: Value): Value {
    if (value.type !== 'float32') return value;
    return this.#cast(this.#masks.get(value.name) ?? value, 'float16');
  }

  #toFull(value: Value): Value {
    return value.type === 'float16' ? this.#cast(this.#masks.get(value.name) ?? value, 'float32') : value;
  }

  #cast(value: Value, type: 'float16' | 'float32'): Value {
    const constant = this.#constantOf(value);
    if (constant && constant.data.length <= SMALL) {
      return this.#builder.constant(fromNumbers(type, constant.shape, toNumbers(constant)));
    }
    return this.#builder.op('Cast', [value], { to: dataTypeCode(type) });
  }
}

/** Constants of more elements are converted where the model is loaded. */
const SMALL = 64;

const isFloat = ({ type }: Value) => type === 'float32' || type === 'float16';

function fitsHalf(tensor: Tensor): boolean {
  if (tensor.type === 'float16') return true;
  return toNumbers(tensor).every((number) => {
    const size = Math.abs(number);
    return size === 0 || (size >= SMALLEST && size <= LARGEST);
  });
}

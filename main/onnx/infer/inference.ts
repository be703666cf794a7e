// What an inference rule sees of its node, with checked access to inputs, constants and sizes.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { Attributes } from '../attribute.ts';
import type { Value } from '../builder.ts';
import { type DataType, type Tensor, toNumbers } from '../tensor.ts';

export interface InferNode {
  readonly operator: string;
  readonly domain: string;
  readonly name: string;
  readonly attributes: Attributes;
  readonly outputCount: number;
}

export interface InferredValue {
  readonly type: DataType;
  readonly shape: readonly number[];
}

export type InferRule = (inference: Inference) => readonly InferredValue[];

export class Inference {
  readonly node: InferNode;
  readonly inputs: readonly (Value | undefined)[];
  readonly #constants: readonly (Tensor | undefined)[];

  constructor(node: InferNode, inputs: readonly (Value | undefined)[], constants: readonly (Tensor | undefined)[]) {
    this.node = node;
    this.inputs = inputs;
    this.#constants = constants;
  }

  /** Input `index`, which must be there. */
  value(index: number): Value {
    return this.inputs[index] ?? this.fail(`input ${index} is missing`);
  }

  /** Constant numbers of input `index`, or undefined when the input was left out. */
  optionalInts(index: number): readonly number[] | undefined {
    if (!this.inputs[index]) return undefined;
    const tensor = this.#constants[index];
    return tensor
      ? toNumbers(tensor)
      : this.fail(`input ${index} (${this.inputs[index].name}) depends on the image; it must be constant`);
  }

  /** Constant numbers of input `index`. */
  ints(index: number): readonly number[] {
    return this.optionalInts(index) ?? this.fail(`input ${index} is missing`);
  }

  /** Resolves a possibly negative axis of a tensor of `rank`. */
  axis(axis: number, rank: number): number {
    const resolved = axis < 0 ? axis + rank : axis;
    if (resolved < 0 || resolved >= rank) this.fail(`axis ${axis} does not fit rank ${rank}`);
    return resolved;
  }

  /** @throws NarashiError onnx.unsupported naming the node */
  fail(reason: string): never {
    throw new NarashiError('onnx.unsupported', { node: this.node.name || '-', operator: this.node.operator, reason });
  }
}

/** Size `axis` of a shape. */
export function size(shape: readonly number[], axis: number): number {
  const found = shape.at(axis);
  if (found === undefined) throw new RangeError(`shape [${shape}] has no axis ${axis}`);
  return found;
}

/** NumPy-style broadcast of two shapes, undefined where they do not fit. */
export function broadcast(a: readonly number[], b: readonly number[]): readonly number[] | undefined {
  const rank = Math.max(a.length, b.length);
  const result: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    result.push(left === 1 ? right : left);
  }
  return result;
}

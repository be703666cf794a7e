// What an operator is on tfjs: it reads its attributes and constants once, and gives a function of tensors.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { StaticNode, Value } from '../../onnx/builder.ts';
import { type Tensor as Constant, type DataType, toNumbers } from '../../onnx/tensor.ts';
import type { Kept, Tensor, Tf } from './api.ts';

/** Computes a node's outputs from the operands it asked for; a tensor for each output, never one of the operands. */
export type Kernel = (operands: readonly (Tensor | undefined)[]) => readonly Tensor[];

export interface Operator {
  /** Which inputs arrive as tensors; the others are read as numbers while the graph is loaded. */
  readonly operands: readonly number[] | 'all';
  /** How many of the operands must be there. */
  readonly required: number;
  /** @throws NarashiError engine.tfjs-operator, where an attribute or a type is not supported */
  readonly prepare: (context: OperatorContext) => Kernel;
}

export type OperatorTable = Readonly<Record<string, Operator>>;

export class OperatorContext {
  readonly tf: Tf;
  readonly node: StaticNode;
  readonly #constants: readonly (Constant | undefined)[];
  readonly #held: Tensor[];

  constructor(tf: Tf, node: StaticNode, constants: readonly (Constant | undefined)[], held: Tensor[]) {
    this.tf = tf;
    this.node = node;
    this.#constants = constants;
    this.#held = held;
  }

  /** Input `index` by type and shape. */
  input(index: number): Value {
    return this.node.inputs[index] ?? this.fail(`input ${index} is missing`);
  }

  /** Shape of the first output. */
  get outputShape(): number[] {
    return [...(this.node.outputs[0]?.shape ?? [])];
  }

  /** Numbers of constant input `index`, or undefined when the input was left out. */
  numbers(index: number): readonly number[] | undefined {
    if (!this.node.inputs[index]) return undefined;
    const constant = this.#constants[index];
    return constant ? toNumbers(constant) : this.fail(`input ${index} must be constant`);
  }

  /** Resolves a possibly negative axis of the first input. */
  axis(axis: number): number {
    return axis < 0 ? axis + this.input(0).shape.length : axis;
  }

  /** Refuses what would be computed in another type than ONNX says. */
  needsFloats(): void {
    const other = this.node.inputs.find((input) => input && input.type !== 'float32');
    if (other) this.fail(`it computes in float32 only, here it has ${other.type}`);
  }

  /** A tensor made once and freed with the program. */
  hold(make: () => Tensor): Tensor {
    const tensor = this.tf.keep(this.tf.tidy(make));
    this.#held.push(tensor);
    return tensor;
  }

  /** @throws NarashiError engine.tfjs-operator */
  fail(reason: string): never {
    const { operator, name } = this.node;
    throw new NarashiError('engine.tfjs-operator', { operator, node: name || '-', reason });
  }
}

/** How tfjs keeps a type. */
export function keptType(type: DataType): Kept | undefined {
  if (type === 'float32' || type === 'bool') return type;
  return type === 'int64' || type === 'int32' || type === 'uint8' ? 'int32' : undefined;
}

/** One operand. */
export function unary(prepare: (context: OperatorContext) => (x: Tensor) => Tensor): Operator {
  return {
    operands: [0],
    required: 1,
    prepare: (context) => {
      const compute = prepare(context);
      return ([x]) => (x ? [compute(x)] : context.fail('its operand is missing'));
    },
  };
}

/** Two operands. */
export function binary(prepare: (context: OperatorContext) => (a: Tensor, b: Tensor) => Tensor): Operator {
  return {
    operands: [0, 1],
    required: 2,
    prepare: (context) => {
      const compute = prepare(context);
      return ([a, b]) => (a && b ? [compute(a, b)] : context.fail('an operand is missing'));
    },
  };
}

/** Two operands and a third that may be left out. */
export function ternary(
  prepare: (context: OperatorContext) => (a: Tensor, b: Tensor, c: Tensor | undefined) => Tensor,
): Operator {
  return {
    operands: [0, 1, 2],
    required: 2,
    prepare: (context) => {
      const compute = prepare(context);
      return ([a, b, c]) => (a && b ? [compute(a, b, c)] : context.fail('an operand is missing'));
    },
  };
}

/** Any number of operands, at least one. */
export function variadic(
  prepare: (context: OperatorContext) => (operands: Tensor[]) => Tensor | readonly Tensor[],
): Operator {
  return {
    operands: 'all',
    required: 1,
    prepare: (context) => {
      const compute = prepare(context);
      return (operands) => {
        const result = compute(operands.flatMap((operand) => operand ?? []));
        return 'dtype' in result ? [result] : result;
      };
    },
  };
}

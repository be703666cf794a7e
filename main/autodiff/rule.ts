// What a differentiation rule is: it emits a forward operator into the training graph and knows how to go back.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Dialect, GraphBuilder, Manner, StaticNode, Value } from '../onnx/builder.ts';
import type { PrecisionOf } from '../onnx/precision.ts';
import type { StaticGraph } from '../onnx/specialise.ts';
import type { Tensor } from '../onnx/tensor.ts';

/** Gradients of a node's inputs from those of its outputs. A gradient may keep broadcast axes: the walk sums them away. */
export type Backward = (
  gradients: readonly (Value | undefined)[],
  /** Which inputs' gradients are needed; the others may be left undefined. */
  wanted: readonly boolean[],
) => readonly (Value | undefined)[];

export interface Emission {
  readonly outputs: readonly Value[];
  readonly backward: Backward;
}

export type Rule = (context: RuleContext) => Emission;

export type RuleTable = Readonly<Record<string, Rule>>;

/** A way to write a forward graph and its gradients in operators. */
export interface Lowering {
  readonly name: string;
  readonly rules: RuleTable;
  /** Rewrites a forward graph into the nodes the rules do best; its input, outputs and weights stay. */
  prepare(graph: StaticGraph): StaticGraph;
  /** Operators that the training graph is to be written without. */
  readonly dialect?: Dialect;
  /** Present where some of the work is done in float16, with the same lowering in float32 throughout. */
  readonly mixed?: { readonly precisionOf: PrecisionOf; readonly exact: Lowering };
}

/** How the graphs of a lowering are to be written. */
export const mannerOf = ({ dialect, mixed }: Lowering): Manner => ({ dialect, precisionOf: mixed?.precisionOf });

/** How normalisation and dropout layers behave. */
export interface ForwardMode {
  /** `batch`: BatchNormalization uses and records batch statistics. `frozen`: it uses the running ones. */
  readonly batchNorm: 'batch' | 'frozen';
  /** Whether this pass moves the running statistics, by each node's own momentum. */
  readonly updatesStatistics: boolean;
  /** Whether Dropout drops: its masks then become inputs of the training graph. */
  readonly dropout: boolean;
}

/** Side effects of the forward pass on the training graph. */
export interface ForwardEffects {
  /** A buffer (by its value in the training graph) gets a new value after the step. */
  updateBuffer(buffer: Value, next: Value): void;
  /** Asks for an input of multipliers (0 or 1/(1-ratio)) drawn anew every step; the same in both passes of a step. */
  dropoutMask(node: StaticNode, shape: readonly number[], ratio: number): Value;
}

/** As a finished network judges: running statistics, nothing dropped, nothing moved. */
export const judging: { readonly mode: ForwardMode; readonly effects: ForwardEffects } = {
  mode: { batchNorm: 'frozen', updatesStatistics: false, dropout: false },
  effects: {
    updateBuffer: () => undefined,
    dropoutMask: () => {
      throw new RangeError('nothing is dropped here');
    },
  },
};

export class RuleContext {
  readonly builder: GraphBuilder;
  /** The forward node; its values belong to the forward graph, only sizes and attributes matter. */
  readonly node: StaticNode;
  /** The node's inputs in the training graph. */
  readonly inputs: readonly (Value | undefined)[];
  readonly mode: ForwardMode;
  readonly effects: ForwardEffects;

  constructor(
    builder: GraphBuilder,
    node: StaticNode,
    inputs: readonly (Value | undefined)[],
    mode: ForwardMode,
    effects: ForwardEffects,
  ) {
    this.builder = builder;
    this.node = node;
    this.inputs = inputs;
    this.mode = mode;
    this.effects = effects;
  }

  /** Input `index`, which must be there. */
  input(index: number): Value {
    return this.inputs[index] ?? this.fail(`input ${index} is missing`);
  }

  /** The constant behind input `index`, which must be constant. */
  constant(index: number): Tensor {
    return this.builder.constantOf(this.input(index)) ?? this.fail(`input ${index} must be constant`);
  }

  /** Emits the node as it is. */
  emit(): readonly Value[] {
    const { operator, attributes, domain, name, outputs } = this.node;
    return this.builder.multi(operator, this.inputs, attributes, outputs.length, { domain, name });
  }

  /** @throws NarashiError onnx.unsupported */
  fail(reason: string): never {
    throw new NarashiError('onnx.unsupported', { node: this.node.name, operator: this.node.operator, reason });
  }
}

/** A rule for a one-output operator emitted as it is: `backward(dy, y)` gives the inputs' gradients. */
export function simpleRule(
  backward: (context: RuleContext, dy: Value, y: Value, wanted: readonly boolean[]) => readonly (Value | undefined)[],
): Rule {
  return (context) => {
    const outputs = context.emit();
    const [y] = outputs;
    return {
      outputs,
      backward: ([dy], wanted) => (dy && y ? backward(context, dy, y, wanted) : []),
    };
  };
}

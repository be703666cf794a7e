// An ONNX model as plain data: nodes in topological order, named values, constants.
import type { Attributes } from './attribute.ts';
import type { DataType, Tensor } from './tensor.ts';

/** A size, or the name of a size that is known only when the model runs. */
export type Dimension = number | string;

export interface ValueInfo {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly Dimension[];
}

export interface Node {
  readonly operator: string;
  /** '' is ONNX's own domain. */
  readonly domain: string;
  readonly name: string;
  /** '' marks an input that was left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly Node[];
  /** Weights and constants, by value name. */
  readonly initializers: ReadonlyMap<string, Tensor>;
}

export interface Model {
  /** Operator set version by domain. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: Graph;
  readonly metadata: ReadonlyMap<string, string>;
  readonly producer: string;
  readonly description: string;
}

/** The one operator set everything is normalised to. */
export const OPSET = 17;
/** ONNX file format version that belongs to opset 17. */
export const IR_VERSION = 8;

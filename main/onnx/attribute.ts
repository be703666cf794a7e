// Attributes of ONNX nodes: tagged values, and typed ways to write and read them.
import { NarashiError } from '../../shared/contract/errors/index.ts';
import type { Node } from './model.ts';
import type { Tensor } from './tensor.ts';

interface AttributeValues {
  int: number;
  float: number;
  string: string;
  ints: readonly number[];
  floats: readonly number[];
  strings: readonly string[];
  tensor: Tensor;
}

type Kind = keyof AttributeValues;

interface AttributeOf<K extends Kind> {
  readonly kind: K;
  readonly value: AttributeValues[K];
}

export type Attribute = { [K in Kind]: AttributeOf<K> }[Kind];

export type Attributes = Readonly<Record<string, Attribute>>;

/** Short forms accepted when a node is built: a number is an int, a list is ints; write floats as `float(x)`. */
export type AttributeInputs = Readonly<Record<string, number | string | readonly number[] | Attribute | undefined>>;

export const float = (value: number): Attribute => ({ kind: 'float', value });
export const tensorAttribute = (value: Tensor): Attribute => ({ kind: 'tensor', value });

/** Expands short forms; entries that are undefined are left out. */
export function toAttributes(inputs: AttributeInputs): Attributes {
  const attributes: Record<string, Attribute> = {};
  for (const [name, input] of Object.entries(inputs)) {
    if (input === undefined) continue;
    if (typeof input === 'number') attributes[name] = { kind: 'int', value: input };
    else if (typeof input === 'string') attributes[name] = { kind: 'string', value: input };
    else if (isList(input)) attributes[name] = { kind: 'ints', value: input };
    else attributes[name] = input;
  }
  return attributes;
}

function isList(input: readonly number[] | Attribute): input is readonly number[] {
  return Array.isArray(input);
}

type Described = Pick<Node, 'operator' | 'name' | 'attributes'>;

function read<K extends Kind, F>(node: Described, name: string, kind: K, fallback: F): AttributeValues[K] | F {
  const attribute = node.attributes[name];
  if (attribute === undefined) return fallback;
  if (!hasKind(attribute, kind)) {
    throw new NarashiError('onnx.unsupported', {
      node: node.name,
      operator: node.operator,
      reason: `attribute ${name} is ${attribute.kind}, expected ${kind}`,
    });
  }
  return attribute.value;
}

function hasKind<K extends Kind>(attribute: Attribute, kind: K): attribute is Attribute & AttributeOf<K> {
  return attribute.kind === kind;
}

export const readInt = <F>(node: Described, name: string, fallback: F) => read(node, name, 'int', fallback);
export const readFloat = <F>(node: Described, name: string, fallback: F) => read(node, name, 'float', fallback);
export const readString = <F>(node: Described, name: string, fallback: F) => read(node, name, 'string', fallback);
export const readInts = <F>(node: Described, name: string, fallback: F) => read(node, name, 'ints', fallback);
export const readTensor = <F>(node: Described, name: string, fallback: F) => read(node, name, 'tensor', fallback);

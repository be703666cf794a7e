// ONNX file → Model. Everything that cannot be represented is refused here, with the node and operator named.
import { fromBinary } from '@bufbuild/protobuf';
import { NarashiError } from '../../shared/contract/errors/index.ts';
import { type Attribute, type Attributes, toAttributes } from './attribute.ts';
import type { Dimension, Model, Node, ValueInfo } from './model.ts';
import {
  type AttributeProto,
  AttributeProto_AttributeType as AttributeType,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type ValueInfoProto,
} from './proto/onnx_pb.js';
import { dataTypeOf, readTensorProto } from './read-tensor.ts';
import { clampToSafe, type Tensor } from './tensor.ts';

/** Fetches a file that holds weights outside the model file (path relative to the model, as ONNX stores it). */
export type ReadExternal = (location: string) => Uint8Array;

/**
 * Reads an ONNX model.
 * @throws NarashiError onnx.empty, onnx.unreadable, onnx.external-data, onnx.precision, onnx.control-flow, onnx.unsupported
 */
export function readModel(bytes: Uint8Array, readExternal?: ReadExternal): Model {
  if (bytes.length === 0) throw new NarashiError('onnx.empty', {});
  const proto = parse(bytes);
  if (!proto.graph || proto.irVersion === 0n)
    throw new NarashiError('onnx.unreadable', { reason: 'it holds no graph' });
  const [customFunction] = proto.functions;
  if (customFunction)
    throw unsupportedNode(
      customFunction.name,
      'FunctionProto',
      'it calls functions stored in the file; inline them, or in PyTorch export with dynamo=False',
    );
  return {
    opsets: new Map(
      proto.opsetImport.map((entry) => [entry.domain === 'ai.onnx' ? '' : entry.domain, Number(entry.version)]),
    ),
    graph: readGraph(proto.graph, readExternal),
    metadata: new Map(proto.metadataProps.map((entry) => [entry.key, entry.value])),
    producer: proto.producerName,
    description: proto.docString,
  };
}

function parse(bytes: Uint8Array): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    const reason = `it is cut short or of another format (${error instanceof Error ? error.message : error})`;
    throw new NarashiError('onnx.unreadable', { reason }, { cause: error });
  }
}

function readGraph(proto: GraphProto, readExternal: ReadExternal | undefined) {
  const initializers = new Map<string, Tensor>();
  for (const tensor of proto.initializer) initializers.set(tensor.name, readTensorProto(tensor, readExternal));
  return {
    name: proto.name,
    // Old exporters list weights among the inputs too.
    inputs: proto.input.filter((info) => !initializers.has(info.name)).map(readValueInfo),
    outputs: proto.output.map(readValueInfo),
    nodes: proto.node.map(readNode),
    initializers,
  };
}

function readNode(proto: NodeProto, index: number): Node {
  const name = proto.name || `${proto.opType}_${index}`;
  return {
    operator: proto.opType,
    domain: proto.domain === 'ai.onnx' ? '' : proto.domain,
    name,
    inputs: proto.input,
    outputs: proto.output,
    attributes: readAttributes(proto, name),
  };
}

function readAttributes(proto: NodeProto, name: string): Attributes {
  return toAttributes(
    Object.fromEntries(proto.attribute.map((attribute) => [attribute.name, readAttribute(attribute, proto, name)])),
  );
}

const text = new TextDecoder();

function readAttribute(proto: AttributeProto, node: NodeProto, name: string): Attribute {
  switch (proto.type) {
    case AttributeType.INT:
      return { kind: 'int', value: clampToSafe(proto.i) };
    case AttributeType.FLOAT:
      return { kind: 'float', value: proto.f };
    case AttributeType.STRING:
      return { kind: 'string', value: text.decode(proto.s) };
    case AttributeType.INTS:
      return { kind: 'ints', value: proto.ints.map(clampToSafe) };
    case AttributeType.FLOATS:
      return { kind: 'floats', value: proto.floats };
    case AttributeType.STRINGS:
      return { kind: 'strings', value: proto.strings.map((bytes) => text.decode(bytes)) };
    case AttributeType.TENSOR:
      if (proto.t) return { kind: 'tensor', value: readTensorProto(proto.t, undefined) };
  }
  if (proto.type === AttributeType.GRAPH || proto.type === AttributeType.GRAPHS)
    throw new NarashiError('onnx.control-flow', { node: name, operator: node.opType });
  const type = AttributeType[proto.type] ?? proto.type;
  throw unsupportedNode(name, node.opType, `attribute ${proto.name} of type ${type} is not read`);
}

function readValueInfo(proto: ValueInfoProto): ValueInfo {
  const tensor = proto.type?.value.case === 'tensorType' ? proto.type.value.value : undefined;
  if (!tensor) throw new NarashiError('onnx.unreadable', { reason: `value ${proto.name} is not a tensor` });
  const shape = (tensor.shape?.dim ?? []).map((dimension, index): Dimension => {
    if (dimension.value.case === 'dimValue') return clampToSafe(dimension.value.value);
    return dimension.value.value || `${proto.name}_${index}`;
  });
  return { name: proto.name, type: dataTypeOf(tensor.elemType, proto.name), shape };
}

function unsupportedNode(node: string, operator: string, reason: string): NarashiError {
  return new NarashiError('onnx.unsupported', { node, operator, reason });
}

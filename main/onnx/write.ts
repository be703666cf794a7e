// Model → ONNX file bytes, single file, weights as raw little-endian data.
import { create, toBinary } from '@bufbuild/protobuf';
import type { Attribute } from './attribute.ts';
import { IR_VERSION, type Model, type Node, type ValueInfo } from './model.ts';
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType as Proto,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from './proto/onnx_pb.js';
import type { DataType, Tensor } from './tensor.ts';

const dataTypeCodes: Readonly<Record<DataType, Proto>> = {
  float32: Proto.FLOAT,
  uint8: Proto.UINT8,
  int8: Proto.INT8,
  uint16: Proto.UINT16,
  int16: Proto.INT16,
  int32: Proto.INT32,
  int64: Proto.INT64,
  bool: Proto.BOOL,
  float16: Proto.FLOAT16,
  float64: Proto.DOUBLE,
  uint32: Proto.UINT32,
  uint64: Proto.UINT64,
};

/** ONNX's number for a data type, as the `to` attribute of Cast wants it. */
export function dataTypeCode(type: DataType): number {
  return dataTypeCodes[type];
}

/** @param irVersion an older one for runtimes that refuse a newer, whatever the operators */
export function writeModel(model: Model, irVersion = IR_VERSION): Uint8Array {
  const { graph } = model;
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: BigInt(irVersion),
      opsetImport: Array.from(model.opsets, ([domain, version]) => ({ domain, version: BigInt(version) })),
      producerName: model.producer,
      docString: model.description,
      metadataProps: Array.from(model.metadata, ([key, value]) => ({ key, value })),
      graph: {
        name: graph.name,
        node: graph.nodes.map(writeNode),
        initializer: Array.from(graph.initializers, ([name, tensor]) => writeTensor(tensor, name)),
        input: graph.inputs.map(writeValueInfo),
        output: graph.outputs.map(writeValueInfo),
      },
    }),
  );
}

function writeNode(node: Node) {
  return create(NodeProtoSchema, {
    opType: node.operator,
    domain: node.domain,
    name: node.name,
    input: [...node.inputs],
    output: [...node.outputs],
    attribute: Object.entries(node.attributes).map(([name, attribute]) => writeAttribute(name, attribute)),
  });
}

const utf8 = new TextEncoder();
const bytes = (value: string) => Uint8Array.from(utf8.encode(value));

function writeAttribute(name: string, attribute: Attribute) {
  switch (attribute.kind) {
    case 'int':
      return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(attribute.value) });
    case 'float':
      return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: attribute.value });
    case 'string':
      return create(AttributeProtoSchema, { name, type: AttributeType.STRING, s: bytes(attribute.value) });
    case 'ints':
      return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: attribute.value.map(BigInt) });
    case 'floats':
      return create(AttributeProtoSchema, { name, type: AttributeType.FLOATS, floats: [...attribute.value] });
    case 'strings':
      return create(AttributeProtoSchema, { name, type: AttributeType.STRINGS, strings: attribute.value.map(bytes) });
    case 'tensor':
      return create(AttributeProtoSchema, { name, type: AttributeType.TENSOR, t: writeTensor(attribute.value, '') });
  }
}

function writeTensor(tensor: Tensor, name: string) {
  const { buffer, byteOffset, byteLength } = tensor.data;
  return create(TensorProtoSchema, {
    name,
    dataType: dataTypeCodes[tensor.type],
    dims: tensor.shape.map(BigInt),
    rawData: new Uint8Array(buffer, byteOffset, byteLength).slice(),
  });
}

function writeValueInfo(info: ValueInfo) {
  const dim = info.shape.map((size) =>
    typeof size === 'number'
      ? { value: { case: 'dimValue' as const, value: BigInt(size) } }
      : { value: { case: 'dimParam' as const, value: size } },
  );
  return create(ValueInfoProtoSchema, {
    name: info.name,
    type: { value: { case: 'tensorType', value: { elemType: dataTypeCodes[info.type], shape: { dim } } } },
  });
}

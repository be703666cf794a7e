// A backbone's file with its weights in others beside it, what exporters say beside it, and what cannot be read.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import { describeBackbone, preparedBackbone } from '../../../main/backbone/describe.ts';
import { readBackbone, readBackboneFile } from '../../../main/backbone/read.ts';
import { withHead } from '../../../main/backbone/with-head.ts';
import {
  TensorProto_DataLocation as Location,
  ModelProtoSchema,
  StringStringEntryProtoSchema,
} from '../../../main/onnx/proto/onnx_pb.js';
import { writeModel } from '../../../main/onnx/write.ts';
import { codeOf, temporaryFolder } from '../store/fixture.ts';

const whole = readFileSync(fileURLToPath(new URL('../../fixtures/golden/resnet/model.onnx', import.meta.url)));

/** The same model in a folder of its own, its larger tensors in `weights.bin`. */
function withWeightsBeside(): { readonly folder: string; readonly path: string } {
  const folder = temporaryFolder();
  const proto = fromBinary(ModelProtoSchema, whole);
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const tensor of proto.graph?.initializer ?? []) {
    const { rawData } = tensor;
    if (rawData.length < 64) continue;
    const entries = { location: 'weights.bin', offset: String(offset), length: String(rawData.length) };
    parts.push(rawData);
    offset += rawData.length;
    tensor.rawData = new Uint8Array();
    tensor.dataLocation = Location.EXTERNAL;
    tensor.externalData = Object.entries(entries).map(([key, value]) =>
      create(StringStringEntryProtoSchema, { key, value }),
    );
  }
  writeFileSync(join(folder, 'weights.bin'), Buffer.concat(parts));
  const path = join(folder, '検査.onnx');
  writeFileSync(path, toBinary(ModelProtoSchema, proto));
  return { folder, path };
}

it('takes in weights from a file beside it, and is a single file from then on', () => {
  const { folder, path } = withWeightsBeside();
  const file = readBackboneFile(path);
  rmSync(folder, { recursive: true });
  const { card } = describeBackbone(file);
  const { card: original } = describeBackbone(readBackbone(whole, 'model.onnx'));
  expect(card).toMatchObject({ name: '検査', feature: original.feature, parameters: original.parameters });
  // Read again from what is kept, it is the same network, whatever happened to the files it came from.
  const kept = readBackbone(file.bytes, 'kept.onnx');
  expect(kept.id).toBe(file.id);
  const [one, other] = [kept, readBackbone(whole, 'model.onnx')].map((each) =>
    writeModel(withHead(preparedBackbone(each, card), { ...card, name: 'net' }, 3, 7)),
  );
  expect(one).toEqual(other);
});

it('says which file of weights is missing', () => {
  const { folder, path } = withWeightsBeside();
  rmSync(join(folder, 'weights.bin'));
  expect(codeOf(() => readBackboneFile(path))).toBe('onnx.external-data');
});

it('reads what exporters say beside it', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'model.onnx');
  writeFileSync(path, whole);
  const said = { image_mean: [0.1, 0.2, 0.3], image_std: [0.5, 0.5, 0.5], rescale_factor: 1 / 255 };
  writeFileSync(join(folder, 'preprocessor_config.json'), JSON.stringify(said));
  const { card } = describeBackbone(readBackboneFile(path));
  expect(card.preprocessing).toMatchObject({ scale: 1, mean: [0.1, 0.2, 0.3], known: 'metadata' });
});

it('says that a file cannot be read, is empty or is something else', () => {
  const folder = temporaryFolder();
  const other = (name: string, bytes: Uint8Array | string) => {
    writeFileSync(join(folder, name), bytes);
    return codeOf(() => readBackboneFile(join(folder, name)));
  };
  expect(codeOf(() => readBackboneFile(join(folder, 'nowhere.onnx')))).toBe('backbone.not-readable');
  expect(other('empty.onnx', '')).toBe('onnx.empty');
  expect(
    other(
      'picture.onnx',
      Uint8Array.from({ length: 99 }, (_, index) => (index * 37) % 251),
    ),
  ).toBe('onnx.unreadable');
  expect(other('short.onnx', whole.subarray(0, whole.length / 2))).toBe('onnx.unreadable');
});

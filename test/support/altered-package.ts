// Packages that are not as they should be: altered behind the site's back, or signed with wrong expectations.
import type { KeyObject } from 'node:crypto';
import type { z } from 'zod';
import type { Members } from '../../main/export/package/container.ts';
import { readModel } from '../../main/onnx/read.ts';
import { float32 } from '../../main/onnx/tensor.ts';
import { writeModel } from '../../main/onnx/write.ts';
import { goldenSamples, packagePaths } from '../../shared/domain/package.ts';
import { signed } from './made-package.ts';

type Expected = z.infer<typeof goldenSamples>;

export const expectedOf = (members: Members): Expected =>
  goldenSamples.parse(JSON.parse(Buffer.from(members.get(packagePaths.expected) ?? []).toString()));

/** One bit of a member turned. */
export function flipped(members: Members, path: string): Map<string, Uint8Array> {
  const bytes = Uint8Array.from(members.get(path) ?? []);
  bytes.set([(bytes[40] ?? 0) ^ 1], 40);
  return new Map([...members, [path, bytes]]);
}

export const without = (members: Members, path: string): Map<string, Uint8Array> =>
  new Map([...members].filter(([each]) => each !== path));

/** Other expectations, signed by the site. */
export function expecting(members: Members, key: KeyObject, change: (expected: Expected) => void) {
  const expected = structuredClone(expectedOf(members));
  change(expected);
  return signed(members, key, new Map([[packagePaths.expected, Buffer.from(JSON.stringify(expected))]]));
}

/** Models that say "not a number", signed all the same. */
export function withoutNumbers(members: Members, key: KeyObject): Map<string, Uint8Array> {
  const changes = [['model.onnx', undefined] as const, ['model-opset13.onnx', 7] as const].map(([path, fileFormat]) => {
    const model = readModel(members.get(path) ?? new Uint8Array());
    const bias = float32([3], Float32Array.from([Number.NaN, Number.NaN, Number.NaN]));
    const initializers = new Map([...model.graph.initializers, ['classifier.bias', bias] as const]);
    return [path, writeModel({ ...model, graph: { ...model.graph, initializers } }, fileFormat)] as const;
  });
  return signed(members, key, new Map(changes));
}

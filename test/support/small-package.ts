// A package small enough to be changed at every single byte: its model is a stand-in, everything else is as it should be.
import { createHash, type KeyObject } from 'node:crypto';
import { type Members, packMembers } from '../../main/export/package/container.ts';
import { signManifest } from '../../main/export/package/signature.ts';
import { makePrivateKey, privateKeyOf } from '../../main/export/signing/key-pair.ts';
import { PACKAGE_SCHEMA, type PackageManifest } from '../../shared/domain/package.ts';

export const privateKey: KeyObject = privateKeyOf(makePrivateKey());

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const nothing = hash(Buffer.alloc(0));

export const otherFiles: Members = new Map([
  ['model.onnx', Buffer.from('weights and all')],
  ['golden/001.png', Buffer.from('a picture')],
  ['clients/python/narashi_client.py', Buffer.from('print("OK")\n')],
]);

export function smallManifest(): PackageManifest {
  return {
    schema: PACKAGE_SCHEMA,
    name: 'ねじ-7',
    createdAt: '2026-11-30T00:00:00.000Z',
    program: '0.1.0',
    site: '第一工場',
    keyId: '0123456789abcdef',
    project: 'ねじ',
    run: { id: 7, method: 'samar', seed: 1, checkpoint: null, export: nothing },
    dataset: { digest: nothing, images: { train: 3, validation: 2, test: 1 } },
    classes: [
      { name: '良品', verdict: 'OK' },
      { name: 'きず', verdict: 'NG' },
    ],
    approval: null,
    rule: { okBelow: 0.2, ngFrom: 0.8, unlikeFrom: null },
    preprocessing: {
      width: 64,
      height: 64,
      resize: 'stretch',
      kernel: 'triangle',
      channels: 3,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
      deepBits: 'auto',
      words: { en: 'Resize it.', ja: 'リサイズする。' },
    },
    models: [
      {
        kind: 'main',
        path: 'model.onnx',
        opset: 17,
        precision: 'float32',
        input: { name: 'image', type: 'float32', shape: '[batch, 3, 64, 64]', words: 'RGB' },
        outputs: ['probabilities'],
        right: { count: 1, total: 1 },
        escaped: null,
        overkilled: null,
        parity: { images: 1, disagreements: 0, largestDifference: 0 },
        latency: null,
      },
    ],
    leftOut: [],
    likeness: null,
    goldenSamples: 1,
    files: Array.from(otherFiles, ([path, bytes]) => ({ path, bytes: bytes.length, sha256: hash(bytes) })),
  };
}

/** Members of the package, signed. */
export function smallMembers(manifest: unknown = smallManifest(), key = privateKey): Map<string, Uint8Array> {
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
  return new Map([['manifest.json', bytes], ['signature.json', signManifest(bytes, key)], ...otherFiles]);
}

export const smallPackage = (): Promise<Uint8Array> => packMembers(smallMembers());

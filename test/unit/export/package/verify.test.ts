// A package is taken as it was signed or not at all: every byte of it, every file, and the container itself.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Members, packMembers } from '../../../../main/export/package/container.ts';
import { verifyPackage } from '../../../../main/export/package/verify.ts';
import { makePrivateKey, privateKeyOf, publicHalf } from '../../../../main/export/signing/key-pair.ts';
import { NarashiError } from '../../../../shared/contract/errors/index.ts';
import { privateKey, smallManifest, smallMembers, smallPackage } from '../../../support/small-package.ts';

const folder = mkdtempSync(join(tmpdir(), 'narashi-package-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
function place(bytes: Uint8Array): string {
  const path = join(folder, `${files++}.zip`);
  writeFileSync(path, bytes);
  return path;
}

/** The code it is refused with; undefined where it is taken. */
async function refusal(path: string): Promise<{ code: string; member?: string | number } | undefined> {
  try {
    await verifyPackage(path);
    return undefined;
  } catch (error) {
    if (!(error instanceof NarashiError)) throw error;
    const { code, data } = error;
    return 'member' in data ? { code, member: data.member } : { code };
  }
}

describe('a package', () => {
  it('is taken as it was signed, by the key that signed it', async () => {
    const { signer, manifest, members } = await verifyPackage(place(await smallPackage()));
    expect(signer.text).toBe(publicHalf(privateKey).text);
    expect(manifest).toEqual(smallManifest());
    expect([...members.keys()].slice(0, 2)).toEqual(['manifest.json', 'signature.json']);
  });

  it('has the same bytes in every time zone', async () => {
    const before = process.env.TZ;
    const made: Uint8Array[] = [];
    for (const zone of ['Asia/Tokyo', 'America/Los_Angeles', 'UTC']) {
      process.env.TZ = zone;
      made.push(await packMembers(smallMembers()));
    }
    process.env.TZ = before;
    expect(made.map((bytes) => Buffer.from(bytes).equals(made[0] ?? new Uint8Array()))).toEqual([true, true, true]);
  });

  it('is refused with any single byte changed, wherever it is', async () => {
    const bytes = Buffer.from(await smallPackage());
    const path = place(bytes);
    const taken: number[] = [];
    const codes = new Map<string, number>();
    // Of the manifest, whose text is the longest part, every fifth.
    const manifest = bytes.indexOf('"schema"');
    for (let at = 0; at < bytes.length; at++) {
      if (at > manifest && at < manifest + 1500 && at % 5 > 0) continue;
      const changed = Buffer.from(bytes);
      changed.writeUInt8((bytes.readUInt8(at) ^ (1 << (at % 8))) & 0xff, at);
      writeFileSync(path, changed);
      const refused = await refusal(path);
      if (refused) codes.set(refused.code, (codes.get(refused.code) ?? 0) + 1);
      else taken.push(at);
    }
    expect(taken).toEqual([]);
    expect([...codes.keys()].sort()).toEqual([
      'package.container-altered',
      'package.member-altered',
      // The name of a file.
      'package.member-missing',
      'package.not-a-package',
      'package.signature-altered',
    ]);
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['with something behind it', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
    ['with something before it', (bytes: Buffer) => Buffer.concat([Buffer.from('PK'), bytes])],
    ['empty', () => Buffer.alloc(0)],
  ])('is refused %s', async (_, change) => {
    expect(await refusal(place(change(Buffer.from(await smallPackage()))))).toBeDefined();
  });

  type Change = (members: Map<string, Uint8Array>) => void;
  const changes: readonly (readonly [string, Change, { code: string; member?: string }])[] = [
    ['lacks its manifest', (all) => all.delete('manifest.json'), missing('manifest.json')],
    ['lacks its signature', (all) => all.delete('signature.json'), missing('signature.json')],
    ['lacks its model', (all) => all.delete('model.onnx'), missing('model.onnx')],
    [
      'has another model',
      (all) => all.set('model.onnx', Buffer.from('weights of another')),
      { code: 'package.member-altered', member: 'model.onnx' },
    ],
    [
      'has another client program',
      (all) => all.set('clients/python/narashi_client.py', Buffer.from('rm -r')),
      { code: 'package.member-altered', member: 'clients/python/narashi_client.py' },
    ],
    [
      'has a file more',
      (all) => all.set('golden/002.png', Buffer.from('another')),
      { code: 'package.member-extra', member: 'golden/002.png' },
    ],
    [
      'has another manifest',
      (all) => all.set('manifest.json', Buffer.from(JSON.stringify({ ...smallManifest(), rule: null }))),
      { code: 'package.member-altered', member: 'manifest.json' },
    ],
    [
      'has the signature of another package',
      (all) =>
        all.set(
          'signature.json',
          smallMembers({ ...smallManifest(), rule: null }).get('signature.json') ?? Buffer.alloc(0),
        ),
      { code: 'package.member-altered', member: 'manifest.json' },
    ],
    [
      'has a signature that names another key',
      (all) => all.set('signature.json', withKeyOf(all, privateKeyOf(makePrivateKey()))),
      { code: 'package.signature-altered' },
    ],
  ];
  it.each(changes)('is refused, packed or not, where it %s', async (_, change, expected) => {
    const members = smallMembers();
    change(members);
    expect(await refusal(place(await packMembers(members)))).toEqual(expected);
    expect(await refusal(unpacked(members))).toEqual(expected);
  });

  it('is refused by name where a later version made it', async () => {
    const members = smallMembers({ ...smallManifest(), schema: 99 });
    expect(await refusal(place(await packMembers(members)))).toEqual({ code: 'package.newer' });
  });

  it('is no package where it is something else', async () => {
    expect(await refusal(place(Buffer.from('a text')))).toEqual({ code: 'package.not-a-package' });
    expect(await refusal(place(await packMembers(new Map([['a.txt', Buffer.from('a')]]))))).toEqual({
      code: 'package.not-a-package',
    });
    expect(await refusal(join(folder, 'nowhere.zip'))).toEqual({ code: 'package.not-found' });
  });
});

function missing(member: string) {
  return { code: 'package.member-missing', member };
}

/** The true signature under the name of another key. */
function withKeyOf(members: Members, key: Parameters<typeof publicHalf>[0]): Uint8Array {
  const signature: unknown = JSON.parse(Buffer.from(members.get('signature.json') ?? []).toString());
  const { id, text } = publicHalf(key);
  return Buffer.from(`${JSON.stringify(Object.assign({}, signature, { keyId: id, publicKey: text }), null, 2)}\n`);
}

function unpacked(members: Members): string {
  const root = join(folder, `unpacked-${files++}`);
  for (const [member, contents] of members) {
    mkdirSync(dirname(join(root, member)), { recursive: true });
    writeFileSync(join(root, member), contents);
  }
  return root;
}

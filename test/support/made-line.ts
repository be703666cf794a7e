// A line with a package of its own, made in a moment: pictures, what the package says of each, and the folder to start in.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { createInlineExecutor } from '../../main/engine/ort/inline.ts';
import { packMembers } from '../../main/export/package/container.ts';
import { makePrivateKey, privateKeyOf, publicHalf } from '../../main/export/signing/key-pair.ts';
import { publicKeyFile } from '../../main/export/signing/public-key-file.ts';
import { makeLine, trustOwnKey } from '../../main/inspect/line-folder.ts';
import { goldenSamples } from '../../shared/domain/package.ts';
import { random } from '../../shared/domain/random.ts';
import { madePackage, type RuleKind, signed } from './made-package.ts';

export interface MadeLine {
  readonly folder: string;
  /** To watch. */
  readonly incoming: string;
  /** Pictures by name, with the verdict that the package gives for each. */
  readonly pictures: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly verdict: string }>;
  readonly packagePath: string;
}

const key = privateKeyOf(makePrivateKey());

/** Different from each other, and from every other seed's. */
async function pictures(count: number, seed: number): Promise<Map<string, Uint8Array>> {
  const made = new Map<string, Uint8Array>();
  for (let place = 0; place < count; place++) {
    const stream = random(seed, 'picture', String(place));
    const [width, height] = [40 + stream.integer(20), 30 + stream.integer(20)];
    const [level, range] = [stream.integer(200), 1 + stream.integer(120)];
    const data = Uint8Array.from({ length: width * height * 3 }, () => Math.min(255, level + stream.integer(range)));
    const picture = sharp(data, { raw: { width, height, channels: 3 } });
    made.set(`部品-${String(place).padStart(3, '0')}.png`, await picture.png().toBuffer());
  }
  return made;
}

/** @param root a folder of the test's own */
export async function madeLine(root: string, count = 24, kind: RuleKind = 'unlike', seed = 1): Promise<MadeLine> {
  const folder = join(root, `line-${seed}`);
  const settings = await makeLine(folder, { name: 'ライン1' });
  const made = await makeSignedPackage(join(root, `package-${seed}.zip`), count, kind, seed);
  const publicKey = publicHalf(key);
  const identity = { site: '第一工場', createdAt: '', publicKey, protection: 'passphrase' } as const;
  await trustOwnKey(folder, publicKeyFile(identity), publicKey.id);
  return { folder, incoming: settings.folder?.path ?? '', ...made };
}

export async function makeSignedPackage(
  packagePath: string,
  count: number,
  kind: RuleKind,
  seed: number,
): Promise<Pick<MadeLine, 'pictures' | 'packagePath'>> {
  const files = await pictures(count, seed);
  const executor = createInlineExecutor(1);
  const members = await madePackage(executor, files, kind);
  await executor.close();
  writeFileSync(packagePath, await packMembers(signed(members, key)));
  const expected = JSON.parse(Buffer.from(members.get('golden/expected.json') ?? []).toString());
  const verdicts = goldenSamples.parse(expected).samples.map(({ verdict }) => verdict);
  const said = Array.from(files, ([name, bytes], place) => [name, { bytes, verdict: verdicts[place] ?? '' }] as const);
  return { packagePath, pictures: new Map(said) };
}

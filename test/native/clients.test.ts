// The sample clients that go into every package reproduce its samples, notice what was altered, and never say OK to an error.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrtExecutor } from '../../main/engine/ort/executor.ts';
import { type Members, packMembers } from '../../main/export/package/container.ts';
import { makePrivateKey, privateKeyOf, publicHalf } from '../../main/export/signing/key-pair.ts';
import { publicKeyFile } from '../../main/export/signing/public-key-file.ts';
import { packagePaths } from '../../shared/domain/package.ts';
import { expectedOf, expecting, flipped, without, withoutNumbers } from '../support/altered-package.ts';
import { cmykJpeg, everydayImages, hardImages } from '../support/client-images.ts';
import {
  buildPixelsClient,
  type ClientRun,
  type Command,
  compilesWith,
  linesOf,
  nodeClient,
  pythonClient,
  pythonWith,
  runClient,
  writeMembers,
} from '../support/client-programs.ts';
import { madePackage, type RuleKind, signed } from '../support/made-package.ts';

const executor = createOrtExecutor(1);
const [key, otherKey] = [privateKeyOf(makePrivateKey()), privateKeyOf(makePrivateKey())];
const packages = new Map<RuleKind | 'hard', Map<string, Uint8Array>>();
const imageFiles: string[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'narashi-clients-'));
  const images = await everydayImages(48);
  for (const [name, bytes] of images) {
    imageFiles.push(join(folder, name));
    await writeFile(join(folder, name), bytes);
  }
  for (const kind of ['class', 'band', 'unlike'] as const) {
    packages.set(kind, signed(await madePackage(executor, images, kind), key));
  }
  packages.set('hard', signed(await madePackage(executor, await hardImages(), 'band'), key));
  for (const [name, owner] of Object.entries({ site: key, other: otherKey })) {
    const identity = { site: name, createdAt: '', publicKey: publicHalf(owner), protection: 'system' as const };
    await writeFile(join(folder, `${name}.pub.json`), publicKeyFile(identity));
  }
});
afterAll(async () => {
  await executor.close();
  await rm(folder, { recursive: true, force: true });
});

const membersOf = (kind: RuleKind | 'hard') => packages.get(kind) ?? new Map<string, Uint8Array>();
const keyOption = (name: 'site' | 'other') => ['--key', join(folder, `${name}.pub.json`)];
let zips = 0;
async function zipOf(members: Members): Promise<string> {
  const path = join(folder, `package-${++zips}.zip`);
  await writeFile(path, await packMembers(members));
  return path;
}

const summary = (run: ClientRun) => [run.status, run.stderr, JSON.parse(run.stdout || '{}')];
const all = (samples: number, more: object) => [0, '', { samples, reproduced: samples, ...more }];
const anyDifference = { largestDifference: expect.any(Number) };
const nothing = { verdict: 'review', ngScore: null, className: null, probabilities: null };
const label = (of: { className: string | null; verdict: string }) => `${of.className} ${of.verdict}`;

/** What every client does, also one that sees pixels only. */
function notices(command: () => Command): void {
  const check = async (members: Members) => runClient(command(), [await zipOf(members), '--check-golden']);

  it('fails where a sample or a model was altered or a file is missing', async () => {
    const members = membersOf('class');
    const sample = expectedOf(members).samples[0]?.file ?? '';
    for (const path of [sample, 'model.onnx', 'model-opset13.onnx']) {
      const run = await check(flipped(members, path));
      expect([run.status, run.stderr]).toEqual([2, expect.stringContaining(`${path} is not as it was signed`)]);
    }
    for (const path of ['model.onnx', packagePaths.manifest]) {
      const run = await check(without(members, path));
      expect([run.status, run.stderr]).toEqual([2, expect.stringContaining(path)]);
    }
    const unpacked = await writeMembers(join(folder, `unpacked-${++zips}`), members);
    expect(runClient(command(), [unpacked, '--check-golden']).status).toBe(0);
    await rm(join(unpacked, sample));
    expect(runClient(command(), [unpacked, '--check-golden']).status).toBe(2);
  });

  it('fails where a signed sample does not come out', async () => {
    const members = membersOf('class');
    const [first, second] = expectedOf(members).samples;
    const other = new Map([[first?.file ?? '', members.get(second?.file ?? '') ?? new Uint8Array()]]);
    const run = await check(signed(members, key, other));
    expect([run.status, run.stderr]).toEqual([1, expect.stringMatching(/golden\/001\.\w+:.* other pixels/)]);
    const samples = expectedOf(members).samples.length;
    expect(JSON.parse(run.stdout)).toMatchObject({ samples, reproduced: samples - 1 });
    const few = await check(expecting(members, key, (expected) => expected.samples.splice(1)));
    expect([few.status, few.stderr]).toEqual([2, expect.stringContaining('samples are missing')]);
  });
}

/** What every client does that runs the network. */
function judges(command: () => Command, runtime: 'onnxruntime' | 'opencv'): void {
  const check = async (members: Members, ...more: string[]) =>
    runClient(command(), [await zipOf(members), '--check-golden', ...more]);

  it.each(['class', 'hard'] as const)('reproduces every sample of the package "%s"', async (kind) => {
    const run = await check(membersOf(kind), ...keyOption('site'));
    expect(summary(run)).toEqual(all(expectedOf(membersOf(kind)).samples.length, anyDifference));
    expect(JSON.parse(run.stdout).largestDifference).toBeLessThan(1e-5);
  });

  it('judges all test images as the app does', async ({ annotate }) => {
    const { samples } = expectedOf(membersOf('band'));
    const run = runClient(command(), [await zipOf(membersOf('band')), ...imageFiles]);
    expect([run.status, run.stderr]).toEqual([0, '']);
    const lines = linesOf(run);
    expect(lines.map(({ file }) => file)).toEqual(imageFiles);
    expect(lines.map(label)).toEqual(samples.map(label));
    expect(new Set(lines.map(label)).size).toBeGreaterThan(3);
    const differences = samples.flatMap(({ probabilities }, at) =>
      probabilities.map((value, index) => Math.abs(value - (lines[at]?.probabilities?.[index] ?? Number.NaN))),
    );
    await annotate(`${lines.length} images, largest difference of a probability ${Math.max(...differences)}`);
    expect(Math.max(...differences)).toBeLessThan(1e-5);
    for (const [at, { ngScore }] of samples.entries()) expect(lines[at]?.ngScore).toBeCloseTo(ngScore, 5);
  });

  it('fails where a signed probability or verdict is another', async () => {
    const probability = await check(
      expecting(membersOf('class'), key, ({ samples: [first] }) => {
        if (first) first.probabilities[0] = Math.abs((first.probabilities[0] ?? 0) - 0.002);
      }),
    );
    expect([probability.status, probability.stderr]).toEqual([1, expect.stringContaining('probabilities differ by 2')]);
    const verdict = await check(
      expecting(membersOf('band'), key, ({ samples }) => {
        for (const sample of samples) if (sample.verdict === 'review') sample.verdict = 'OK';
      }),
    );
    expect([verdict.status, verdict.stderr]).toEqual([1, expect.stringContaining('review instead of OK')]);
  });

  it('takes the signature of its site only', async () => {
    const members = membersOf('class');
    const foreign = await check(members, ...keyOption('other'));
    expect([foreign.status, foreign.stderr]).toEqual([2, expect.stringContaining('another key')]);
    const manifest = Buffer.from(members.get(packagePaths.manifest) ?? []).toString();
    const renamed = Buffer.from(manifest.replace('narashi-1', 'narashi-2'));
    const run = await check(new Map([...members, [packagePaths.manifest, renamed]]));
    expect([run.status, run.stderr]).toEqual([2, expect.stringContaining(packagePaths.manifest)]);
  });

  it('never says OK to an error', async () => {
    const bad = [join(folder, 'no-image.png'), join(folder, 'nowhere.png')];
    await writeFile(bad[0] ?? '', 'not a picture');
    const run = runClient(command(), [await zipOf(membersOf('class')), ...bad]);
    expect(run.status).toBe(1);
    expect(linesOf(run)).toEqual(bad.map((file) => ({ file, ...nothing, error: expect.any(String) })));
    // Without numbers the most probable class would be the first: a good one.
    const [image = ''] = imageFiles;
    const broken = runClient(command(), [await zipOf(withoutNumbers(membersOf('class'), key)), image]);
    expect(broken.status).toBe(1);
    expect(linesOf(broken)).toEqual([{ file: image, ...nothing, error: expect.stringContaining('no usable result') }]);
  });

  it(`sends ${runtime === 'opencv' ? 'every image' : 'unlike images'} to a person where the rule asks`, async () => {
    const members = membersOf('unlike');
    const { samples } = expectedOf(members);
    const run = runClient(command(), [await zipOf(members), ...imageFiles]);
    const verdicts = linesOf(run).map(({ verdict }) => verdict);
    expect(run.status).toBe(0);
    const expected = samples.map(({ verdict }) => (runtime === 'opencv' ? 'review' : verdict));
    expect(verdicts).toEqual(expected);
    const golden = await check(members);
    if (runtime === 'opencv') {
      expect(run.stderr).toContain('every picture is for a person');
      expect(golden.status).toBe(1);
    } else expect(summary(golden)).toEqual(all(samples.length, anyDifference));
  });
}

/** ONNX Runtime 1.30 reads its own command line for its reports, and crashes where that is long: so it shows that none is made. */
function isQuiet(command: () => Command): void {
  it('keeps ONNX Runtime from reporting its use', async () => {
    const [image = ''] = imageFiles;
    const many = Array.from({ length: Math.ceil(80_000 / image.length) }, () => image);
    const run = runClient(command(), [await zipOf(membersOf('class')), ...many]);
    expect([run.status, linesOf(run).length]).toEqual([0, many.length]);
  });
}

describe('the client for Node.js', () => {
  isQuiet(() => nodeClient);
  judges(() => nodeClient, 'onnxruntime');
  notices(() => nodeClient);

  it('follows the profile of CMYK pictures as the app does', async () => {
    const pictures = new Map([...(await hardImages()), ['four-colours.jpg', await cmykJpeg()]]);
    const members = signed(await madePackage(executor, pictures, 'class'), key);
    const run = runClient(nodeClient, [await zipOf(members), '--check-golden']);
    expect(summary(run)).toEqual(all(pictures.size, anyDifference));
  });
});

for (const [runtime, module] of [
  ['opencv', 'cv2'],
  ['onnxruntime', 'onnxruntime'],
] as const) {
  const modules = ['PIL', 'numpy', 'cryptography', module];
  const python = pythonWith(...modules);
  describe.skipIf(!python)(`the client for Python with ${runtime} (needs a Python with ${modules.join(', ')})`, () => {
    const command = pythonClient(python, runtime);
    judges(() => command, runtime);
    notices(() => command);
    if (runtime === 'onnxruntime') isQuiet(() => command);

    it('leaves CMYK pictures to a person', async () => {
      const path = join(folder, 'four-colours.jpg');
      await writeFile(path, await cmykJpeg());
      const run = runClient(command, [await zipOf(membersOf('class')), path]);
      expect(run.status).toBe(1);
      expect(linesOf(run)).toMatchObject([{ verdict: 'review', error: expect.stringContaining('CMYK') }]);
    });

    it('says where it cannot check a signature, and stops where a key is asked for', async () => {
      const hidden = await writeMembers(
        join(folder, 'hidden'),
        new Map([['cryptography.py', Buffer.from('raise ImportError')]]),
      );
      const path = await zipOf(membersOf('class'));
      const check = (...more: string[]) =>
        runClient(['env', `PYTHONPATH=${hidden}`, ...command], [path, '--check-golden', ...more]);
      expect(check()).toMatchObject({ status: 0, stderr: expect.stringContaining('signature is not checked') });
      const asked = check(...keyOption('site'));
      expect(asked).toMatchObject({ status: 2, stderr: expect.stringContaining("needs the package 'cryptography'") });
    });
  });
}

const headers = ['opencv2/imgcodecs.hpp', 'nlohmann/json.hpp'];
const needs = ['g++', ...headers].join(', ');
describe.skipIf(!compilesWith(headers))(`the client in C++ without ONNX Runtime (needs ${needs})`, () => {
  let program: Command;
  beforeAll(() => {
    program = buildPixelsClient(folder);
  });

  it.each(['class', 'hard'] as const)('comes to the pixels of every sample of the package "%s"', async (kind) => {
    const run = runClient(program, [await zipOf(membersOf(kind)), '--check-golden']);
    expect(summary(run)).toEqual(all(expectedOf(membersOf(kind)).samples.length, { only: 'pixels' }));
  });
  notices(() => program);
});

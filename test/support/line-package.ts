// A package that a line can run: a tiny network with drawn weights, and samples that it judges as it says; or does not.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { decodeImage } from '../../main/data/decode.ts';
import { createInlineExecutor } from '../../main/engine/ort/inline.ts';
import { withVerdict } from '../../main/export/graph/verdict.ts';
import { buildInspectionModel } from '../../main/export/inspection-model.ts';
import { packMembers } from '../../main/export/package/container.ts';
import { LineJudge } from '../../main/export/package/line-judge.ts';
import { signManifest } from '../../main/export/package/signature.ts';
import { verifyPackage } from '../../main/export/package/verify.ts';
import { buildPreset } from '../../main/onnx/preset/networks.ts';
import { writeModel } from '../../main/onnx/write.ts';
import { squarePreprocessing } from '../../shared/domain/images.ts';
import { LINE_OUTPUTS, type PackageManifest, packagePaths } from '../../shared/domain/package.ts';
import { random } from '../../shared/domain/random.ts';
import { type DriftReference, referenceMeasures } from '../../shared/domain/reference.ts';
import { privateKey, smallManifest } from './small-package.ts';

const size = 16;
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const json = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`);

/** A grey picture with noise, as PNG. */
export function picture(grey: number, seed: number): Promise<Uint8Array> {
  const stream = random(seed, 'picture');
  const data = Uint8Array.from({ length: 3 * 20 * 20 }, () => Math.max(0, Math.min(255, grey + 8 * stream.gaussian())));
  return sharp(data, { raw: { width: 20, height: 20, channels: 3 } })
    .png()
    .toBuffer();
}

export interface LinePackage {
  readonly name: string;
  /** What its samples should be judged like; otherwise as they are. */
  readonly expectsProbability?: number;
  readonly reference?: DriftReference;
  /** Everything is OK, or NG. */
  readonly verdict?: 'OK' | 'NG';
}

/** Writes the package. */
export async function writeLinePackage(path: string, options: LinePackage): Promise<void> {
  const { name, verdict = 'OK', expectsProbability } = options;
  const small = smallManifest();
  const { classes } = small;
  const network = buildPreset('tiny', classes.length, size, 1);
  const preprocessing = squarePreprocessing(size);
  const model = buildInspectionModel({ network, weights: new Map(), classes, preprocessing, origin: {} });
  const limit = verdict === 'OK' ? 1 : 0;
  const rule = { okBelow: limit, ngFrom: limit, unlikeFrom: null };
  const sample = await picture(120, 1);
  const { pixels } = await decodeImage(sample, preprocessing);
  const none = Object.fromEntries(referenceMeasures.map((measure) => [measure, []]));
  const reference = options.reference ?? { version: 1, good: none, defective: none };
  const write = async (probabilities: readonly number[]) => {
    const expected = {
      file: 'golden/001.png',
      sha256: hash(sample),
      className: classes[0]?.name,
      pixels: 'golden/001-input.png',
      pixelsSha256: hash(pixels),
      probabilities,
      ngScore: probabilities[1] ?? 0,
      distance: null,
      classIndex: 0,
      verdict,
    };
    const members = new Map<string, Uint8Array>([
      ['model.onnx', writeModel(withVerdict(model, { classes, rule, bank: null }))],
      [packagePaths.reference, json(reference)],
      [packagePaths.expected, json({ tolerance: 1e-3, samples: [expected] })],
      ['golden/001.png', sample],
    ]);
    const manifest: PackageManifest = {
      ...small,
      name,
      rule,
      preprocessing: { ...preprocessing, words: small.preprocessing.words },
      models: small.models.map((each) => ({
        ...each,
        input: { ...each.input, name: 'image', shape: `[batch, 3, ${size}, ${size}]` },
        outputs: ['probabilities', LINE_OUTPUTS.ngScore, LINE_OUTPUTS.classIndex, LINE_OUTPUTS.verdict],
        // Fast: it is run on the spot.
        latency: { runs: 1, p50: 1, p95: 1, p99: 1 },
      })),
      files: Array.from(members, ([file, bytes]) => ({ path: file, bytes: bytes.length, sha256: hash(bytes) })),
    };
    const bytes = json(manifest);
    const signed = [
      [packagePaths.manifest, bytes],
      [packagePaths.signature, signManifest(bytes, privateKey)],
    ] as const;
    await writeFile(path, await packMembers(new Map([...signed, ...members])));
  };
  await write(classes.map(() => 1 / classes.length));
  if (expectsProbability !== undefined) {
    await write([expectsProbability, 1 - expectsProbability]);
    return;
  }
  const executor = createInlineExecutor(1);
  try {
    const judge = await LineJudge.open(executor, await verifyPackage(path), 1);
    const [judged] = await judge.judge({ pixels, count: 1 });
    await write(Array.from(judged?.probabilities ?? []));
  } finally {
    await executor.close();
  }
}

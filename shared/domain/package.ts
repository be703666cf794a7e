// What a signed package holds, as its manifest says it: the model's files, how images are prepared, the rule, the proof.
import { z } from 'zod';
import { verdicts } from './dataset.ts';
import { decisionRule } from './decision.ts';

export const PACKAGE_SCHEMA = 1;

/** Values of the graph's output `verdict`. */
export const verdictCodes = { OK: 0, NG: 1, review: 2 } as const;
/** Outputs beside `probabilities`. */
export const LINE_OUTPUTS = {
  ngScore: 'ng_score',
  classIndex: 'class_index',
  verdict: 'verdict',
  distance: 'distance',
} as const;

export const packagePaths = {
  manifest: 'manifest.json',
  signature: 'signature.json',
  expected: 'golden/expected.json',
  certificate: 'certificate.html',
  parity: 'parity.json',
  /** What drift is measured against (shared/domain/reference.ts). */
  reference: 'reference.json',
} as const;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const whole = z.int().nonnegative();
const share = z.number().min(0).max(1);
const triple = z.tuple([z.number(), z.number(), z.number()]).readonly();
/** A path inside the package: no way out of it. */
export const memberPath = z.string().regex(/^[a-z0-9]+(?:[._/-][A-Za-z0-9]+)*$/);

export const packageFile = z.strictObject({ path: memberPath, bytes: whole, sha256: hash });
export type PackageFile = z.infer<typeof packageFile>;

/** Kinds of model file. `main` is the one the app's own runtime uses. */
export const modelKinds = ['main', 'half', 'compatible', 'any-size'] as const;
export type ModelKind = (typeof modelKinds)[number];

/** A rate over the test images: `count` of `total`. */
const counted = z.strictObject({ count: whole, total: whole });

/** One file of the model with what was measured of it on the test images. */
export const packagedModel = z.strictObject({
  kind: z.enum(modelKinds),
  path: memberPath,
  opset: whole,
  precision: z.enum(['float32', 'float16']),
  input: z.strictObject({ name: z.string(), type: z.enum(['float32', 'uint8']), shape: z.string(), words: z.string() }),
  outputs: z.array(z.string()),
  /** Of the test images. */
  right: counted,
  escaped: counted.nullable(),
  overkilled: counted.nullable(),
  /** Against the judgements of training. */
  parity: z.strictObject({ images: whole, disagreements: whole, largestDifference: z.number() }),
  /** Milliseconds of the network alone for one image, on the PC that made the package; null where it was not timed. */
  latency: z.strictObject({ runs: whole, p50: z.number(), p95: z.number(), p99: z.number() }).nullable(),
});
export type PackagedModel = z.infer<typeof packagedModel>;

export const packageManifest = z.strictObject({
  schema: z.literal(PACKAGE_SCHEMA),
  /** `<project>-<run>`; together with `createdAt` it names the package. */
  name: z.string(),
  createdAt: z.string(),
  program: z.string(),
  site: z.string(),
  /** Of the key it is signed with. */
  keyId: z.string(),
  project: z.string().nullable(),
  run: z.strictObject({ id: whole, method: z.string(), seed: whole, checkpoint: hash.nullable(), export: hash }),
  dataset: z.strictObject({
    digest: hash,
    images: z.strictObject({ train: whole, validation: whole, test: whole }),
  }),
  classes: z.array(z.strictObject({ name: z.string(), verdict: z.enum(verdicts) })).min(2),
  /** Who let the model onto the line; null where it was packaged before, or without a project. */
  approval: z.strictObject({ approver: z.string(), reason: z.string(), at: z.string() }).nullable(),
  /** Null: the verdict of the most probable class. */
  rule: decisionRule.nullable(),
  preprocessing: z.strictObject({
    width: whole,
    height: whole,
    resize: z.literal('stretch'),
    kernel: z.literal('triangle'),
    channels: z.literal(3),
    mean: triple,
    std: triple,
    deepBits: z.union([z.literal('auto'), z.literal(10), z.literal(12), z.literal(14), z.literal(16)]),
    words: z.strictObject({ en: z.string(), ja: z.string() }),
  }),
  models: z.array(packagedModel).min(1),
  /** Files that could not be made, and why: `half: LayerNormalization`. */
  leftOut: z.array(z.string()),
  likeness: z.strictObject({ images: whole, features: whole, neighbours: whole }).nullable(),
  goldenSamples: whole,
  files: z.array(packageFile),
});
export type PackageManifest = z.infer<typeof packageManifest>;

/** What the package must say of one of its samples. */
export const goldenSample = z.strictObject({
  file: memberPath,
  sha256: hash,
  className: z.string(),
  /** The same image at network size, as PNG, and the SHA-256 of its RGB bytes: what any decoder and resizer must come to. */
  pixels: memberPath,
  pixelsSha256: hash,
  probabilities: z.array(share),
  ngScore: share,
  distance: z.number().nullable(),
  classIndex: whole,
  verdict: z.enum(['OK', 'NG', 'review']),
});
export type GoldenSample = z.infer<typeof goldenSample>;
export const goldenSamples = z.strictObject({ tolerance: z.number(), samples: z.array(goldenSample) });

export const packageSignature = z.strictObject({
  algorithm: z.literal('Ed25519'),
  /** First 16 hexadecimal digits of the SHA-256 of the public key. */
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  /** Raw public key, 32 bytes, base64. */
  publicKey: z.base64().length(44),
  /** SHA-256 of `manifest.json`, which names every other file with its own. */
  manifestSha256: hash,
  /** Over the bytes of `manifest.json`, base64. */
  signature: z.base64().length(88),
});
export type PackageSignature = z.infer<typeof packageSignature>;

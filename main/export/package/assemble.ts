// All files of a package but the signature, with the manifest that names them.
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import {
  type GoldenSample,
  type goldenSamples,
  PACKAGE_SCHEMA,
  type PackagedModel,
  type PackageManifest,
  packageManifest,
  packagePaths,
} from '../../../shared/domain/package.ts';
import type { DriftReference } from '../../../shared/domain/reference.ts';
import { certificate } from './certificate.ts';
import type { Members } from './container.ts';
import type { Form } from './forms.ts';

/** Probabilities of another runtime or decoder may differ so much from those of the app's. */
export const CLIENT_TOLERANCE = 1e-3;

export interface Sample {
  readonly expected: GoldenSample;
  /** The original file. */
  readonly file: Uint8Array;
  /** PNG of the pixels at network size. */
  readonly pixels: Uint8Array;
}

/** What is known of the run before its package is made. */
export type PackageFacts = Omit<
  PackageManifest,
  'schema' | 'models' | 'leftOut' | 'files' | 'goldenSamples' | 'likeness'
>;

export interface Contents {
  readonly facts: PackageFacts;
  readonly forms: readonly Form[];
  /** Figures of the forms, in their order. */
  readonly models: readonly PackagedModel[];
  readonly leftOut: readonly string[];
  readonly likeness: PackageManifest['likeness'];
  readonly samples: readonly Sample[];
  readonly reference: DriftReference;
  /** Client programs by their path inside the package. */
  readonly clients: Members;
}

const text = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

export function assemble(contents: Contents): Map<string, Uint8Array> {
  const { facts, forms, models, leftOut, likeness, samples, reference, clients } = contents;
  const expected: z.infer<typeof goldenSamples> = {
    tolerance: CLIENT_TOLERANCE,
    samples: samples.map((sample) => sample.expected),
  };
  const described: Omit<PackageManifest, 'files'> = {
    schema: PACKAGE_SCHEMA,
    ...facts,
    models: [...models],
    leftOut: [...leftOut],
    likeness,
    goldenSamples: samples.length,
  };
  const members = new Map<string, Uint8Array>([
    ...forms.map(({ path, bytes }) => [path, bytes] as const),
    [packagePaths.certificate, Buffer.from(certificate(described))],
    [packagePaths.parity, text({ createdAt: facts.createdAt, run: facts.run, dataset: facts.dataset, models })],
    [packagePaths.reference, text(reference)],
    [packagePaths.expected, text(expected)],
    ...samples.flatMap(({ expected: { file, pixels }, ...sample }) => [
      [file, sample.file] as const,
      [pixels, sample.pixels] as const,
    ]),
    ...clients,
  ]);
  const files = Array.from(members, ([path, bytes]) => ({
    path,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  const manifest = packageManifest.parse({ ...described, files });
  return new Map([[packagePaths.manifest, text(manifest)], ...members]);
}

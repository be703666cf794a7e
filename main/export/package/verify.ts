// Everything that can be told of a package without running it: every byte is as it was signed, and by whom.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import {
  goldenSamples,
  PACKAGE_SCHEMA,
  type PackagedModel,
  type PackageManifest,
  packageManifest,
  packagePaths,
} from '../../../shared/domain/package.ts';
import { type DriftReference, driftReference } from '../../../shared/domain/reference.ts';
import type { PublicKey } from '../signing/key-pair.ts';
import { type Members, openContainer } from './container.ts';
import { checkSignature } from './signature.ts';

export interface VerifiedPackage {
  readonly path: string;
  readonly manifest: PackageManifest;
  readonly members: Members;
  /** Whose signature it bears; whether that is someone to trust is for the caller to say. */
  readonly signer: PublicKey;
}

const versioned = z.object({ schema: z.int() });

/** @throws NarashiError package.* naming the first file that is not as it was signed */
export async function verifyPackage(path: string): Promise<VerifiedPackage> {
  const { members, checkContainer } = await openContainer(path);
  const [manifestBytes, signature] = [members.get(packagePaths.manifest), members.get(packagePaths.signature)];
  if (!manifestBytes && !signature) throw new NarashiError('package.not-a-package', { path });
  if (!manifestBytes) throw new NarashiError('package.member-missing', { path, member: packagePaths.manifest });
  if (!signature) throw new NarashiError('package.member-missing', { path, member: packagePaths.signature });
  const signer = checkSignature(path, manifestBytes, signature);
  const manifest = readManifest(path, manifestBytes);
  const expected = new Map(manifest.files.map((file) => [file.path, file]));
  for (const { path: member, sha256 } of manifest.files) {
    const contents = members.get(member);
    if (!contents) throw new NarashiError('package.member-missing', { path, member });
    if (createHash('sha256').update(contents).digest('hex') !== sha256) {
      throw new NarashiError('package.member-altered', { path, member });
    }
  }
  const own = new Set<string>([packagePaths.manifest, packagePaths.signature]);
  for (const member of members.keys()) {
    if (!expected.has(member) && !own.has(member)) throw new NarashiError('package.member-extra', { path, member });
  }
  await checkContainer();
  return { path, manifest, members, signer };
}

/** It was signed as it is, so that it can only be from another version. @throws NarashiError package.newer */
function readManifest(path: string, bytes: Uint8Array): PackageManifest {
  const read: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  const parsed = packageManifest.safeParse(read);
  if (parsed.success) return parsed.data;
  const schema = versioned.safeParse(read).data?.schema ?? 0;
  throw new NarashiError('package.newer', { path, schema, known: PACKAGE_SCHEMA }, { cause: parsed.error });
}

/** The member of a verified package. @throws NarashiError package.member-missing */
export function memberOf({ path, members }: VerifiedPackage, member: string): Uint8Array {
  const contents = members.get(member);
  if (!contents) throw new NarashiError('package.member-missing', { path, member });
  return contents;
}

/** The model that the app's own runtime runs. @throws NarashiError package.member-missing */
export function mainModel(verified: VerifiedPackage): { readonly model: PackagedModel; readonly bytes: Uint8Array } {
  const model = verified.manifest.models.find(({ kind }) => kind === 'main');
  if (!model) throw new NarashiError('package.member-missing', { path: verified.path, member: 'model.onnx' });
  return { model, bytes: memberOf(verified, model.path) };
}

export function goldenOf(verified: VerifiedPackage): z.infer<typeof goldenSamples> {
  return goldenSamples.parse(JSON.parse(Buffer.from(memberOf(verified, packagePaths.expected)).toString('utf8')));
}

/** What drift is measured against; null where the package says nothing of it that can be understood. */
export function referenceOf({ members }: VerifiedPackage): DriftReference | null {
  const bytes = members.get(packagePaths.reference);
  return bytes ? (driftReference.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8'))).data ?? null) : null;
}

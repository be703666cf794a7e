// The signature of a package: over the bytes of its manifest, which names every other file with its digest.
import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type PackageSignature, packagePaths, packageSignature } from '../../../shared/domain/package.ts';
import { type PublicKey, publicHalf, publicKeyOf } from '../signing/key-pair.ts';

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The one way in which a signature is written, so that no byte of its file can differ unnoticed. */
function textOf({ algorithm, keyId, publicKey, manifestSha256, signature }: PackageSignature): string {
  return `${JSON.stringify({ algorithm, keyId, publicKey, manifestSha256, signature }, null, 2)}\n`;
}

/** Contents of `signature.json`. */
export function signManifest(manifest: Uint8Array, key: KeyObject): Uint8Array {
  const { id, text } = publicHalf(key);
  const signature = sign(null, manifest, key).toString('base64');
  const contents = {
    algorithm: 'Ed25519' as const,
    keyId: id,
    publicKey: text,
    manifestSha256: digest(manifest),
    signature,
  };
  return Buffer.from(textOf(contents));
}

/**
 * Whose signature it is, once it fits.
 * @throws NarashiError package.signature-altered, package.manifest-altered
 */
export function checkSignature(path: string, manifest: Uint8Array, signature: Uint8Array): PublicKey {
  const altered = (cause?: unknown) => new NarashiError('package.signature-altered', { path }, { cause });
  let found: PackageSignature;
  let publicKey: PublicKey;
  try {
    found = packageSignature.parse(JSON.parse(Buffer.from(signature).toString('utf8')));
    publicKey = publicKeyOf(found.publicKey);
  } catch (error) {
    throw altered(error);
  }
  const isCanonical = Buffer.from(textOf(found)).equals(signature) && publicKey.id === found.keyId;
  const bytes = Buffer.from(found.signature, 'base64');
  if (!isCanonical || bytes.toString('base64') !== found.signature) throw altered();
  const member = packagePaths.manifest;
  if (digest(manifest) !== found.manifestSha256) throw new NarashiError('package.member-altered', { path, member });
  if (!verify(null, manifest, publicKey.key, bytes)) throw altered();
  return publicKey;
}

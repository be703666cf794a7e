// Whose packages are used here: this workspace's own key, and public keys that were given.
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import type { VerifiedPackage } from '../../export/package/verify.ts';
import { readPublicKeyFile, type TrustedKey } from '../../export/signing/public-key-file.ts';
import { readSiteKey } from '../../export/signing/site-key.ts';

/** @param files public keys of other sites; @param ownKey path of this site's key, which may not exist */
export async function trustedKeys(files: readonly string[], ownKey: string | undefined): Promise<TrustedKey[]> {
  const own = ownKey === undefined ? undefined : await readSiteKey(ownKey);
  return [...(own ? [own] : []), ...(await Promise.all(files.map(readPublicKeyFile)))];
}

/** The site whose key it is. @throws NarashiError package.key-unknown */
export function requireTrusted({ path, manifest, signer }: VerifiedPackage, keys: readonly TrustedKey[]): TrustedKey {
  const found = keys.find(({ publicKey }) => publicKey.text === signer.text);
  if (!found) throw new NarashiError('package.key-unknown', { path, key: signer.id, site: manifest.site });
  return found;
}

// A site's public key as a file to carry to the line: whoever has it can tell the site's packages from others.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { type PublicKey, publicKeyOf } from './key-pair.ts';
import type { SiteIdentity } from './site-key.ts';

const schema = z.object({ narashiPublicKey: z.literal(1), site: z.string(), keyId: z.string(), publicKey: z.string() });

export interface TrustedKey {
  readonly site: string;
  readonly publicKey: PublicKey;
}

export function publicKeyFile({ site, publicKey }: SiteIdentity): string {
  return `${JSON.stringify({ narashiPublicKey: 1, site, keyId: publicKey.id, publicKey: publicKey.text }, null, 2)}\n`;
}

/** @throws NarashiError signing.no-public-key */
export async function readPublicKeyFile(path: string): Promise<TrustedKey> {
  try {
    const { site, keyId, publicKey: text } = schema.parse(JSON.parse(await readFile(path, 'utf8')));
    const publicKey = publicKeyOf(text);
    if (publicKey.id !== keyId) throw new RangeError(`the key is ${publicKey.id}, not ${keyId}`);
    return { site, publicKey };
  } catch (error) {
    throw new NarashiError('signing.no-public-key', { path }, { cause: error });
  }
}

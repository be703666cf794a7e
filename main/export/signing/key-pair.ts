// A site's Ed25519 key pair (RFC 8032), and the public half as others know it.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';

export interface PublicKey {
  /** First 16 hexadecimal digits of the SHA-256 of the key: what people compare. */
  readonly id: string;
  /** 32 bytes, base64. */
  readonly text: string;
  readonly key: KeyObject;
}

const KEY_BYTES = 32;
const jwk = z.object({ x: z.string() });

/** PKCS#8 bytes of a new private key. */
export function makePrivateKey(): Uint8Array {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
}

export function privateKeyOf(pkcs8: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
}

export function publicHalf(privateKey: KeyObject): PublicKey {
  const { x } = jwk.parse(createPublicKey(privateKey).export({ format: 'jwk' }));
  return publicKeyOf(Buffer.from(x, 'base64url').toString('base64'));
}

/** @throws RangeError where the text is no key */
export function publicKeyOf(text: string): PublicKey {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== KEY_BYTES || bytes.toString('base64') !== text) throw new RangeError('not an Ed25519 key');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' });
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 16), text, key };
}

// A secret kept under a passphrase: scrypt (RFC 7914) makes the key, AES-256-GCM seals and notices any change.
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';

const cost = { N: 2 ** 16, r: 8, p: 1, maxmem: 2 ** 27 };
const [SALT, NONCE, TAG, KEY] = [16, 12, 16, 32];

export const sealed = z.object({ salt: z.base64(), nonce: z.base64(), tag: z.base64(), data: z.base64() });
export type Sealed = z.infer<typeof sealed>;

export async function seal(secret: Uint8Array, passphrase: string): Promise<Sealed> {
  const [salt, nonce] = [randomBytes(SALT), randomBytes(NONCE)];
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), nonce);
  const data = Buffer.concat([cipher.update(secret), cipher.final()]);
  const text = (bytes: Buffer) => bytes.toString('base64');
  return { salt: text(salt), nonce: text(nonce), tag: text(cipher.getAuthTag()), data: text(data) };
}

/** Undefined where the passphrase is wrong or anything was changed. */
export async function unseal(found: Sealed, passphrase: string): Promise<Uint8Array | undefined> {
  const [salt, nonce, tag, data] = [found.salt, found.nonce, found.tag, found.data].map((text) =>
    Buffer.from(text, 'base64'),
  );
  if (!salt || !nonce || !tag || !data || tag.length !== TAG || nonce.length !== NONCE) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', await keyOf(passphrase, salt), nonce);
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(data), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** The same passphrase in every way of typing it. */
function keyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, KEY, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

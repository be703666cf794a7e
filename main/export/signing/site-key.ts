// The key a site signs its packages with: one file in the workspace, the secret under the system's protection or a passphrase.

import type { KeyObject } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { NarashiError } from '../../../shared/contract/errors/index.ts';
import { makePrivateKey, type PublicKey, privateKeyOf, publicHalf, publicKeyOf } from './key-pair.ts';
import { seal, sealed, unseal } from './sealed.ts';

/** Seals secrets for the account of whoever is logged in (Electron's safeStorage); only a host can offer it. */
export interface SystemProtection {
  seal(secret: Uint8Array): string;
  /** Undefined for another account or PC. */
  unseal(text: string): Uint8Array | undefined;
}

/** How the secret is opened. */
export type Opening =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'system'; readonly protection: SystemProtection };

const keyFile = z.object({
  version: z.literal(1),
  site: z.string().min(1).max(80),
  createdAt: z.string(),
  publicKey: z.string(),
  secret: z.discriminatedUnion('kind', [
    sealed.extend({ kind: z.literal('passphrase') }),
    z.object({ kind: z.literal('system'), data: z.string() }),
  ]),
});

/** What others may know of a site's key. */
export interface SiteIdentity {
  readonly site: string;
  readonly createdAt: string;
  readonly publicKey: PublicKey;
  readonly protection: 'passphrase' | 'system';
}

/** A shorter one is guessed. */
export const SHORTEST_PASSPHRASE = 8;

/** Makes the key of a site. @throws NarashiError signing.key-exists, signing.passphrase-short, signing.key-not-written */
export async function makeSiteKey(
  path: string,
  { site, opening, now }: { readonly site: string; readonly opening: Opening; readonly now: Date },
): Promise<SiteIdentity> {
  if (await readIfThere(path)) throw new NarashiError('signing.key-exists', { path });
  if (opening.kind === 'passphrase' && [...opening.passphrase].length < SHORTEST_PASSPHRASE) {
    throw new NarashiError('signing.passphrase-short', { least: SHORTEST_PASSPHRASE });
  }
  const pkcs8 = makePrivateKey();
  const secret =
    opening.kind === 'passphrase'
      ? { kind: opening.kind, ...(await seal(pkcs8, opening.passphrase)) }
      : { kind: opening.kind, data: opening.protection.seal(pkcs8) };
  const publicKey = publicHalf(privateKeyOf(pkcs8));
  const contents = { version: 1, site, createdAt: now.toISOString(), publicKey: publicKey.text, secret };
  await write(path, keyFile.parse(contents));
  return { site, createdAt: contents.createdAt, publicKey, protection: opening.kind };
}

/** Undefined where no key was made yet. @throws NarashiError signing.key-damaged */
export async function readSiteKey(path: string): Promise<SiteIdentity | undefined> {
  const found = await readIfThere(path);
  return found && identityOf(found, path);
}

/** The secret half. @throws NarashiError signing.no-key, signing.key-damaged, signing.wrong-passphrase, signing.other-account */
export async function openSiteKey(path: string, opening: Opening): Promise<{ identity: SiteIdentity; key: KeyObject }> {
  const found = await readIfThere(path);
  if (!found) throw new NarashiError('signing.no-key', {});
  const identity = identityOf(found, path);
  const { secret } = found;
  let pkcs8: Uint8Array | undefined;
  if (secret.kind === 'passphrase') {
    if (opening.kind !== 'passphrase') throw new NarashiError('signing.passphrase-needed', {});
    pkcs8 = await unseal(secret, opening.passphrase);
    if (!pkcs8) throw new NarashiError('signing.wrong-passphrase', {});
  } else {
    if (opening.kind === 'system') pkcs8 = opening.protection.unseal(secret.data);
    if (!pkcs8) throw new NarashiError('signing.other-account', {});
  }
  const key = privateKeyOf(pkcs8);
  // A public half that was exchanged would let a stranger's packages pass for this site's.
  if (publicHalf(key).text !== identity.publicKey.text) throw new NarashiError('signing.key-damaged', { path });
  return { identity, key };
}

function identityOf(found: z.infer<typeof keyFile>, path: string): SiteIdentity {
  try {
    const { site, createdAt, secret } = found;
    return { site, createdAt, publicKey: publicKeyOf(found.publicKey), protection: secret.kind };
  } catch (error) {
    throw new NarashiError('signing.key-damaged', { path }, { cause: error });
  }
}

async function readIfThere(path: string): Promise<z.infer<typeof keyFile> | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new NarashiError('signing.key-damaged', { path }, { cause: error });
  }
  try {
    return keyFile.parse(JSON.parse(text));
  } catch (error) {
    throw new NarashiError('signing.key-damaged', { path }, { cause: error });
  }
}

/** Complete or not at all, and readable by this account only. */
async function write(path: string, contents: z.infer<typeof keyFile>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const temporary = `${path}.tmp`;
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(contents, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NarashiError('signing.key-not-written', { path, reason }, { cause: error });
  }
}

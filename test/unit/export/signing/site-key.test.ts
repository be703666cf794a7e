// The key of a site: made once, opened only by what it was sealed with, and of no use once its file was changed.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { publicKeyFile, readPublicKeyFile } from '../../../../main/export/signing/public-key-file.ts';
import { makeSiteKey, type Opening, openSiteKey, readSiteKey } from '../../../../main/export/signing/site-key.ts';
import { temporaryFolder } from '../../store/fixture.ts';

let path = '';
beforeEach(() => {
  path = join(temporaryFolder(), 'keys', 'site-key.json');
});

const phrase = (passphrase: string): Opening => ({ kind: 'passphrase', passphrase });
const now = new Date('2026-11-30T01:02:03Z');
/** An account that turns every bit. */
const turned = (bytes: Uint8Array) => Buffer.from(bytes.map((byte) => byte ^ 0xff));
const account: Opening = {
  kind: 'system',
  protection: {
    seal: (secret) => turned(secret).toString('base64'),
    unseal: (text) => turned(Buffer.from(text, 'base64')),
  },
};
const otherAccount: Opening = { kind: 'system', protection: { seal: () => '', unseal: () => undefined } };

describe('the key of a site', () => {
  it('is made once, with its secret under the passphrase', async () => {
    expect(await readSiteKey(path)).toBeUndefined();
    const made = await makeSiteKey(path, { site: '第一工場', opening: phrase('correct horse'), now });
    expect(made).toMatchObject({ site: '第一工場', createdAt: now.toISOString(), protection: 'passphrase' });
    expect(await readSiteKey(path)).toMatchObject({ site: '第一工場', publicKey: { id: made.publicKey.id } });
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);
    const { key } = await openSiteKey(path, phrase('correct horse'));
    const secret = key.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
    const text = readFileSync(path, 'utf8');
    for (const form of ['base64', 'hex', 'base64url'] as const) expect(text).not.toContain(secret.toString(form));
    await expect(makeSiteKey(path, { site: 'x', opening: phrase('another one'), now })).rejects.toMatchObject({
      code: 'signing.key-exists',
    });
  });

  it('opens however the passphrase is typed', async () => {
    await makeSiteKey(path, { site: 'a', opening: phrase('パスフレーズ１２３'), now });
    await expect(openSiteKey(path, phrase('パスフレーズ123'))).resolves.toBeDefined();
  });

  it('opens in the account that sealed it', async () => {
    await makeSiteKey(path, { site: 'a', opening: account, now });
    await expect(openSiteKey(path, account)).resolves.toMatchObject({ identity: { protection: 'system' } });
    await expect(openSiteKey(path, otherAccount)).rejects.toMatchObject({ code: 'signing.other-account' });
    await expect(openSiteKey(path, phrase('correct horse'))).rejects.toMatchObject({ code: 'signing.other-account' });
  });

  it.each([
    ['no key', 'signing.no-key', phrase('correct horse'), false],
    ['a short passphrase', 'signing.passphrase-short', phrase('horse'), true],
  ])('refuses %s', async (_, code, opening, makes) => {
    const tried = makes ? makeSiteKey(path, { site: 'a', opening, now }) : openSiteKey(path, opening);
    await expect(tried).rejects.toMatchObject({ code });
  });

  it('refuses another passphrase, and an account for a passphrase', async () => {
    await makeSiteKey(path, { site: 'a', opening: phrase('correct horse'), now });
    await expect(openSiteKey(path, phrase('correct house'))).rejects.toMatchObject({
      code: 'signing.wrong-passphrase',
    });
    await expect(openSiteKey(path, account)).rejects.toMatchObject({ code: 'signing.passphrase-needed' });
  });

  it('is of no use with any part of its file changed that it is opened by', async () => {
    await makeSiteKey(path, { site: 'a', opening: account, now });
    const kept: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const other = join(temporaryFolder(), 'other.json');
    const { publicKey } = await makeSiteKey(other, { site: 'b', opening: account, now });
    writeFileSync(path, JSON.stringify(Object.assign({}, kept, { publicKey: publicKey.text })));
    await expect(openSiteKey(path, account)).rejects.toMatchObject({ code: 'signing.key-damaged' });
    for (const damaged of ['', '{}', '{"version":2}', JSON.stringify(Object.assign({}, kept, { publicKey: 'AAAA' }))]) {
      writeFileSync(path, damaged);
      await expect(readSiteKey(path)).rejects.toMatchObject({ code: 'signing.key-damaged' });
    }
  });

  it('has a public half to carry, in which a change is noticed', async () => {
    const made = await makeSiteKey(path, { site: '第一工場', opening: account, now });
    const file = join(temporaryFolder(), 'site.pub.json');
    writeFileSync(file, publicKeyFile(made));
    expect(await readPublicKeyFile(file)).toMatchObject({ site: '第一工場', publicKey: { text: made.publicKey.text } });
    const text = readFileSync(file, 'utf8');
    for (const changed of [text.replace(made.publicKey.id, '0'.repeat(16)), text.replace('publicKey"', 'key"'), '']) {
      writeFileSync(file, changed);
      await expect(readPublicKeyFile(file)).rejects.toMatchObject({ code: 'signing.no-public-key' });
    }
  });
});

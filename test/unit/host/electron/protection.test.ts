// The system's protection as Electron offers it: what is sealed can be opened here, and nowhere else.
import { describe, expect, it } from 'vitest';
import { type Storage, systemProtection } from '../../../../main/host/electron/protection.ts';

/** As safeStorage behaves: text in, bytes out, an exception for another account's bytes. */
function storageOf(account: string, what: Partial<Storage> = {}): Storage {
  return {
    isEncryptionAvailable: () => true,
    encryptString: (text) => Buffer.from(`${account}:${text}`),
    decryptString: (bytes) => {
      const [owner, text = ''] = bytes.toString().split(':');
      if (owner !== account) throw new Error('Error while decrypting the ciphertext');
      return text;
    },
    ...what,
  };
}

const secret = Uint8Array.of(0, 1, 127, 128, 255);

describe('the protection of the system', () => {
  it('gives back what it sealed, to the same account only', () => {
    const own = systemProtection(storageOf('佐藤'), 'win32');
    const sealed = own?.seal(secret) ?? '';
    expect(Uint8Array.from(own?.unseal(sealed) ?? [])).toEqual(secret);
    expect(systemProtection(storageOf('鈴木'), 'win32')?.unseal(sealed)).toBeUndefined();
    expect(own?.unseal('')).toBeUndefined();
  });

  it.each<[string, Partial<Storage>, NodeJS.Platform, boolean]>([
    ['no encryption', { isEncryptionAvailable: () => false }, 'darwin', false],
    ['Linux without a keyring', { getSelectedStorageBackend: () => 'basic_text' }, 'linux', false],
    ['Linux with one', { getSelectedStorageBackend: () => 'gnome_libsecret' }, 'linux', true],
    ['Windows, which names none', {}, 'win32', true],
  ])('%s', (_, what, platform, isOffered) => {
    expect(systemProtection(storageOf('a', what), platform) !== undefined).toBe(isOffered);
  });
});

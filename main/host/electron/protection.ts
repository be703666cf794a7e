// The system's protection of secrets (Keychain, DPAPI, a Linux keyring) as the signing key is kept under it.
import type { SafeStorage } from 'electron';
import type { SystemProtection } from '../../export/signing/site-key.ts';

/** What is used of Electron's safeStorage. */
export type Storage = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend'>>;

/** Undefined where the system keeps no secrets: then people keep a passphrase. */
export function systemProtection(storage: Storage, platform: NodeJS.Platform): SystemProtection | undefined {
  if (!storage.isEncryptionAvailable()) return undefined;
  // Without a keyring Chromium seals with words that everybody knows.
  const isOpen = platform === 'linux' && storage.getSelectedStorageBackend?.() === 'basic_text';
  if (isOpen) return undefined;
  return {
    seal: (secret) => storage.encryptString(Buffer.from(secret).toString('base64')).toString('base64'),
    unseal(text) {
      try {
        return Buffer.from(storage.decryptString(Buffer.from(text, 'base64')), 'base64');
      } catch {
        return undefined;
      }
    },
  };
}

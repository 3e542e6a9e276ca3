import type { SafeStorage } from 'electron';
import type { Sealing } from '../identity/sealed-file.ts';

/** What the operating system's key store seals for this account; to be used once the app is ready. */
export function systemSealing(
  safeStorage: Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>,
): Sealing {
  return {
    isAvailable: () => safeStorage.isAsyncEncryptionAvailable(),
    seal: (text) => safeStorage.encryptStringAsync(text),
    open: async (sealed) => (await safeStorage.decryptStringAsync(Buffer.from(sealed))).result,
  };
}

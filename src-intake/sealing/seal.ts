import { createCipheriv, createDecipheriv, randomBytes, type CipherGCM } from 'node:crypto';

/** AES-256. */
export const keyBytes = 32;
// NIST SP 800-38D: a nonce of 96 bits, the whole tag of 128. Random nonces are safe below 2^32 messages of one key; a session has hundreds.
const nonceBytes = 12;
const tagBytes = 16;
const algorithm = 'aes-256-gcm';
/** The first byte of everything sealed, so that another layout can follow. */
const version = 1;

/** What was sealed is not what was read: another key, another place, or changed bytes. */
export class BrokenSealError extends Error {
  override readonly name = 'BrokenSealError';
}

/** A sealing in progress: send `head`, then what each `update` returns, then `final()`. */
export interface Sealer {
  readonly head: Buffer;
  update(chunk: Buffer): Buffer;
  final(): Buffer;
}

/** Seals a stream: AES-256-GCM under `key`, bound to `place` (which session, which event). Layout: version, nonce, ciphertext, tag. */
export function createSealer(key: Buffer, place: string): Sealer {
  const nonce = randomBytes(nonceBytes);
  const cipher: CipherGCM = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(place, 'utf8'));
  return {
    head: Buffer.concat([Buffer.of(version), nonce]),
    update: (chunk) => cipher.update(chunk),
    final: () => Buffer.concat([cipher.final(), cipher.getAuthTag()]),
  };
}

/** Seals bytes at once; see {@link createSealer}. */
export function seal(key: Buffer, place: string, plain: Buffer): Buffer {
  const sealer = createSealer(key, place);
  return Buffer.concat([sealer.head, sealer.update(plain), sealer.final()]);
}

/** The bytes that were sealed under `key` for `place`. Throws {@link BrokenSealError} for anything else. */
export function unseal(key: Buffer, place: string, sealed: Buffer): Buffer {
  if (sealed.length < 1 + nonceBytes + tagBytes || sealed[0] !== version)
    throw new BrokenSealError('not of a known layout');
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(place, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  try {
    return Buffer.concat([
      decipher.update(sealed.subarray(1 + nonceBytes, sealed.length - tagBytes)),
      decipher.final(),
    ]);
  } catch (cause) {
    throw new BrokenSealError('the tag does not fit', { cause });
  }
}

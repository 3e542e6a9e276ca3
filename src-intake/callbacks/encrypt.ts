import { createHash, hkdfSync } from 'node:crypto';
import { CompactEncrypt } from 'jose';

/** What the key is for: bound into its derivation, so that a key of another use of the secret is another one. */
const bodyInfo = 'vidimus callback encryption v1';
const keyBytes = 32;

/** A key of a scenario's secret for one use, which `info` names: HKDF-SHA256 (RFC 5869) without salt, 32 bytes. */
export function deriveKey(secret: Buffer, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, keyBytes));
}

/** The key that bodies are encrypted under. */
export function encryptionKeyOf(secret: Buffer): Buffer {
  return deriveKey(secret, bodyInfo);
}

/** Names a key without telling it: the first 64 bits of its SHA-256, in hexadecimal. Two secrets are told apart by it, no more. */
export function keyIdOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

/** The bytes as JWE (RFC 7516) in compact form: `dir` and A256GCM under the secret's key, which `kid` names. */
export function encryptBody(plain: Buffer, secret: Buffer): Promise<string> {
  const key = encryptionKeyOf(secret);
  return new CompactEncrypt(plain)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: keyIdOf(key), cty: 'json' })
    .encrypt(key);
}

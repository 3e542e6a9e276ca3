import { createHash, createHmac } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { openIntakeSecret } from '../sealing/intake-secret.ts';
import type { Keyring } from '../sealing/keyring.ts';

/** 160 bits: beyond guessing, and 27 characters in an address. */
const tokenBytes = 20;

/** The token of the `index`th link of a request: the same for ever, and nobody's guess without the key. */
export type LinkTokens = (requestId: string, index: number) => string;

/** SHA-256, hexadecimal: all that the database keeps of a token or a cookie. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Opens the key that tokens are derived from, made at the first start and sealed in the database. */
export async function openLinkTokens(db: Kysely<Database>, keyring: Keyring): Promise<LinkTokens> {
  const key = await openIntakeSecret(db, keyring, 'link-tokens');
  return (requestId, index) =>
    createHmac('sha256', key)
      .update(JSON.stringify(['vidimus-link-1', requestId, index]))
      .digest()
      .subarray(0, tokenBytes)
      .toString('base64url');
}

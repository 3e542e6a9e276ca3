import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { must } from '#shared/lib/invariant.ts';
import type { Database } from '../database/schema.ts';
import type { Keyring } from '../sealing/keyring.ts';

/** 160 bits: beyond guessing, and 27 characters in an address. */
const tokenBytes = 20;
const keyBytes = 32;
const secretName = 'link-tokens';

/** The token of the `index`th link of a request: the same for ever, and nobody's guess without the key. */
export type LinkTokens = (requestId: string, index: number) => string;

/** SHA-256, hexadecimal: all that the database keeps of a token or a cookie. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Opens the key that tokens are derived from, made at the first start and sealed in the database. */
export async function openLinkTokens(db: Kysely<Database>, keyring: Keyring): Promise<LinkTokens> {
  const place = `intake:${secretName}`;
  await db
    .insertInto('intake_secrets')
    .values({ name: secretName, secret: keyring.sealSecret(place, randomBytes(keyBytes)) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db
    .selectFrom('intake_secrets')
    .select('secret')
    .where('name', '=', secretName)
    .executeTakeFirst();
  const key = keyring.openSecret(place, must(row, 'it was just made').secret);
  return (requestId, index) =>
    createHmac('sha256', key)
      .update(JSON.stringify(['vidimus-link-1', requestId, index]))
      .digest()
      .subarray(0, tokenBytes)
      .toString('base64url');
}

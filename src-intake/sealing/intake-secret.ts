import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { must } from '#shared/lib/invariant.ts';
import type { Database } from '../database/schema.ts';
import type { Keyring } from './keyring.ts';

/** As much as HMAC-SHA256 has use for. */
const keyBytes = 32;

/** One of the intake's own 256-bit keys, by its use: made when it is first asked for, sealed in the database, the same for all its processes. */
export async function openIntakeSecret(
  db: Kysely<Database>,
  keyring: Keyring,
  name: string,
): Promise<Buffer> {
  const place = `intake:${name}`;
  await db
    .insertInto('intake_secrets')
    .values({ name, secret: keyring.sealSecret(place, randomBytes(keyBytes)) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db
    .selectFrom('intake_secrets')
    .select('secret')
    .where('name', '=', name)
    .executeTakeFirst();
  return keyring.openSecret(place, must(row, 'it was just made').secret);
}

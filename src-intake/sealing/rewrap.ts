import { sql, type Kysely } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Database } from '../database/schema.ts';
import { namesPlaceOf, totpPlaceOf } from './places.ts';
import type { Keyring } from './keyring.ts';

/** Rewrapped in one transaction: some milliseconds of work, and what a kill at the worst moment repeats. */
const batchSize = 500;

/**
 * Everything in the database that the keyring sealed, as `table.column`. Every other column of bytes is sealed under a key that is itself
 * among these, or is a hash; the test holds the list against the schema.
 */
export const columnsUnderKeyring = [
  'feed.key_check',
  'sessions.wrapped_key',
  'scenario_secrets.current_secret',
  'scenario_secrets.previous_secret',
  'intake_secrets.secret',
  'users.sealed_names',
  'users.sealed_totp',
  'users.sealed_next_totp',
  'provider_flows.sealed_secrets',
  'idempotent_replies.sealed_body',
] as const;

/**
 * Brings everything that the keyring sealed under its current key. No intake may run meanwhile. Begun again after a kill it goes on where it
 * was; the proof of the keyring comes first, so that an intake with an older keyring does not start from then on.
 */
export async function rewrapAll(
  db: Kysely<Database>,
  keyring: Keyring,
  onProgress: (sessions: number) => void,
): Promise<void> {
  const isOld = (column: string) =>
    sql<boolean>`substring(${sql.ref(column)} from 1 for ${keyring.currentPrefix.length}) <> ${keyring.currentPrefix}`;

  await db.transaction().execute(async (trx) => {
    const feed = await trx.selectFrom('feed').select('feed_id').where(isOld('key_check')).executeTakeFirst();
    if (feed !== undefined)
      await trx
        .updateTable('feed')
        .set({ key_check: keyring.sealCheck(feed.feed_id) })
        .execute();
    const reseal = (place: string, sealed: Buffer): Buffer =>
      keyring.sealSecret(place, keyring.openSecret(place, sealed));
    for (const { name, secret } of await trx.selectFrom('intake_secrets').selectAll().execute())
      await trx
        .updateTable('intake_secrets')
        .set({ secret: reseal(`intake:${name}`, secret) })
        .where('name', '=', name)
        .execute();
    for (const row of await trx.selectFrom('users').selectAll().execute()) {
      const totp = (sealed: Buffer | null): Buffer | null => sealed && reseal(totpPlaceOf(row.id), sealed);
      await trx
        .updateTable('users')
        .set({
          sealed_names: reseal(namesPlaceOf(row.id), row.sealed_names),
          sealed_totp: totp(row.sealed_totp),
          sealed_next_totp: totp(row.sealed_next_totp),
        })
        .where('id', '=', row.id)
        .execute();
    }
    // Minutes and a day old at most: a sign-in that was half done begins anew, and a request that is sent again is carried out again, which its
    // own ids make harmless.
    await trx.deleteFrom('provider_flows').execute();
    await trx.deleteFrom('idempotent_replies').execute();
    for (const row of await trx.selectFrom('scenario_secrets').selectAll().execute()) {
      const place = `scenario:${row.scenario_id}`;
      await trx
        .updateTable('scenario_secrets')
        .set({
          current_secret: reseal(place, row.current_secret),
          previous_secret: row.previous_secret && reseal(place, row.previous_secret),
        })
        .where('scenario_id', '=', row.scenario_id)
        .execute();
    }
  });

  let done = 0;
  let last: SessionId | undefined;
  do {
    const { id: next, count } = await db.transaction().execute(async (trx) => {
      const rows = await trx
        .selectFrom('sessions')
        .select(['id', 'wrapped_key'])
        .where('wrapped_key', 'is not', null)
        .where(isOld('wrapped_key'))
        .$if(last !== undefined, (query) => query.where('id', '>', must(last, 'asked a line above')))
        .orderBy('id')
        .limit(batchSize)
        .execute();
      for (const { id, wrapped_key: wrapped } of rows)
        if (wrapped !== null)
          await trx
            .updateTable('sessions')
            .set({ wrapped_key: keyring.rewrapSessionKey(id, wrapped) })
            .where('id', '=', id)
            .execute();
      return { id: rows.at(-1)?.id, count: rows.length };
    });
    last = next;
    done += count;
    onProgress(done);
  } while (last !== undefined);
}

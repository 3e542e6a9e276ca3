import { sql, type Kysely } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Database } from '../database/schema.ts';
import { namesPlaceOf, personKeyPlaceOf, totpPlaceOf } from './places.ts';
import type { Keyring } from './keyring.ts';

/** Rewrapped in one transaction: some milliseconds of work, and what a kill at the worst moment repeats. */
const batchSize = 500;

/** Secrets that the keyring sealed, each bound to its place, which the row's id tells. */
interface SealedColumns {
  readonly table: string;
  /** The column with the row's id. */
  readonly id: string;
  readonly columns: readonly string[];
  readonly placeOf: (id: string) => string;
}

const secrets: readonly SealedColumns[] = [
  { table: 'intake_secrets', id: 'name', columns: ['secret'], placeOf: (name) => `intake:${name}` },
  {
    table: 'scenario_secrets',
    id: 'scenario_id',
    columns: ['current_secret', 'previous_secret'],
    placeOf: (id) => `scenario:${id}`,
  },
  { table: 'users', id: 'id', columns: ['sealed_names'], placeOf: namesPlaceOf },
  { table: 'users', id: 'id', columns: ['sealed_totp', 'sealed_next_totp'], placeOf: totpPlaceOf },
  { table: 'listed_person_keys', id: 'person_id', columns: ['wrapped_key'], placeOf: personKeyPlaceOf },
  { table: 'provider_flows', id: 'id', columns: ['sealed_secrets'], placeOf: (id) => `provider-flow:${id}` },
];

/**
 * Everything in the database that the keyring sealed, as `table.column`. Every other column of bytes is sealed under a key that is itself
 * among these, or is a hash; a test holds the list against the schema.
 */
export const columnsUnderKeyring: readonly string[] = [
  'feed.key_check',
  'sessions.wrapped_key',
  // Dropped rather than brought under the new key: a day old at most.
  'idempotent_replies.sealed_body',
  ...secrets.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`)),
];

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
    // A request that is sent again is carried out again, which its own ids make harmless.
    await trx.deleteFrom('idempotent_replies').execute();
    for (const { table, id, columns, placeOf } of secrets)
      for (const column of columns) {
        const { rows } = await sql<{ id: string; sealed: Buffer }>`
          select ${sql.ref(id)}::text as id, ${sql.ref(column)} as sealed from ${sql.table(table)}
          where ${isOld(column)}`.execute(trx);
        for (const row of rows) {
          const place = placeOf(row.id);
          const sealed = keyring.sealSecret(place, keyring.openSecret(place, row.sealed));
          await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sealed}
            where ${sql.ref(id)}::text = ${row.id}`.execute(trx);
        }
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

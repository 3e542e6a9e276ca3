import { sql, type Kysely } from 'kysely';

/**
 * Small captures lie, sealed, in their row: the commit that acknowledges them syncs them too. Every other one has its address in the
 * store of blobs. Ciphertext does not compress.
 */
export async function keepSmallCaptures(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`alter table captures alter column blob drop not null`,
    sql`alter table captures add column sealed bytea`,
    sql`alter table captures alter column sealed set storage external`,
    sql`alter table captures add constraint captures_lie_somewhere check ((blob is null) <> (sealed is null))`,
  ])
    await statement.execute(db);
}

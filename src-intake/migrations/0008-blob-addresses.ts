import { sql, type Kysely } from 'kysely';

/**
 * Finds the capture that names a blob, for the sweep that looks for blobs which none does; and names the store of pictures apart from the
 * feed, whose identity is another one after a restore.
 */
export async function indexBlobAddresses(db: Kysely<unknown>): Promise<void> {
  await sql`create index captures_by_blob on captures (blob)`.execute(db);
  await sql`alter table feed add column store_id uuid not null default gen_random_uuid()`.execute(db);
}

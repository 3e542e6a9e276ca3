import { sql, type Kysely } from 'kysely';

/** Finds the capture that names a blob, for the sweep that looks for blobs which none does. */
export async function indexBlobAddresses(db: Kysely<unknown>): Promise<void> {
  await sql`create index captures_by_blob on captures (blob)`.execute(db);
}

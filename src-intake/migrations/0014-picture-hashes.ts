import { sql, type Kysely } from 'kysely';

/**
 * What pictures of sessions look like from afar: the hashes sealed under the session's key, and keyed hashes of parts of the coarse one, by which
 * rows that may be near are found without opening the others. Rows go when their session is purged.
 */
export async function createPictureHashes(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table picture_hashes (
      number bigint primary key generated always as identity,
      session_id uuid not null references sessions (id),
      capture_id uuid not null,
      bands bytea[] not null,
      sealed bytea not null,
      shown_at timestamptz not null,
      unique (session_id, capture_id)
    )`,
    sql`create index picture_hashes_by_band on picture_hashes using gin (bands)`,
  ];
  for (const statement of statements) await statement.execute(db);
}

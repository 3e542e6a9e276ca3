import { sql, type Kysely } from 'kysely';

/**
 * What the frames of challenges look like from afar: a row for each film, its hashes sealed under the session's key, and keyed hashes of parts
 * of the coarse ones, by which films that may be the same are found without opening the others. Rows go when their session is purged.
 */
export async function createFilmHashes(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table film_hashes (
      number bigint primary key generated always as identity,
      session_id uuid not null references sessions (id),
      first_frame uuid not null,
      bands bytea[] not null,
      sealed bytea not null,
      shown_at timestamptz not null,
      unique (session_id, first_frame)
    )`,
    sql`create index film_hashes_by_band on film_hashes using gin (bands)`,
  ];
  for (const statement of statements) await statement.execute(db);
}

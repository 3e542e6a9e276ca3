import { sql, type Kysely, type Transaction } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Database, NewFilmHashRow } from '../database/schema.ts';

/** Some hundreds of milliseconds of opening: of more films that share a part, only the newest are looked at. */
const mostCandidates = 5000;

/** One of a film: what was kept of it stays as it is. */
export async function insertFilmHashes(
  trx: Transaction<Database>,
  rows: readonly NewFilmHashRow[],
): Promise<void> {
  if (rows.length > 0)
    await trx
      .insertInto('film_hashes')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** Films of other sessions that share a part, the newest first. */
export async function findFilmsByBands(
  db: Kysely<Database>,
  bands: readonly Buffer[],
  besides: SessionId,
): Promise<
  readonly {
    readonly session_id: SessionId;
    readonly first_frame: string;
    readonly sealed: Buffer;
    readonly wrapped_key: Buffer;
  }[]
> {
  const { rows } = await sql<{
    session_id: SessionId;
    first_frame: string;
    sealed: Buffer;
    wrapped_key: Buffer;
  }>`
    select h.session_id, h.first_frame, h.sealed, s.wrapped_key
    from film_hashes h join sessions s on s.id = h.session_id
    where h.bands && ${[...bands]}::bytea[] and h.session_id <> ${besides} and s.wrapped_key is not null
    order by h.number desc limit ${mostCandidates}`.execute(db);
  return rows;
}

/** Of a session that is purged. */
export async function deleteFilmHashes(trx: Transaction<Database>, sessionId: SessionId): Promise<void> {
  await trx.deleteFrom('film_hashes').where('session_id', '=', sessionId).execute();
}

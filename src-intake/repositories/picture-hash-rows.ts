import { sql, type Kysely, type Transaction } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Database, NewPictureHashRow } from '../database/schema.ts';

/** Hundreds of milliseconds of opening: beyond about 600,000 pictures only the newest that share a part are looked at. */
const mostCandidates = 20_000;

/** One of a capture: what was kept of it stays as it is. */
export async function insertPictureHashes(
  trx: Transaction<Database>,
  rows: readonly NewPictureHashRow[],
): Promise<void> {
  if (rows.length > 0)
    await trx
      .insertInto('picture_hashes')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** Hashes of other sessions that share a part, the newest first. */
export async function findHashesByBands(
  db: Kysely<Database>,
  bands: readonly Buffer[],
  besides: SessionId,
): Promise<
  readonly {
    readonly session_id: SessionId;
    readonly capture_id: string;
    readonly sealed: Buffer;
    readonly wrapped_key: Buffer;
  }[]
> {
  const { rows } = await sql<{
    session_id: SessionId;
    capture_id: string;
    sealed: Buffer;
    wrapped_key: Buffer;
  }>`
    select h.session_id, h.capture_id, h.sealed, s.wrapped_key
    from picture_hashes h join sessions s on s.id = h.session_id
    where h.bands && ${[...bands]}::bytea[] and h.session_id <> ${besides} and s.wrapped_key is not null
    order by h.number desc limit ${mostCandidates}`.execute(db);
  return rows;
}

/** Of a session that is purged. */
export async function deletePictureHashes(trx: Transaction<Database>, sessionId: SessionId): Promise<void> {
  await trx.deleteFrom('picture_hashes').where('session_id', '=', sessionId).execute();
}

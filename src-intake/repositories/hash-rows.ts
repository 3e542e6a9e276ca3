import { sql, type Kysely, type Transaction } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Database } from '../database/schema.ts';

/** Where hashes of one kind are kept, and by what they are told apart within a session. */
export const hashTables = {
  'picture-hash': { table: 'picture_hashes', of: 'capture_id' },
  'film-hash': { table: 'film_hashes', of: 'first_frame' },
} as const;
export type HashKind = keyof typeof hashTables;

/** What is kept of one thing stays as it is. */
export async function insertHashes(
  trx: Transaction<Database>,
  kind: HashKind,
  rows: readonly {
    readonly sessionId: SessionId;
    readonly of: string;
    readonly bands: readonly Buffer[];
    readonly sealed: Buffer;
    readonly shownAt: Date;
  }[],
): Promise<void> {
  if (rows.length === 0) return;
  const { table, of } = hashTables[kind];
  const values = rows.map(
    (row) => sql`(${row.sessionId}, ${row.of}, ${[...row.bands]}::bytea[], ${row.sealed}, ${row.shownAt})`,
  );
  await sql`
    insert into ${sql.table(table)} (session_id, ${sql.ref(of)}, bands, sealed, shown_at)
    values ${sql.join(values)} on conflict do nothing`.execute(trx);
}

/** Numbers of those of other sessions that share a part, the newest first. */
export async function findNumbersByBands(
  db: Kysely<Database>,
  kind: HashKind,
  bands: readonly Buffer[],
  besides: SessionId,
): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select number from ${sql.table(hashTables[kind].table)}
    where bands && ${[...bands]}::bytea[] and session_id <> ${besides} order by number desc`.execute(db);
  return rows.map(({ number }) => number);
}

/** Those that are still there, with the key of their session, the newest first. */
export async function readHashes(
  db: Kysely<Database>,
  kind: HashKind,
  numbers: readonly number[],
): Promise<
  readonly {
    readonly session_id: SessionId;
    readonly of: string;
    readonly sealed: Buffer;
    readonly wrapped_key: Buffer;
  }[]
> {
  const { table, of } = hashTables[kind];
  const { rows } = await sql<{ session_id: SessionId; of: string; sealed: Buffer; wrapped_key: Buffer }>`
    select h.session_id, h.${sql.ref(of)} as of, h.sealed, s.wrapped_key
    from ${sql.table(table)} h join sessions s on s.id = h.session_id
    where h.number = any(${[...numbers]}::bigint[]) and s.wrapped_key is not null
    order by h.number desc`.execute(db);
  return rows;
}

/** Of a session that is purged. */
export async function deleteHashes(trx: Transaction<Database>, sessionId: SessionId): Promise<void> {
  for (const { table } of Object.values(hashTables))
    await trx.deleteFrom(table).where('session_id', '=', sessionId).execute();
}

import { sql, type Kysely, type Transaction } from 'kysely';
import { must } from '#shared/lib/invariant.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import type { SessionStatus } from '#shared/domain/session.ts';
import type { Database, EventRow, NewEventRow } from '../database/schema.ts';

/** The position of the last event of all; 0 before the first. */
export async function readLastPosition(db: Kysely<Database>): Promise<number> {
  const row = await db.selectFrom('feed').select('last_position').executeTakeFirst();
  return must(row, 'the feed has its row').last_position;
}

/**
 * Stores events at the next places of the feed, notes the last event of each session and its state in its row, and tells every intake process on
 * `channel` once the transaction has committed; in one statement, since every writer of any session waits for the next. Returns the first
 * place. The counter's row stays locked until the transaction ends, so that positions become visible in their order and a reader never
 * passes one that commits late.
 */
export async function storeEvents(
  trx: Transaction<Database>,
  rows: readonly (Omit<NewEventRow, 'position'> & {
    /** What the event makes of its session; null where nobody can know any more. */
    readonly status: SessionStatus | null;
  })[],
  channel: string,
): Promise<number> {
  const { rows: told } = await sql<{ first: number }>`
    with new as materialized (
      select * from unnest(${rows.map((row) => row.session_id)}::uuid[], ${rows.map((row) => row.seq)}::int[],
        ${rows.map((row) => row.type)}::text[], ${rows.map((row) => row.at)}::timestamptz[],
        ${rows.map((row) => row.actor_kind)}::text[], ${rows.map((row) => row.actor_id)}::text[],
        ${rows.map((row) => row.sealed_body)}::bytea[], ${rows.map((row) => row.body_sha256)}::text[],
        ${rows.map((row) => row.previous_hash)}::text[], ${rows.map((row) => row.hash)}::text[],
        ${rows.map((row) => row.status)}::text[]) with ordinality
        as new (session_id, seq, type, at, actor_kind, actor_id, sealed_body, body_sha256, previous_hash, hash, status, nth)
    ), place as (
      update feed set last_position = last_position + ${rows.length}
      returning last_position - ${rows.length} as before
    ), stored as (
      insert into events (position, session_id, seq, type, at, actor_kind, actor_id, sealed_body, body_sha256,
        previous_hash, hash)
      select place.before + nth, session_id, seq, type, at, actor_kind, actor_id, sealed_body, body_sha256,
        previous_hash, hash
      from new, place
    ), heads as (
      update sessions set head_seq = last.seq, head_hash = last.hash,
        status = coalesce(last.status, sessions.status), changed_at = last.at
      from (select distinct on (session_id) session_id, seq, hash, status, at from new order by session_id, seq desc) as last
      where sessions.id = last.session_id
    )
    select before + 1 as first, pg_notify(${channel}, '') from place`.execute(trx);
  return must(told[0], 'the feed has its row').first;
}

/** All events of a session, by `seq`. */
export function listEventRows(db: Kysely<Database>, sessionId: SessionId): Promise<EventRow[]> {
  return db.selectFrom('events').selectAll().where('session_id', '=', sessionId).orderBy('seq').execute();
}

/** All events of several sessions, by session and `seq`. */
export function listEventRowsOf(db: Kysely<Database>, sessionIds: readonly SessionId[]): Promise<EventRow[]> {
  return db
    .selectFrom('events')
    .selectAll()
    .where('session_id', 'in', sessionIds)
    .orderBy('session_id')
    .orderBy('seq')
    .execute();
}

export type FeedRow = EventRow & { wrapped_key: Buffer | null };

/**
 * Events after a position, in order, with the wrapped keys of their sessions: one at least, and then as many as are within both limits.
 * The database stops at the bytes, or two hundred analyses of a megabyte each would be in memory to send the first four.
 */
export function listFeedRows(
  db: Kysely<Database>,
  after: number,
  limits: { readonly events: number; readonly bytes: number },
): Promise<FeedRow[]> {
  const next = db
    .selectFrom('events')
    .select('position')
    .select(sql<number>`row_number() over (order by position)`.as('nth'))
    .select(sql<number>`sum(length(sealed_body)) over (order by position)`.as('bytes'))
    .where('position', '>', after)
    .orderBy('position')
    .limit(limits.events);
  return db
    .selectFrom(next.as('next'))
    .innerJoin('events', 'events.position', 'next.position')
    .innerJoin('sessions', 'sessions.id', 'events.session_id')
    .selectAll('events')
    .select('sessions.wrapped_key')
    .where((eb) => eb.or([eb('next.nth', '=', 1), eb('next.bytes', '<=', limits.bytes)]))
    .orderBy('events.position')
    .execute();
}

/** Tells every intake process on this database, once the transaction has committed. */
export async function notify(trx: Kysely<Database>, channel: string): Promise<void> {
  await sql`select pg_notify(${channel}, '')`.execute(trx);
}

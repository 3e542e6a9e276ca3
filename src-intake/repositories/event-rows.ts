import { sql, type Kysely, type Transaction } from 'kysely';
import { must } from '#shared/lib/invariant.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Database, EventRow, NewEventRow } from '../database/schema.ts';

/**
 * Takes the next `count` places of the feed and returns the first. The counter's row stays locked until the transaction ends, so
 * that positions become visible in their order and a reader never passes one that commits late.
 */
export async function takePositions(trx: Transaction<Database>, count: number): Promise<number> {
  const { last_position: last } = await trx
    .updateTable('feed')
    .set((eb) => ({ last_position: eb('last_position', '+', count) }))
    .returning('last_position')
    .executeTakeFirstOrThrow();
  return last - count + 1;
}

/** The position of the last event of all; 0 before the first. */
export async function readLastPosition(db: Kysely<Database>): Promise<number> {
  const row = await db.selectFrom('feed').select('last_position').executeTakeFirst();
  return must(row, 'the feed has its row').last_position;
}

export async function insertEvents(trx: Transaction<Database>, rows: readonly NewEventRow[]): Promise<void> {
  await trx.insertInto('events').values(rows).execute();
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

/** Events after a position, in order, with the wrapped keys of their sessions. */
export function listFeedRows(db: Kysely<Database>, after: number, limit: number): Promise<FeedRow[]> {
  return db
    .selectFrom('events')
    .innerJoin('sessions', 'sessions.id', 'events.session_id')
    .selectAll('events')
    .select('sessions.wrapped_key')
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute();
}

/** Tells every intake process on this database, once the transaction has committed. */
export async function notify(trx: Kysely<Database>, channel: string): Promise<void> {
  await sql`select pg_notify(${channel}, '')`.execute(trx);
}

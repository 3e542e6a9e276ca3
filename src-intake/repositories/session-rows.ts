import type { Kysely, Transaction } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Session } from '#shared/domain/session.ts';
import type { Database, SessionRow } from '../database/schema.ts';
import { forgetShown } from './history-rows.ts';

/** Adds a session; false when its id is taken. */
export async function insertSession(db: Kysely<Database>, row: SessionRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('sessions')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** The session's row. Within a transaction, `forUpdate` makes every other writer of this session wait. */
export function findSession(
  db: Kysely<Database>,
  id: SessionId,
  { forUpdate }: { forUpdate: boolean },
): Promise<SessionRow | undefined> {
  const query = db.selectFrom('sessions').selectAll().where('id', '=', id);
  return (forUpdate ? query.forUpdate() : query).executeTakeFirst();
}

/** What a session is listed and filtered by. */
export const indexOf = ({ scenario, source, clientKey, status, lastAt }: Session) =>
  ({
    scenario_id: scenario.id,
    source,
    client_key: clientKey,
    status,
    changed_at: new Date(lastAt),
  }) satisfies Partial<SessionRow>;

/** The rows of those of the sessions that are there, locked in one order until the transaction ends. */
export function lockSessions(trx: Transaction<Database>, ids: readonly SessionId[]): Promise<SessionRow[]> {
  return trx.selectFrom('sessions').selectAll().where('id', 'in', ids).orderBy('id').forUpdate().execute();
}

/** `seq` of the session's last event, without a lock. */
export async function findLastSeq(db: Kysely<Database>, id: SessionId): Promise<number | undefined> {
  const row = await db.selectFrom('sessions').select('head_seq').where('id', '=', id).executeTakeFirst();
  return row?.head_seq;
}

/** Deletes the session's key, and what stands in the clear of it elsewhere; no sweep has to look at it again. */
export async function forgetSession(trx: Transaction<Database>, id: SessionId): Promise<void> {
  await trx
    .updateTable('sessions')
    .set({ wrapped_key: null, freezes_at: null, purge_at: null, client_key: null })
    .where('id', '=', id)
    .execute();
  await trx.updateTable('links').set({ client_key: null }).where('session_id', '=', id).execute();
  await forgetShown(trx, id);
}

/** One session whose `column` is over, locked; `without` some, and those that another process is seeing to are passed over. */
export async function findDueSession(
  trx: Transaction<Database>,
  column: 'freezes_at' | 'purge_at',
  now: string,
  without: readonly SessionId[],
): Promise<SessionId | undefined> {
  let query = trx.selectFrom('sessions').select('id').where(column, '<=', new Date(now));
  if (without.length > 0) query = query.where('id', 'not in', without);
  const row = await query.orderBy(column).limit(1).forUpdate().skipLocked().executeTakeFirst();
  return row?.id;
}

/** Notes that the end of the session's lifetime has been seen to. */
export async function clearFreeze(trx: Transaction<Database>, id: SessionId): Promise<void> {
  await trx.updateTable('sessions').set({ freezes_at: null }).where('id', '=', id).execute();
}

/** Which sessions a list shows. */
export interface SessionFilter {
  readonly status?: Session['status'] | undefined;
  readonly scenarioId?: string | undefined;
  readonly source?: Session['source'] | undefined;
  readonly clientKey?: string | undefined;
  readonly createdFrom?: string | undefined;
  readonly createdBefore?: string | undefined;
  /** Where the page before ended. */
  readonly after?: { readonly createdAt: string; readonly id: SessionId } | undefined;
  readonly limit: number;
}

/** Sessions that were not purged, newest first. */
export function listSessionRows(db: Kysely<Database>, filter: SessionFilter): Promise<SessionRow[]> {
  const { status, scenarioId, source, clientKey, createdFrom, createdBefore, after, limit } = filter;
  let query = db
    .selectFrom('sessions')
    .selectAll()
    .where('wrapped_key', 'is not', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (status !== undefined) query = query.where('status', '=', status);
  if (scenarioId !== undefined) query = query.where('scenario_id', '=', scenarioId);
  if (source !== undefined) query = query.where('source', '=', source);
  if (clientKey !== undefined) query = query.where('client_key', '=', clientKey);
  if (createdFrom !== undefined) query = query.where('created_at', '>=', new Date(createdFrom));
  if (createdBefore !== undefined) query = query.where('created_at', '<', new Date(createdBefore));
  if (after !== undefined)
    query = query.where((eb) =>
      eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(new Date(after.createdAt), after.id)),
    );
  return query.execute();
}

/** Some of the sessions that the index lacks. */
export async function listUnindexed(db: Kysely<Database>, limit: number): Promise<SessionId[]> {
  const rows = await db
    .selectFrom('sessions')
    .select('id')
    .where('source', 'is', null)
    .where('wrapped_key', 'is not', null)
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

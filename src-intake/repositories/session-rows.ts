import type { Kysely } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Database, SessionRow } from '../database/schema.ts';

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

/** Remembers the session's last event. */
export async function updateSessionHead(
  db: Kysely<Database>,
  id: SessionId,
  head: { seq: number; hash: string },
): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ head_seq: head.seq, head_hash: head.hash })
    .where('id', '=', id)
    .execute();
}

/** `seq` of the session's last event, without a lock. */
export async function findLastSeq(db: Kysely<Database>, id: SessionId): Promise<number | undefined> {
  const row = await db.selectFrom('sessions').select('head_seq').where('id', '=', id).executeTakeFirst();
  return row?.head_seq;
}

import type { Kysely, Transaction } from 'kysely';
import type { CaptureId, SessionId } from '#shared/domain/ids.ts';
import type { CaptureRow, Database } from '../database/schema.ts';

export async function insertCapture(trx: Transaction<Database>, row: CaptureRow): Promise<void> {
  await trx.insertInto('captures').values(row).execute();
}

export function findCapture(db: Kysely<Database>, id: CaptureId): Promise<CaptureRow | undefined> {
  return db.selectFrom('captures').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Deletes the captures of a session and answers where their blobs lie. */
export async function deleteCaptures(trx: Transaction<Database>, sessionId: SessionId): Promise<string[]> {
  const rows = await trx
    .deleteFrom('captures')
    .where('session_id', '=', sessionId)
    .returning('blob')
    .execute();
  return rows.map(({ blob }) => blob);
}

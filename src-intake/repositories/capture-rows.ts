import type { Kysely, Transaction } from 'kysely';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { CaptureRow, Database } from '../database/schema.ts';

export async function insertCapture(trx: Transaction<Database>, row: CaptureRow): Promise<void> {
  await trx.insertInto('captures').values(row).execute();
}

export function findCapture(db: Kysely<Database>, id: CaptureId): Promise<CaptureRow | undefined> {
  return db.selectFrom('captures').selectAll().where('id', '=', id).executeTakeFirst();
}

import type { Kysely, Transaction } from 'kysely';
import type { CaptureId, SessionId } from '#shared/domain/ids.ts';
import type { CaptureRow, Database, NewCaptureRow } from '../database/schema.ts';

export async function insertCapture(trx: Transaction<Database>, row: NewCaptureRow): Promise<void> {
  await trx.insertInto('captures').values(row).execute();
}

/** Adds those whose ids are free, in one statement, and answers which they are. */
export async function insertNewCaptures(
  trx: Transaction<Database>,
  rows: readonly NewCaptureRow[],
): Promise<ReadonlySet<CaptureId>> {
  if (rows.length === 0) return new Set();
  const added = await trx
    .insertInto('captures')
    // In one order, or two transactions with the same ids could wait for each other.
    .values(rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  return new Set(added.map(({ id }) => id));
}

export function findCapture(db: Kysely<Database>, id: CaptureId): Promise<CaptureRow | undefined> {
  return db.selectFrom('captures').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Which of these blobs captures name. */
export async function selectNamedBlobs(
  db: Kysely<Database>,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('captures').select('blob').where('blob', 'in', addresses).execute();
  return new Set(rows.flatMap(({ blob }) => blob ?? []));
}

/** Deletes the captures of a session and answers where their blobs lie; small ones had none. */
export async function deleteCaptures(trx: Transaction<Database>, sessionId: SessionId): Promise<string[]> {
  const rows = await trx
    .deleteFrom('captures')
    .where('session_id', '=', sessionId)
    .returning('blob')
    .execute();
  return rows.flatMap(({ blob }) => blob ?? []);
}

import { sql, type Transaction } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Database, ShownDocumentRow, ShownPictureRow } from '../database/schema.ts';

/** An earlier session that showed something. */
export interface ShownBefore {
  readonly sessionId: SessionId;
  readonly client: Buffer | null;
}

/**
 * Makes every other transaction that looks for one of these values wait until this one ends. Locks are taken in one order, so that no two
 * wait for each other; take them before any place in the feed, for which everybody waits.
 */
export async function lockValues(trx: Transaction<Database>, values: readonly Buffer[]): Promise<void> {
  // Values that share their first 64 bits only wait for each other in vain.
  const keys = [...new Set(values.map((value) => value.readBigInt64BE(0)))].sort((a, b) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
  for (const key of keys) await sql`select pg_advisory_xact_lock(${key.toString()}::bigint)`.execute(trx);
}

export async function insertShown(
  trx: Transaction<Database>,
  documents: readonly ShownDocumentRow[],
  pictures: readonly ShownPictureRow[],
): Promise<void> {
  if (documents.length > 0)
    await trx
      .insertInto('shown_documents')
      .values(documents)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  if (pictures.length > 0)
    await trx
      .insertInto('shown_pictures')
      .values(pictures)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** Other sessions where the person showed a document of this type with another number, or with this number and other data. */
export async function findSamePerson(
  trx: Transaction<Database>,
  row: ShownDocumentRow,
): Promise<ShownBefore[]> {
  if (row.person === null) return [];
  return newestFirst(
    await trx
      .selectFrom('shown_documents')
      .select(['session_id', 'client', 'shown_at'])
      .where('person', '=', row.person)
      .where('document_type', '=', row.document_type)
      .where('session_id', '<>', row.session_id)
      .where((eb) =>
        eb.or([
          eb('document', '<>', row.document),
          ...(row.document_data === null
            ? []
            : [eb.and([eb('document_data', 'is not', null), eb('document_data', '<>', row.document_data)])]),
        ]),
      )
      .execute(),
  );
}

/** Other sessions where somebody else showed this document. */
export async function findSameDocument(
  trx: Transaction<Database>,
  row: ShownDocumentRow,
): Promise<ShownBefore[]> {
  if (row.person === null) return [];
  return newestFirst(
    await trx
      .selectFrom('shown_documents')
      .select(['session_id', 'client', 'shown_at'])
      .where('document', '=', row.document)
      .where('person', '<>', row.person)
      .where('session_id', '<>', row.session_id)
      .execute(),
  );
}

/** Other sessions with one of these pictures. */
export async function findSamePictures(
  trx: Transaction<Database>,
  sessionId: SessionId,
  pictures: readonly Buffer[],
): Promise<ShownBefore[]> {
  if (pictures.length === 0) return [];
  return newestFirst(
    await trx
      .selectFrom('shown_pictures')
      .select(['session_id', 'client', 'shown_at'])
      .where('picture', 'in', pictures)
      .where('session_id', '<>', sessionId)
      .execute(),
  );
}

/** Deletes what a session showed. */
export async function forgetShown(trx: Transaction<Database>, sessionId: SessionId): Promise<void> {
  await trx.deleteFrom('shown_documents').where('session_id', '=', sessionId).execute();
  await trx.deleteFrom('shown_pictures').where('session_id', '=', sessionId).execute();
}

function newestFirst(
  rows: readonly { session_id: SessionId; client: Buffer | null; shown_at: Date }[],
): ShownBefore[] {
  const sorted = rows.toSorted((a, b) => b.shown_at.getTime() - a.shown_at.getTime());
  const seen = new Map(sorted.map(({ session_id: sessionId, client }) => [sessionId, { sessionId, client }]));
  return [...seen.values()];
}

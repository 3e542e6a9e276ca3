import { sql, type Expression, type Kysely, type Transaction } from 'kysely';
import { mostOthers } from '#shared/domain/history.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Database, ShownDocumentRow, ShownPictureRow } from '../database/schema.ts';
import { deleteHashes } from './hash-rows.ts';

/** Earlier sessions that showed something: the newest {@link mostOthers}, newest first, and how many there are. */
export interface ShownBefore {
  readonly others: readonly { readonly sessionId: SessionId; readonly client: Buffer | null }[];
  readonly total: number;
}

const nobody: ShownBefore = { others: [], total: 0 };

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
): Promise<ShownBefore> {
  if (row.person === null) return nobody;
  return newestOf(
    trx,
    trx
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
      ),
  );
}

/** Other sessions where somebody else showed this document. */
export async function findSameDocument(
  trx: Transaction<Database>,
  row: ShownDocumentRow,
): Promise<ShownBefore> {
  if (row.person === null) return nobody;
  return newestOf(
    trx,
    trx
      .selectFrom('shown_documents')
      .select(['session_id', 'client', 'shown_at'])
      .where('document', '=', row.document)
      .where('person', '<>', row.person)
      .where('session_id', '<>', row.session_id),
  );
}

/** Those of the sessions in which somebody else than these people showed a document. */
export async function findOtherPersons(
  trx: Transaction<Database>,
  sessionIds: readonly SessionId[],
  persons: readonly Buffer[],
): Promise<ShownBefore> {
  if (sessionIds.length === 0 || persons.length === 0) return nobody;
  return newestOf(
    trx,
    trx
      .selectFrom('shown_documents')
      .select(['session_id', 'client', 'shown_at'])
      .where('session_id', 'in', sessionIds)
      .where('person', 'is not', null)
      .where('person', 'not in', persons),
  );
}

/** Other sessions that showed this document, whoever showed it: the newest {@link mostOthers}. */
export async function findDocument(trx: Transaction<Database>, row: ShownDocumentRow): Promise<ShownBefore> {
  return newestOf(
    trx,
    trx
      .selectFrom('shown_documents')
      .select(['session_id', 'client', 'shown_at'])
      .where('document', '=', row.document)
      .where('session_id', '<>', row.session_id),
  );
}

/**
 * Of other sessions those that may have sent nearly the same picture again: documents of one layout look alike, so that a session that showed
 * other documents, and none of these, is left out. Whoever showed no document that was read stays.
 */
export async function findNearlySame(
  trx: Transaction<Database>,
  sessionIds: readonly SessionId[],
  documents: readonly Buffer[],
): Promise<ShownBefore> {
  if (sessionIds.length === 0) return nobody;
  const shown = trx
    .selectFrom('shown_pictures')
    .select(['session_id', 'client', 'shown_at'])
    .where('session_id', 'in', sessionIds);
  if (documents.length === 0) return newestOf(trx, shown);
  return newestOf(
    trx,
    shown.where((eb) => {
      const documentsOf = eb
        .selectFrom('shown_documents')
        .select('shown_documents.session_id')
        .whereRef('shown_documents.session_id', '=', 'shown_pictures.session_id');
      return eb.or([
        eb.not(eb.exists(documentsOf)),
        eb.exists(documentsOf.where('document', 'in', documents)),
      ]);
    }),
  );
}

/** Other sessions with one of these pictures. */
export async function findSamePictures(
  trx: Transaction<Database>,
  sessionId: SessionId,
  pictures: readonly Buffer[],
): Promise<ShownBefore> {
  if (pictures.length === 0) return nobody;
  return newestOf(
    trx,
    trx
      .selectFrom('shown_pictures')
      .select(['session_id', 'client', 'shown_at'])
      .where('picture', 'in', pictures)
      .where('session_id', '<>', sessionId),
  );
}

/**
 * Some of the sessions that were analyzed and of which nothing is written down here, by id, from after the one called `after`. Every
 * analysis of a picture leaves a row of that picture; of samples nothing is written down ever.
 */
export async function listUnremembered(
  db: Kysely<Database>,
  after: SessionId | null,
  limit: number,
): Promise<SessionId[]> {
  const { rows } = await sql<{ id: SessionId }>`
    select id from sessions
    where wrapped_key is not null and source <> 'sample' and (${after}::uuid is null or id > ${after}::uuid)
      and exists (select from events where session_id = sessions.id and type = 'capture.received')
      and exists (select from events where session_id = sessions.id and type in ('step.analyzed', 'session.analyzed'))
      and not exists (select from shown_pictures where session_id = sessions.id)
    order by id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Deletes what a session showed. */
export async function forgetShown(trx: Transaction<Database>, sessionId: SessionId): Promise<void> {
  await trx.deleteFrom('shown_documents').where('session_id', '=', sessionId).execute();
  await trx.deleteFrom('shown_pictures').where('session_id', '=', sessionId).execute();
  await deleteHashes(trx, sessionId);
}

/** Counted by the database: a picture that a broken program sends with every session is in a hundred thousand of them. */
async function newestOf(trx: Transaction<Database>, shown: Expression<unknown>): Promise<ShownBefore> {
  const { rows } = await sql<{ session_id: SessionId; client: Buffer | null; total: number }>`
    select session_id, client, count(*) over ()::int as total from ${shown} as shown
    group by session_id, client order by max(shown_at) desc, session_id limit ${mostOthers}`.execute(trx);
  return {
    others: rows.map(({ session_id: sessionId, client }) => ({ sessionId, client })),
    total: rows[0]?.total ?? 0,
  };
}

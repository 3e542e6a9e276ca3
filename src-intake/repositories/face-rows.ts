import { sql, type Kysely, type Transaction } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Database } from '../database/schema.ts';

/** A template as it is stored, with what opens it. */
export interface StoredTemplate {
  readonly key: number;
  readonly model: string;
  readonly sealed: Buffer;
  readonly owner:
    | { readonly kind: 'person'; readonly personId: string; readonly wrappedKey: Buffer }
    | {
        readonly kind: 'session';
        readonly sessionId: SessionId;
        readonly stepId: string;
        readonly wrappedKey: Buffer;
      };
}

// Any number that no other lock of ours has; those of history are hashes of 64 bits.
const templateLock = 0x66616365;

/**
 * Makes every other writer of templates wait until this transaction ends, so that keys come in the order of commits. Taken after any session
 * and value, before any place in the feed or the audit log.
 */
export async function lockTemplates(trx: Transaction<Database>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${templateLock}::bigint)`.execute(trx);
}

const templatesWithKeys = (db: Kysely<Database>) =>
  db
    .selectFrom('face_templates')
    .leftJoin('listed_person_keys', 'listed_person_keys.person_id', 'face_templates.person_id')
    .leftJoin('sessions', 'sessions.id', 'face_templates.session_id')
    .select([
      'face_templates.key',
      'face_templates.model',
      'face_templates.sealed',
      'face_templates.person_id',
      'face_templates.session_id',
      'face_templates.step_id',
      'listed_person_keys.wrapped_key as person_key',
      'sessions.wrapped_key as session_key',
    ]);

type TemplateRow = Awaited<ReturnType<ReturnType<typeof templatesWithKeys>['execute']>>[number];

/** None of a session or a person whose key is gone: they were deleted meanwhile, or before a backup was restored. */
function toStored(row: TemplateRow): StoredTemplate[] {
  const { key, model, sealed, person_id: personId, session_id: sessionId, step_id: stepId } = row;
  if (personId !== null && row.person_key !== null)
    return [{ key, model, sealed, owner: { kind: 'person', personId, wrappedKey: row.person_key } }];
  if (sessionId !== null && stepId !== null && row.session_key !== null)
    return [
      { key, model, sealed, owner: { kind: 'session', sessionId, stepId, wrappedKey: row.session_key } },
    ];
  return [];
}

/** Templates with keys beyond `after`, in order; `last` is the last key that was looked at. */
export async function listTemplatesAfter(
  db: Kysely<Database>,
  after: number,
  limit: number,
): Promise<{ readonly templates: readonly StoredTemplate[]; readonly last: number | undefined }> {
  const rows = await templatesWithKeys(db)
    .where('face_templates.key', '>', after)
    .orderBy('face_templates.key')
    .limit(limit)
    .execute();
  return { templates: rows.flatMap(toStored), last: rows.at(-1)?.key };
}

export async function listTemplates(
  db: Kysely<Database>,
  keys: readonly number[],
): Promise<readonly StoredTemplate[]> {
  if (keys.length === 0) return [];
  const rows = await templatesWithKeys(db)
    .where('face_templates.key', 'in', [...keys])
    .execute();
  return rows.flatMap(toStored);
}

export async function listTemplatesOfSessions(
  db: Kysely<Database>,
  ids: readonly SessionId[],
): Promise<readonly StoredTemplate[]> {
  if (ids.length === 0) return [];
  const rows = await templatesWithKeys(db)
    .where('face_templates.session_id', 'in', [...ids])
    .execute();
  return rows.flatMap(toStored);
}

/** Keys that went away, in order. */
export async function listRemovedAfter(
  db: Kysely<Database>,
  after: number,
  limit: number,
): Promise<readonly { readonly number: number; readonly key: number }[]> {
  return db
    .selectFrom('removed_face_templates')
    .select(['number', 'key'])
    .where('number', '>', after)
    .orderBy('number')
    .limit(limit)
    .execute();
}

export async function lastRemoved(db: Kysely<Database>): Promise<number> {
  const row = await db
    .selectFrom('removed_face_templates')
    .select(({ fn }) => fn.max('number').as('number'))
    .executeTakeFirst();
  return row?.number ?? 0;
}

/** Under {@link lockTemplates}. */
export async function insertTemplates(
  trx: Transaction<Database>,
  templates: readonly {
    readonly person_id: string | null;
    readonly session_id: SessionId | null;
    readonly step_id: string | null;
    readonly model: string;
    readonly sealed: Buffer;
    readonly template_id?: string;
    readonly added_at?: Date;
    readonly added_by?: string;
    readonly source_session_id?: SessionId | null;
    readonly sealed_reason?: Buffer;
    readonly sealed_picture?: Buffer | null;
  }[],
): Promise<void> {
  if (templates.length > 0) await trx.insertInto('face_templates').values(templates).execute();
}

/** Under {@link lockTemplates}. */
export async function deleteTemplatesOfSession(trx: Transaction<Database>, id: SessionId): Promise<void> {
  await trx.deleteFrom('face_templates').where('session_id', '=', id).execute();
}

/** A template of somebody on a list without its values and its picture, which are read alone. */
export interface PersonTemplateRow {
  readonly template_id: string;
  readonly model: string;
  readonly added_at: Date | null;
  readonly added_by: string | null;
  readonly source_session_id: SessionId | null;
  readonly sealed_reason: Buffer | null;
  readonly has_picture: boolean;
}

/** In the order in which they were added. */
export function listPersonTemplateRows(db: Kysely<Database>, personId: string): Promise<PersonTemplateRow[]> {
  return db
    .selectFrom('face_templates')
    .select((eb) => [
      'template_id',
      'model',
      'added_at',
      'added_by',
      'source_session_id',
      'sealed_reason',
      eb('sealed_picture', 'is not', null).$castTo<boolean>().as('has_picture'),
    ])
    .where('person_id', '=', personId)
    .orderBy('key')
    .execute();
}

/** What somebody is found by with a net. */
export async function listSealedTemplates(
  db: Kysely<Database>,
  personId: string,
  model: string,
): Promise<readonly Buffer[]> {
  const rows = await db
    .selectFrom('face_templates')
    .select('sealed')
    .where('person_id', '=', personId)
    .where('model', '=', model)
    .execute();
  return rows.map(({ sealed }) => sealed);
}

/** Undefined where the person has no such template. */
export function findTemplatePicture(
  db: Kysely<Database>,
  personId: string,
  templateId: string,
): Promise<{ readonly sealed_picture: Buffer | null } | undefined> {
  return db
    .selectFrom('face_templates')
    .select('sealed_picture')
    .where('person_id', '=', personId)
    .where('template_id', '=', templateId)
    .executeTakeFirst();
}

/** Which of the ids templates of people have. */
export async function findTemplateIds(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('face_templates')
    .select('template_id')
    .where('person_id', 'is not', null)
    .where('template_id', 'in', [...ids])
    .execute();
  return new Set(rows.map(({ template_id: id }) => id));
}

/** Under {@link lockTemplates}. Whether there was such a template of anybody. */
export async function deleteTemplate(trx: Transaction<Database>, templateId: string): Promise<boolean> {
  const gone = await trx
    .deleteFrom('face_templates')
    .where('template_id', '=', templateId)
    .where('person_id', 'is not', null)
    .returning('key')
    .executeTakeFirst();
  return gone !== undefined;
}

/** Under {@link lockTemplates}. */
export async function deletePersonTemplate(
  trx: Transaction<Database>,
  personId: string,
  templateId: string,
): Promise<void> {
  await trx
    .deleteFrom('face_templates')
    .where('person_id', '=', personId)
    .where('template_id', '=', templateId)
    .execute();
}

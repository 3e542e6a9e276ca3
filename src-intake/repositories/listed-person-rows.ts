import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import type { Database, ListedPersonRow } from '../database/schema.ts';

export type FaceListRow = Selectable<Database['face_lists']>;

/** Somebody on a list without the picture, which is read alone. */
export type PersonSummaryRow = Omit<ListedPersonRow, 'sealed_picture' | 'number'> & {
  readonly wrapped_key: Buffer;
  readonly has_picture: boolean;
  readonly templates: number;
};

/** Those whose key is there: nobody else can be read. */
const summaries = (db: Kysely<Database>) =>
  db
    .selectFrom('listed_persons')
    .innerJoin('listed_person_keys', 'person_id', 'id')
    .select((eb) => [
      'id',
      'list_id',
      'wrapped_key',
      'sealed_details',
      'legal_basis',
      'source_session_id',
      'added_at',
      'added_by',
      eb('sealed_picture', 'is not', null).$castTo<boolean>().as('has_picture'),
      sql<number>`(select count(*) from face_templates where person_id = listed_persons.id)`.as('templates'),
    ]);

export function listFaceListRows(
  db: Kysely<Database>,
): Promise<(FaceListRow & { readonly persons: number })[]> {
  return db
    .selectFrom('face_lists')
    .selectAll()
    .select(sql<number>`(select count(*) from listed_persons where list_id = face_lists.id)`.as('persons'))
    .orderBy('id')
    .execute();
}

/** Whether the list was made; false where its id is taken. */
export async function insertFaceList(trx: Transaction<Database>, row: FaceListRow): Promise<boolean> {
  const made = await trx
    .insertInto('face_lists')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** A list that nobody can remove until the transaction ends. */
export function lockFaceList(trx: Transaction<Database>, id: string): Promise<FaceListRow | undefined> {
  return trx.selectFrom('face_lists').selectAll().where('id', '=', id).forKeyShare().executeTakeFirst();
}

const isAddedBefore = (id: string | undefined) =>
  sql<boolean>`number < (select number from listed_persons where id = ${id})`;

/** Newest first. */
export function listPersonRows(
  db: Kysely<Database>,
  {
    listId,
    before,
    limit,
  }: { readonly listId: string; readonly before: string | undefined; readonly limit: number },
): Promise<PersonSummaryRow[]> {
  return summaries(db)
    .where('list_id', '=', listId)
    .$if(before !== undefined, (query) => query.where(isAddedBefore(before)))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
}

/** What names are read from, newest first; of as many people as are read at once. */
export function listSealedDetails(
  db: Kysely<Database>,
  {
    listId,
    before,
    limit,
  }: { readonly listId: string; readonly before: string | undefined; readonly limit: number },
): Promise<Pick<PersonSummaryRow, 'id' | 'wrapped_key' | 'sealed_details'>[]> {
  return db
    .selectFrom('listed_persons')
    .innerJoin('listed_person_keys', 'person_id', 'id')
    .select(['id', 'wrapped_key', 'sealed_details'])
    .where('list_id', '=', listId)
    .$if(before !== undefined, (query) => query.where(isAddedBefore(before)))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
}

export function findPersonRows(db: Kysely<Database>, ids: readonly string[]): Promise<PersonSummaryRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return summaries(db)
    .where('id', 'in', [...ids])
    .execute();
}

/** The list that each person is on. */
export async function findListsOfPersons(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('listed_persons')
    .select(['id', 'list_id'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, list_id: listId }) => [id, listId]));
}

/** Which of the lists there are. */
export async function findListIds(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('face_lists')
    .select('id')
    .where('id', 'in', [...ids])
    .execute();
  return new Set(rows.map(({ id }) => id));
}

export async function findPersonPicture(
  db: Kysely<Database>,
  id: string,
): Promise<{ readonly wrapped_key: Buffer; readonly sealed_picture: Buffer | null } | undefined> {
  return db
    .selectFrom('listed_persons')
    .innerJoin('listed_person_keys', 'person_id', 'id')
    .select(['wrapped_key', 'sealed_picture'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The ids of those who were put in: not those whose id is taken. */
export async function insertPersons(
  trx: Transaction<Database>,
  people: readonly (Omit<ListedPersonRow, 'number'> & { readonly wrapped_key: Buffer })[],
): Promise<ReadonlySet<string>> {
  const keys = new Map(people.toReversed().map(({ id, wrapped_key: key }) => [id, key]));
  const made = await trx
    .insertInto('listed_persons')
    .values(people.map(({ wrapped_key: _, ...row }) => row))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  const rows = made.flatMap(({ id }) => {
    const key = keys.get(id);
    return key === undefined ? [] : [{ person_id: id, wrapped_key: key }];
  });
  if (rows.length > 0) await trx.insertInto('listed_person_keys').values(rows).execute();
  return new Set(made.map(({ id }) => id));
}

/** A person whom nobody can delete until the transaction ends, with what opens what is kept of them. */
export function lockPerson(
  trx: Transaction<Database>,
  id: string,
): Promise<{ readonly wrapped_key: Buffer } | undefined> {
  return trx
    .selectFrom('listed_persons')
    .innerJoin('listed_person_keys', 'person_id', 'id')
    .select('wrapped_key')
    .where('id', '=', id)
    .forUpdate('listed_persons')
    .executeTakeFirst();
}

/** How many keys of people there are, and the ids of people who have none. */
export async function findKeyless(
  db: Kysely<Database>,
): Promise<{ readonly keys: number; readonly persons: readonly string[] }> {
  const { keys } = await db
    .selectFrom('listed_person_keys')
    .select(({ fn }) => fn.countAll<string>().as('keys'))
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('listed_persons')
    .leftJoin('listed_person_keys', 'person_id', 'id')
    .select('id')
    .where('person_id', 'is', null)
    .execute();
  return { keys: Number(keys), persons: rows.map(({ id }) => id) };
}

/** Keys of people who are not on any list: a restored backup does not know them. */
export async function deleteKeysOfNobody(trx: Transaction<Database>): Promise<void> {
  await trx
    .deleteFrom('listed_person_keys')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('listed_persons').select('id').whereRef('listed_persons.id', '=', 'person_id'),
        ),
      ),
    )
    .execute();
}

/** With the key and all templates; answers the list that the person was on. */
export async function deletePerson(trx: Transaction<Database>, id: string): Promise<string | undefined> {
  const gone = await trx
    .deleteFrom('listed_persons')
    .where('id', '=', id)
    .returning('list_id')
    .executeTakeFirst();
  return gone?.list_id;
}

import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ApiCallName, ApiOutput, ApiParsedInput } from '#shared/api/contract.ts';
import { personDetailsSchema, type FaceList, type ListedPerson } from '#shared/domain/face-lists.ts';
import type { Caller } from '#shared/domain/identity.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import type { AuditLog } from '../identity/audit-log.ts';
import { insertTemplates, lockTemplates } from '../repositories/face-rows.ts';
import {
  deletePerson,
  findPersonPicture,
  findPersonRows,
  insertFaceList,
  insertPerson,
  listFaceListRows,
  listPersonRows,
  lockFaceList,
  type PersonSummaryRow,
} from '../repositories/listed-person-rows.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { personKeyPlaceOf, personPlaceOf } from '../sealing/places.ts';
import { keyBytes, seal, unseal } from '../sealing/seal.ts';
import type { FaceSearch } from './face-search.ts';

type Input<N extends ApiCallName> = ApiParsedInput<N>;

/** Lists of people who are found again by their faces, and who is on them. What a caller has no right to is withheld here. */
export interface ListedPersons {
  lists(): Promise<ApiOutput<'listFaceLists'>>;
  createList(
    input: Input<'createFaceList'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'createFaceList'>, 'list-exists'>>;
  removeList(
    input: Input<'removeFaceList'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'removeFaceList'>, 'not-found' | 'list-not-empty'>>;
  add(
    input: Input<'addListedPerson'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'addListedPerson'>, 'not-found'>>;
  list(
    input: Input<'listListedPersons'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'listListedPersons'>, 'not-found'>>;
  get(
    input: Input<'getListedPerson'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'getListedPerson'>, 'not-found'>>;
  /** Key, details, picture and templates in one transaction; searches that end later do not find the person. */
  remove(
    input: Input<'removeListedPerson'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'removeListedPerson'>, 'not-found'>>;
  search(input: Input<'searchFaces'>, caller: Caller): Promise<ApiOutput<'searchFaces'>>;
}

/** Lists and people in the database. */
export function createListedPersons(deps: {
  readonly db: Kysely<Database>;
  readonly keyring: Keyring;
  readonly audit: Pick<AuditLog, 'record'>;
  readonly search: FaceSearch;
  readonly now: Clock;
}): ListedPersons {
  const { db, keyring, audit, search, now } = deps;
  const keyOf = (personId: string, wrapped: Buffer): Buffer =>
    keyring.openSecret(personKeyPlaceOf(personId), wrapped);

  const toPerson = (row: PersonSummaryRow, { dataRights }: Caller): ListedPerson => ({
    personId: row.id,
    listId: row.list_id,
    details: dataRights.includes('fields')
      ? personDetailsSchema.parse(
          JSON.parse(
            unseal(
              keyOf(row.id, row.wrapped_key),
              personPlaceOf(row.id, 'details'),
              row.sealed_details,
            ).toString('utf8'),
          ),
        )
      : null,
    legalBasis: row.legal_basis,
    sourceSessionId: row.source_session_id,
    templates: row.templates,
    hasPicture: row.has_picture,
    addedAt: row.added_at.toISOString(),
    addedBy: row.added_by,
  });
  const findPerson = async (id: string, caller: Caller): Promise<ListedPerson | undefined> => {
    const [row] = await findPersonRows(db, [id]);
    return row === undefined ? undefined : toPerson(row, caller);
  };
  const findLists = async (): Promise<FaceList[]> =>
    (await listFaceListRows(db)).map(({ id, kind, name, created_at: at, persons }) => ({
      id,
      kind,
      name,
      createdAt: at.toISOString(),
      persons,
    }));
  const findList = async (id: string): Promise<FaceList | undefined> =>
    (await findLists()).find((list) => list.id === id);

  return {
    lists: async () => ({ lists: await findLists() }),
    async createList({ id, kind, name }, caller) {
      const isMade = await db.transaction().execute(async (trx) => {
        const row = { id, kind, name, created_at: new Date(now()), created_by: caller.id };
        if (!(await insertFaceList(trx, row))) return false;
        await audit.record(trx, { caller, action: 'list.created', subject: id, details: { kind } });
        return true;
      });
      return isMade ? succeed({ list: must(await findList(id), 'it was just made') }) : fail('list-exists');
    },
    async removeList({ listId }, caller) {
      const list = await findList(listId);
      if (list === undefined) return fail('not-found');
      return db.transaction().execute(async (trx) => {
        const gone = await trx
          .deleteFrom('face_lists')
          .where('id', '=', listId)
          .where((eb) =>
            eb.not(eb.exists(eb.selectFrom('listed_persons').select('id').where('list_id', '=', listId))),
          )
          .returning('id')
          .executeTakeFirst();
        if (gone === undefined) return fail('list-not-empty');
        await audit.record(trx, { caller, action: 'list.removed', subject: listId });
        return succeed({ removed: true as const });
      });
    },
    async add({ listId, personId: id, details, legalBasis, sourceSessionId, templates, picture }, caller) {
      const personId = id.toLowerCase();
      const key = randomBytes(keyBytes);
      const sealed = (what: 'details' | 'picture' | 'template', bytes: Buffer): Buffer =>
        seal(key, personPlaceOf(personId, what), bytes);
      const outcome = await db.transaction().execute(async (trx) => {
        if ((await lockFaceList(trx, listId)) === undefined) return 'not-found';
        const isNew = await insertPerson(trx, {
          id: personId,
          list_id: listId,
          wrapped_key: keyring.sealSecret(personKeyPlaceOf(personId), key),
          sealed_details: sealed('details', Buffer.from(JSON.stringify(details), 'utf8')),
          sealed_picture: picture === null ? null : sealed('picture', Buffer.from(picture, 'base64')),
          legal_basis: legalBasis,
          source_session_id: sourceSessionId,
          added_at: new Date(now()),
          added_by: caller.id,
        });
        if (!isNew) return 'there';
        await lockTemplates(trx);
        await insertTemplates(
          trx,
          templates.map(({ model, values }) => ({
            person_id: personId,
            session_id: null,
            step_id: null,
            model,
            sealed: sealed('template', Buffer.from(values, 'base64')),
          })),
        );
        await audit.record(trx, {
          caller,
          action: 'person.added',
          subject: personId,
          details: { listId, legalBasis, templates: templates.length },
        });
        return 'added';
      });
      if (outcome === 'not-found') return fail('not-found');
      const person = await findPerson(personId, caller);
      // The id was taken by somebody on another list, or the person was removed at once.
      return person?.listId === listId ? succeed({ person }) : fail('not-found');
    },
    async list({ listId, before, limit }, caller) {
      if ((await findList(listId)) === undefined) return fail('not-found');
      // One more than asked for tells whether there are more.
      const rows = await listPersonRows(db, { listId, before, limit: limit + 1 });
      const persons = rows.slice(0, limit).map((row) => toPerson(row, caller));
      await audit.record(db, {
        caller,
        action: 'person.read',
        subject: listId,
        details: { persons: persons.length },
      });
      return succeed({
        persons,
        next: rows.length > limit ? (persons.at(-1)?.personId ?? null) : null,
      });
    },
    async get({ personId: id }, caller) {
      const personId = id.toLowerCase();
      const person = await findPerson(personId, caller);
      const stored = await findPersonPicture(db, personId);
      if (person === undefined || stored === undefined) return fail('not-found');
      await audit.record(db, { caller, action: 'person.read', subject: personId });
      const { sealed_picture: sealed, wrapped_key: wrapped } = stored;
      const picture =
        sealed === null || !caller.dataRights.includes('images')
          ? null
          : unseal(keyOf(personId, wrapped), personPlaceOf(personId, 'picture'), sealed).toString('base64');
      return succeed({ person, picture });
    },
    remove: ({ personId: id }, caller) =>
      db.transaction().execute(async (trx) => {
        const personId = id.toLowerCase();
        await lockTemplates(trx);
        const listId = await deletePerson(trx, personId);
        if (listId === undefined) return fail('not-found');
        await audit.record(trx, { caller, action: 'person.removed', subject: personId, details: { listId } });
        return succeed({ removed: true as const });
      }),
    async search({ template, limit }, caller) {
      const near = await search.persons(template, limit);
      const rows = await findPersonRows(
        db,
        near.map(({ personId }) => personId),
      );
      await audit.record(db, {
        caller,
        action: 'faces.searched',
        subject: null,
        details: { found: near.length },
      });
      return {
        neighbors: near.flatMap(({ personId, distance }) => {
          const row = rows.find((candidate) => candidate.id === personId);
          return row === undefined ? [] : [{ person: toPerson(row, caller), distance }];
        }),
        searched: await search.countPersons(template.model),
      };
    },
  };
}

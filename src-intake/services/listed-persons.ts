import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ApiCallName, ApiOutput, ApiParsedInput } from '#shared/api/contract.ts';
import {
  mostNamesAtOnce,
  mostTemplates,
  personDetailsSchema,
  type FaceList,
  type ListedPerson,
  type ListedTemplate,
  type PersonDetails,
} from '#shared/domain/face-lists.ts';
import type { Caller } from '#shared/domain/identity.ts';
import { nameHas } from '#shared/domain/name-has.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import type { Deletions } from '../deletions.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import type { AuditLog } from '../identity/audit-log.ts';
import {
  deletePersonTemplate,
  findTemplateIds,
  findTemplatePicture,
  insertTemplates,
  listPersonTemplateRows,
  listSealedTemplates,
  lockTemplates,
} from '../repositories/face-rows.ts';
import {
  deletePerson,
  findListsOfPersons,
  findPersonPicture,
  findPersonRows,
  insertFaceList,
  insertPersons,
  listFaceListRows,
  listPersonRows,
  listSealedDetails,
  lockFaceList,
  lockPerson,
  type PersonSummaryRow,
} from '../repositories/listed-person-rows.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { personKeyPlaceOf, personPlaceOf } from '../sealing/places.ts';
import { keyBytes, seal, unseal } from '../sealing/seal.ts';
import { valuesOf, type FaceSearch } from './face-search.ts';

/** Between two goes other requests have their turn: some 10 ms. */
const namesInOneGo = 250;
/** A name that more have is asked for in more words. */
const mostFoundAtOnce = 100;

type Input<N extends ApiCallName> = ApiParsedInput<N>;
type NewPerson = Input<'addListedPersons'>['persons'][number] &
  Partial<Pick<Input<'addListedPerson'>, 'furtherPictures'>>;

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
  /** All in one transaction, each with an entry of the audit log of their own. */
  addMany(
    input: Input<'addListedPersons'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'addListedPersons'>, 'not-found'>>;
  list(
    input: Input<'listListedPersons'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'listListedPersons'>, 'not-found'>>;
  /** By name; for those alone who may read it. */
  find(
    input: Input<'findListedPersons'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'findListedPersons'>, 'not-found' | 'forbidden'>>;
  get(
    input: Input<'getListedPerson'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'getListedPerson'>, 'not-found'>>;
  /** Key, details, picture and templates in one transaction; searches that end later do not find the person. */
  remove(
    input: Input<'removeListedPerson'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'removeListedPerson'>, 'not-found'>>;
  templates(
    input: Input<'listPersonTemplates'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'listPersonTemplates'>, 'not-found'>>;
  templatePicture(
    input: Input<'getTemplatePicture'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'getTemplatePicture'>, 'not-found'>>;
  addTemplates(
    input: Input<'addPersonTemplates'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'addPersonTemplates'>, 'not-found' | 'too-many-templates'>>;
  removeTemplate(
    input: Input<'removePersonTemplate'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'removePersonTemplate'>, 'not-found' | 'last-template'>>;
  compare(
    input: Input<'compareWithPerson'>,
    caller: Caller,
  ): Promise<Outcome<ApiOutput<'compareWithPerson'>, 'not-found'>>;
  search(input: Input<'searchFaces'>, caller: Caller): Promise<ApiOutput<'searchFaces'>>;
}

/** Lists and people in the database. */
export function createListedPersons(deps: {
  readonly db: Kysely<Database>;
  readonly keyring: Keyring;
  readonly audit: Pick<AuditLog, 'record' | 'recordAll'>;
  readonly search: FaceSearch;
  readonly deletions: Deletions;
  readonly now: Clock;
}): ListedPersons {
  const { db, keyring, audit, search, deletions, now } = deps;
  const keyOf = (personId: string, wrapped: Buffer): Buffer =>
    keyring.openSecret(personKeyPlaceOf(personId), wrapped);

  const detailsOf = (row: Pick<PersonSummaryRow, 'id' | 'wrapped_key' | 'sealed_details'>): PersonDetails => {
    const key = keyOf(row.id, row.wrapped_key);
    const details = unseal(key, personPlaceOf(row.id, 'details'), row.sealed_details);
    return personDetailsSchema.parse(JSON.parse(details.toString('utf8')));
  };
  const toPerson = (row: PersonSummaryRow, { dataRights }: Caller): ListedPerson => ({
    personId: row.id,
    listId: row.list_id,
    details: dataRights.includes('fields') ? detailsOf(row) : null,
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

  /** In one transaction; undefined where there is no such list. */
  const addMany = (
    {
      listId,
      legalBasis,
      persons: asked,
    }: Pick<Input<'addListedPersons'>, 'listId' | 'legalBasis'> & { readonly persons: readonly NewPerson[] },
    caller: Caller,
  ): Promise<ApiOutput<'addListedPersons'>['outcomes'] | undefined> => {
    const persons = asked.map((person) => {
      const personId = person.personId.toLowerCase();
      const key = randomBytes(keyBytes);
      const sealed = (what: 'details' | 'picture' | 'template' | 'template-picture', bytes: Buffer): Buffer =>
        seal(key, personPlaceOf(personId, what), bytes);
      return { ...person, personId, key, sealed };
    });
    return db.transaction().execute(async (trx) => {
      if ((await lockFaceList(trx, listId)) === undefined) return undefined;
      // Before the people: of two requests with the same ones in another order, each would wait for the other's.
      await lockTemplates(trx);
      const added = await insertPersons(
        trx,
        persons.map(({ personId, key, sealed, details, picture, sourceSessionId }) => ({
          id: personId,
          list_id: listId,
          wrapped_key: keyring.sealSecret(personKeyPlaceOf(personId), key),
          sealed_details: sealed('details', Buffer.from(JSON.stringify(details), 'utf8')),
          sealed_picture: picture === null ? null : sealed('picture', Buffer.from(picture, 'base64')),
          legal_basis: legalBasis,
          source_session_id: sourceSessionId,
          added_at: new Date(now()),
          added_by: caller.id,
        })),
      );
      // The first of two with one id, since the database took that one.
      const isFirst = (id: string, at: number): boolean =>
        persons.findIndex(({ personId }) => personId === id) === at;
      const isAdded = (id: string, at: number): boolean => added.has(id) && isFirst(id, at);
      const listOf = await findListsOfPersons(
        trx,
        persons.map(({ personId }) => personId),
      );
      await insertTemplates(
        trx,
        persons
          .filter(({ personId }, at) => isAdded(personId, at))
          .flatMap(({ personId, sealed, templates, furtherPictures = [] }) =>
            templates.map(({ model, values }, at) => {
              // The first one's is the person's own picture.
              const picture = at === 0 ? null : (furtherPictures[at - 1] ?? null);
              return {
                person_id: personId,
                session_id: null,
                step_id: null,
                model,
                sealed: sealed('template', Buffer.from(values, 'base64')),
                sealed_picture:
                  picture === null ? null : sealed('template-picture', Buffer.from(picture, 'base64')),
              };
            }),
          ),
      );
      // One for each: an auditor asks who put somebody on a list, and not which request did.
      await audit.recordAll(
        trx,
        persons
          .filter(({ personId }, at) => isAdded(personId, at))
          .map(({ personId, templates }) => ({
            caller,
            action: 'person.added',
            subject: personId,
            details: { listId, legalBasis, templates: templates.length },
          })),
      );
      return persons.map(({ personId }, at) => ({
        personId,
        outcome: isAdded(personId, at) ? 'added' : listOf.get(personId) === listId ? 'there' : 'taken',
      }));
    });
  };

  const findTemplates = async (
    personId: string,
    { dataRights }: Caller,
  ): Promise<ListedTemplate[] | undefined> => {
    const [person] = await findPersonRows(db, [personId]);
    if (person === undefined) return undefined;
    const key = keyOf(personId, person.wrapped_key);
    return (await listPersonTemplateRows(db, personId)).map((row) => ({
      templateId: row.template_id,
      model: row.model,
      addedAt: (row.added_at ?? person.added_at).toISOString(),
      addedBy: row.added_by ?? person.added_by,
      reason:
        row.sealed_reason === null || !dataRights.includes('fields')
          ? null
          : unseal(key, personPlaceOf(personId, 'template-reason'), row.sealed_reason).toString('utf8'),
      sourceSessionId: row.added_at === null ? person.source_session_id : row.source_session_id,
      hasPicture: row.has_picture,
    }));
  };

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
    async add({ listId, legalBasis, ...person }, caller) {
      const outcomes = await addMany({ listId, legalBasis, persons: [person] }, caller);
      if (outcomes === undefined) return fail('not-found');
      const listed = await findPerson(person.personId.toLowerCase(), caller);
      // The id was taken by somebody on another list, or the person was removed at once.
      return listed?.listId === listId ? succeed({ person: listed }) : fail('not-found');
    },
    async addMany(input, caller) {
      const outcomes = await addMany(input, caller);
      return outcomes === undefined ? fail('not-found') : succeed({ outcomes });
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
    async find({ listId, name, before }, caller) {
      if (!caller.dataRights.includes('fields')) return fail('forbidden');
      if ((await findList(listId)) === undefined) return fail('not-found');
      const found: string[] = [];
      let searched = 0;
      let last = before;
      let hasMore = true;
      while (hasMore && searched < mostNamesAtOnce && found.length < mostFoundAtOnce) {
        const rows = await listSealedDetails(db, { listId, before: last, limit: namesInOneGo });
        found.push(
          ...rows.filter((row) => nameHas(detailsOf(row).name, name)).map(({ id: personId }) => personId),
        );
        searched += rows.length;
        last = rows.at(-1)?.id ?? last;
        hasMore = rows.length === namesInOneGo;
      }
      const rows = await findPersonRows(db, found);
      const persons = found.flatMap((id) => rows.find((row) => row.id === id) ?? []);
      await audit.record(db, {
        caller,
        action: 'person.read',
        subject: listId,
        details: { persons: persons.length, searched },
      });
      return succeed({
        persons: persons.map((row) => toPerson(row, caller)),
        searched,
        next: hasMore ? (last ?? null) : null,
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
        await deletions.note({ kind: 'person', id: personId });
        await audit.record(trx, { caller, action: 'person.removed', subject: personId, details: { listId } });
        return succeed({ removed: true as const });
      }),
    async templates({ personId: id }, caller) {
      const personId = id.toLowerCase();
      const templates = await findTemplates(personId, caller);
      if (templates === undefined) return fail('not-found');
      await audit.record(db, { caller, action: 'person.read', subject: personId });
      return succeed({ templates });
    },
    async templatePicture({ personId: id, templateId }, caller) {
      const personId = id.toLowerCase();
      const [person] = await findPersonRows(db, [personId]);
      const found = await findTemplatePicture(db, personId, templateId);
      if (person === undefined || found === undefined) return fail('not-found');
      await audit.record(db, { caller, action: 'person.read', subject: personId });
      const { sealed_picture: sealed } = found;
      return succeed({
        picture:
          sealed === null || !caller.dataRights.includes('images')
            ? null
            : unseal(
                keyOf(personId, person.wrapped_key),
                personPlaceOf(personId, 'template-picture'),
                sealed,
              ).toString('base64'),
      });
    },
    async addTemplates({ personId: id, reason, sourceSessionId, templates }, caller) {
      const personId = id.toLowerCase();
      const outcome = await db.transaction().execute(async (trx) => {
        await lockTemplates(trx);
        const person = await lockPerson(trx, personId);
        if (person === undefined) return 'not-found';
        const key = keyOf(personId, person.wrapped_key);
        const sealed = (what: 'template' | 'template-reason' | 'template-picture', bytes: Buffer): Buffer =>
          seal(key, personPlaceOf(personId, what), bytes);
        const known = await findTemplateIds(
          trx,
          templates.map(({ templateId }) => templateId),
        );
        const fresh = templates.filter(
          ({ templateId }, at) =>
            !known.has(templateId.toLowerCase()) &&
            templates.findIndex((other) => other.templateId === templateId) === at,
        );
        const has = (await listPersonTemplateRows(trx, personId)).length;
        if (has + fresh.length > mostTemplates) return 'too-many-templates';
        await insertTemplates(
          trx,
          fresh.map(({ templateId, template: { model, values }, picture }) => ({
            person_id: personId,
            session_id: null,
            step_id: null,
            model,
            sealed: sealed('template', Buffer.from(values, 'base64')),
            template_id: templateId,
            added_at: new Date(now()),
            added_by: caller.id,
            source_session_id: sourceSessionId,
            sealed_reason: sealed('template-reason', Buffer.from(reason, 'utf8')),
            sealed_picture:
              picture === null ? null : sealed('template-picture', Buffer.from(picture, 'base64')),
          })),
        );
        await audit.recordAll(
          trx,
          fresh.map(({ templateId }) => ({
            caller,
            action: 'person.template-added',
            subject: personId,
            details: { templateId: templateId.toLowerCase() },
          })),
        );
        return 'added';
      });
      if (outcome !== 'added') return fail(outcome);
      const listed = await findPerson(personId, caller);
      return listed === undefined ? fail('not-found') : succeed({ person: listed });
    },
    async removeTemplate({ personId: id, templateId: asked }, caller) {
      const [personId, templateId] = [id.toLowerCase(), asked.toLowerCase()];
      const outcome = await db.transaction().execute(async (trx) => {
        await lockTemplates(trx);
        if ((await lockPerson(trx, personId)) === undefined) return 'not-found';
        const rows = await listPersonTemplateRows(trx, personId);
        if (!rows.some((row) => row.template_id === templateId)) return 'not-found';
        // Somebody without any would stand on the list and be found by nobody.
        if (rows.length === 1) return 'last-template';
        await deletePersonTemplate(trx, personId, templateId);
        await deletions.note({ kind: 'template', id: templateId });
        await audit.record(trx, {
          caller,
          action: 'person.template-removed',
          subject: personId,
          details: { templateId },
        });
        return 'removed';
      });
      if (outcome !== 'removed') return fail(outcome);
      const listed = await findPerson(personId, caller);
      return listed === undefined ? fail('not-found') : succeed({ person: listed });
    },
    async compare({ personId: id, template: { model, values } }, caller) {
      const personId = id.toLowerCase();
      const [person] = await findPersonRows(db, [personId]);
      if (person === undefined) return fail('not-found');
      const key = keyOf(personId, person.wrapped_key);
      const asked = valuesOf(Buffer.from(values, 'base64'));
      const distances = (await listSealedTemplates(db, personId, model)).map((sealed) => {
        const known = valuesOf(unseal(key, personPlaceOf(personId, 'template'), sealed));
        return Math.hypot(...asked.map((value, at) => value - (known[at] ?? 0)));
      });
      await audit.record(db, { caller, action: 'person.read', subject: personId });
      return succeed({ distance: distances.length === 0 ? null : Math.min(...distances) });
    },
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

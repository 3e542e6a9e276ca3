import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntakeClient } from '#shared/api/client.ts';
import { templateLength, type FaceTemplate } from '#shared/domain/face-lists.ts';
import { startIntake, type RunningIntake } from '../start-intake.ts';
import { clientOf, must, startOpenTestIntake, type OpenTestIntake } from '../testing/test-intake.ts';

// Two intakes on one PostgreSQL. Templates are made up: an intake has no nets.

let intake: OpenTestIntake;
let other: RunningIntake;
let client: IntakeClient;
let otherClient: IntakeClient;

beforeAll(async () => {
  intake = await startOpenTestIntake();
  other = await startIntake({ dataDir: intake.dataDir, databaseUrl: intake.databaseUrl });
  ({ client } = intake);
  otherClient = clientOf(other);
});
afterAll(async () => {
  await other.close();
  await intake.remove();
});

const model = 'a'.repeat(64);

/** A face that nobody else has: far from every other by its first numbers. */
function templateOf(values: readonly number[], ofModel = model): FaceTemplate {
  const bytes = Buffer.alloc(4 * templateLength);
  values.forEach((value, i) => bytes.writeFloatLE(value, 4 * i));
  return { model: ofModel, values: bytes.toString('base64') };
}

let faces = 0;
const newFace = (): FaceTemplate => templateOf([0, ++faces]);

async function makeList(kind: 'blacklist' | 'customers' = 'blacklist'): Promise<string> {
  const id = `list-${randomUUID()}`;
  await must(client, 'createFaceList', { id, kind, name: 'A list' });
  return id;
}

async function add(
  listId: string,
  templates: readonly FaceTemplate[],
  { name = 'ANNA ERIKSSON', personId = randomUUID(), picture = null as string | null } = {},
): Promise<string> {
  await must(client, 'addListedPerson', {
    listId,
    personId,
    details: { name, note: '', reason: 'Forged document' },
    legalBasis: 'legitimate-interest',
    sourceSessionId: null,
    templates: [...templates],
    picture,
  });
  return personId;
}

async function whoLooksLike(face: FaceTemplate, at: IntakeClient = client) {
  const { neighbors } = await must(at, 'searchFaces', { template: face, limit: 3 });
  return neighbors.map(({ person, distance }) => [person.personId, Math.round(distance * 1000) / 1000]);
}

describe('somebody on a list', () => {
  it('is found by any of their faces, by every intake, with the nearest', async () => {
    const listId = await makeList();
    const [face, older] = [newFace(), newFace()];
    const personId = await add(listId, [face, older]);
    const [first] = await whoLooksLike(face);
    expect(first).toEqual([personId, 0]);
    expect((await whoLooksLike(older, otherClient))[0]).toEqual([personId, 0]);
  });

  it('is found by nobody once they are removed, and nothing of them is left', async () => {
    const listId = await makeList();
    const face = newFace();
    const picture = Buffer.from('a jpeg').toString('base64');
    const personId = await add(listId, [face], { picture });
    expect((await must(client, 'getListedPerson', { personId })).picture).toBe(picture);
    expect((await whoLooksLike(face, otherClient))[0]).toEqual([personId, 0]);

    await must(otherClient, 'removeListedPerson', { personId });
    expect((await whoLooksLike(face)).map(([id]) => id)).not.toContain(personId);
    expect((await whoLooksLike(face, otherClient)).map(([id]) => id)).not.toContain(personId);
    expect(await client.call('getListedPerson', { personId })).toMatchObject({
      ok: false,
      code: 'not-found',
    });
    const rows = await intake.db
      .selectFrom('face_templates')
      .select('key')
      .where('person_id', '=', personId)
      .execute();
    expect(rows).toEqual([]);
  });

  it('is added once, however often the request is sent', async () => {
    const listId = await makeList();
    const [face, personId] = [newFace(), randomUUID()];
    await add(listId, [face], { personId });
    await add(listId, [face], { personId });
    const { persons } = await must(client, 'listListedPersons', { listId });
    expect(persons).toHaveLength(1);
    expect(persons[0]).toMatchObject({ personId, templates: 1, details: { name: 'ANNA ERIKSSON' } });
  });

  it('keeps a cut-out of each face they came with, and says how near a face is to the nearest of them', async () => {
    const [listId, personId] = [await makeList(), randomUUID()];
    const jpeg = (text: string): string => Buffer.from(text).toString('base64');
    await must(client, 'addListedPerson', {
      listId,
      personId,
      details: { name: 'ANNA ERIKSSON', note: '', reason: 'Forged document' },
      legalBasis: 'legitimate-interest',
      sourceSessionId: null,
      templates: [templateOf([0, 0, 0, 900]), templateOf([0, 0, 0, 901]), templateOf([0, 0, 0, 902])],
      picture: jpeg('first'),
      furtherPictures: [jpeg('second'), null],
    });
    const { templates } = await must(client, 'listPersonTemplates', { personId });
    expect(templates.map(({ hasPicture }) => hasPicture)).toEqual([false, true, false]);
    const templateId = templates[1]?.templateId ?? '';
    expect(await must(client, 'getTemplatePicture', { personId, templateId })).toEqual({
      picture: jpeg('second'),
    });
    const compare = (template: FaceTemplate) => must(client, 'compareWithPerson', { personId, template });
    expect((await compare(templateOf([0, 0, 0, 905]))).distance).toBe(3);
    expect((await compare(templateOf([0, 0, 0, 905], 'b'.repeat(64)))).distance).toBeNull();
  });

  it('is found by the beginnings of their names, however many were added after them', async () => {
    const listId = await makeList('customers');
    const find = (name: string, before?: string) =>
      must(client, 'findListedPersons', { listId, name, ...(before !== undefined && { before }) });
    const personId = await add(listId, [newFace()], { name: 'Zoë Quist' });
    for (let batch = 0; batch < 6; batch += 1) {
      const persons = Array.from({ length: 50 }, (_, n) => ({
        personId: randomUUID(),
        details: { name: `Somebody Else ${batch}-${n}`, note: '', reason: 'Customer' },
        sourceSessionId: null,
        templates: [newFace()],
        picture: null,
      }));
      await must(client, 'addListedPersons', { listId, legalBasis: 'contract', persons });
    }
    const newest = await add(listId, [newFace()], { name: 'ZOE QUISTGAARD' });
    const both = await find('quis zoe');
    expect(both.persons.map(({ personId: id }) => id)).toEqual([newest, personId]);
    expect(both).toMatchObject({ searched: 302, next: null });
    expect(await find('uist')).toEqual({ persons: [], searched: 302, next: null });

    // Of many with one name a part is answered, and the next question goes on behind it.
    const some = await find('somebody');
    expect(some.searched).toBeLessThan(302);
    const rest = await find('somebody', some.next ?? undefined);
    expect(some.persons.length + rest.persons.length).toBe(300);
    expect([some.searched + rest.searched, rest.next]).toEqual([302, null]);
  });

  it('is compared with faces of the same net alone', async () => {
    const listId = await makeList();
    const values = [0, 0, 7];
    const personId = await add(listId, [templateOf(values, 'b'.repeat(64))]);
    expect((await whoLooksLike(templateOf(values))).map(([id]) => id)).not.toContain(personId);
    expect((await whoLooksLike(templateOf(values, 'b'.repeat(64))))[0]).toEqual([personId, 0]);
  });

  it('lies sealed in the database: neither name nor template can be read there', async () => {
    const listId = await makeList();
    const face = newFace();
    const personId = await add(listId, [face], { name: 'SECRETLY NAMED' });
    const person = await intake.db
      .selectFrom('listed_persons')
      .selectAll()
      .where('id', '=', personId)
      .executeTakeFirstOrThrow();
    expect(person.sealed_details.includes('SECRETLY')).toBe(false);
    const template = await intake.db
      .selectFrom('face_templates')
      .select('sealed')
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow();
    expect(template.sealed.includes(Buffer.from(face.values, 'base64').subarray(0, 16))).toBe(false);
    // Nor does anything else tell of them: the audit log knows ids.
    const { entries } = await must(client, 'listAudit', {});
    expect(JSON.stringify(entries)).not.toContain('SECRETLY');
    expect(entries.find(({ subject }) => subject === personId)).toMatchObject({ action: 'person.added' });
  });

  it('is read again by an intake that starts anew', async () => {
    const listId = await makeList();
    const face = newFace();
    const personId = await add(listId, [face]);
    const third = await startIntake({ dataDir: intake.dataDir, databaseUrl: intake.databaseUrl });
    expect((await whoLooksLike(face, clientOf(third)))[0]).toEqual([personId, 0]);
    await third.close();
  });
});

describe('a person’s further faces', () => {
  const more = (face: FaceTemplate, templateId = randomUUID(), picture: string | null = null) => ({
    templateId,
    template: face,
    picture,
  });

  it('find the person everywhere, say who added them, when and why, and go away alone', async () => {
    const listId = await makeList();
    const [face, later] = [newFace(), newFace()];
    const personId = await add(listId, [face]);
    const templateId = randomUUID();
    const picture = Buffer.from('another jpeg').toString('base64');
    const asked = {
      personId,
      reason: 'A newer passport',
      sourceSessionId: null,
      templates: [more(later, templateId, picture)],
    };
    const { person } = await must(client, 'addPersonTemplates', asked);
    expect(person.templates).toBe(2);
    // Sent again, nothing changes.
    expect((await must(client, 'addPersonTemplates', asked)).person.templates).toBe(2);
    expect((await whoLooksLike(later, otherClient))[0]).toEqual([personId, 0]);

    const { templates } = await must(otherClient, 'listPersonTemplates', { personId });
    expect(templates).toMatchObject([
      { reason: null, hasPicture: false },
      { templateId, reason: 'A newer passport', hasPicture: true, addedBy: 'owner' },
    ]);
    expect((await must(client, 'getTemplatePicture', { personId, templateId })).picture).toBe(picture);
    const stored = await intake.db
      .selectFrom('face_templates')
      .select(['sealed_reason', 'sealed_picture'])
      .where('template_id', '=', templateId)
      .executeTakeFirstOrThrow();
    expect(stored.sealed_reason?.includes('newer')).toBe(false);
    expect(stored.sealed_picture?.includes('jpeg')).toBe(false);

    await must(otherClient, 'removePersonTemplate', { personId, templateId });
    expect((await whoLooksLike(later)).find(([id]) => id === personId)?.[1]).not.toBe(0);
    expect((await whoLooksLike(face))[0]).toEqual([personId, 0]);
    const { entries } = await must(client, 'listAudit', { subject: personId });
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['person.added', 'person.template-added', 'person.template-removed']),
    );
    expect(entries.filter(({ action }) => action === 'person.template-added')).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toContain('newer');
  });

  it('are ten at most, and one at least', async () => {
    const listId = await makeList();
    const personId = await add(listId, [newFace()]);
    const add10 = { personId, reason: 'More', sourceSessionId: null };
    expect(
      await client.call('addPersonTemplates', {
        ...add10,
        templates: Array.from({ length: 10 }, () => more(newFace())),
      }),
    ).toMatchObject({ ok: false, code: 'too-many-templates' });
    const { templates } = await must(client, 'listPersonTemplates', { personId });
    expect(templates).toHaveLength(1);
    const [first] = templates;
    expect(
      await client.call('removePersonTemplate', { personId, templateId: first?.templateId ?? '' }),
    ).toMatchObject({ ok: false, code: 'last-template' });
    // Nobody's template, and somebody else's.
    const stranger = await add(listId, [newFace(), newFace()]);
    for (const templateId of [randomUUID(), first?.templateId ?? ''])
      expect(await client.call('removePersonTemplate', { personId: stranger, templateId })).toMatchObject({
        ok: false,
        code: 'not-found',
      });
    expect(
      await client.call('addPersonTemplates', {
        ...add10,
        personId: randomUUID(),
        templates: [more(newFace())],
      }),
    ).toMatchObject({ ok: false, code: 'not-found' });
  });
});

describe('several people at once', () => {
  const newPerson = (face: FaceTemplate, personId: string = randomUUID()) => ({
    personId,
    details: { name: 'BATCH', note: '', reason: 'Imported' },
    sourceSessionId: null,
    templates: [face],
    picture: null,
  });

  it('are on the list together, found by every intake, each with an entry of the audit log', async () => {
    const [listId, elsewhere] = [await makeList(), await makeList('customers')];
    const faces = [newFace(), newFace()];
    const people = faces.map((face) => newPerson(face));
    const taken = await add(elsewhere, [newFace()]);
    const asked = {
      listId,
      legalBasis: 'contract' as const,
      persons: [...people, newPerson(newFace(), taken), newPerson(newFace(), people[0]?.personId)],
    };
    const { outcomes } = await must(client, 'addListedPersons', asked);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['added', 'added', 'taken', 'there']);
    expect((await must(client, 'addListedPersons', asked)).outcomes.map(({ outcome }) => outcome)).toEqual([
      'there',
      'there',
      'taken',
      'there',
    ]);
    for (const [i, face] of faces.entries())
      expect((await whoLooksLike(face, otherClient))[0]).toEqual([people[i]?.personId, 0]);
    expect((await must(client, 'listListedPersons', { listId })).persons).toMatchObject([
      { personId: people[1]?.personId, templates: 1, legalBasis: 'contract' },
      { personId: people[0]?.personId, templates: 1 },
    ]);
    for (const { personId } of people) {
      const { entries } = await must(client, 'listAudit', { subject: personId });
      expect(entries.filter(({ action }) => action === 'person.added')).toHaveLength(1);
    }
    expect(await must(client, 'verifyAudit', {})).toMatchObject({ brokenAt: null });
  });

  it('are not added where the list is not there, and in whatever order two ask at once', async () => {
    expect(
      await client.call('addListedPersons', {
        listId: 'nowhere',
        legalBasis: 'consent',
        persons: [newPerson(newFace())],
      }),
    ).toMatchObject({ ok: false, code: 'not-found' });
    const listId = await makeList();
    const people = Array.from({ length: 20 }, () => newPerson(newFace()));
    const ask = (at: IntakeClient, persons: typeof people) =>
      must(at, 'addListedPersons', { listId, legalBasis: 'consent', persons });
    const answers = await Promise.all([ask(client, people), ask(otherClient, people.toReversed())]);
    const added = answers.flatMap(({ outcomes }) => outcomes.filter(({ outcome }) => outcome === 'added'));
    expect(added).toHaveLength(20);
  });
});

it('finds the same ten as comparing with everybody', async () => {
  const listId = await makeList();
  let seed = 1;
  // Numerical Recipes: good enough to scatter faces.
  const next = (): number => (seed = (1_664_525 * seed + 1_013_904_223) % 2 ** 32) / 2 ** 32 - 0.5;
  const face = (): number[] => Array.from({ length: templateLength }, () => 0.2 * next());
  const special = 'c'.repeat(64);
  const known = new Map<string, number[]>();
  for (let i = 0; i < 60; i++) {
    const values = face();
    known.set(await add(listId, [templateOf(values, special)]), values.map(Math.fround));
  }
  const query = face();
  const distance = (values: readonly number[]): number =>
    Math.hypot(...values.map((value, i) => value - Math.fround(query[i] ?? 0)));
  const expected = [...known].sort(([, a], [, b]) => distance(a) - distance(b)).map(([id]) => id);
  const { neighbors, searched } = await must(client, 'searchFaces', {
    template: templateOf(query, special),
    limit: 10,
  });
  expect(neighbors.map(({ person }) => person.personId)).toEqual(expected.slice(0, 10));
  expect(searched).toBe(60);
});

it('removes a list only when nobody is on it', async () => {
  const listId = await makeList();
  const personId = await add(listId, [newFace()]);
  expect(await client.call('removeFaceList', { listId })).toMatchObject({
    ok: false,
    code: 'list-not-empty',
  });
  await must(client, 'removeListedPerson', { personId });
  await must(client, 'removeFaceList', { listId });
  expect(await client.call('listListedPersons', { listId })).toMatchObject({ ok: false, code: 'not-found' });
});

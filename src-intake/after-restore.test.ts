import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { templateLength } from '#shared/domain/face-lists.ts';
import { afterRestore } from './after-restore.ts';
import { whileStopped } from './offline.ts';
import { startIntake } from './start-intake.ts';
import { clientOf, must, startOpenTestIntake, type OpenTestIntake } from './testing/test-intake.ts';

// Real: the intake and its database. In place of a backup's restore the rows that were deleted since are put back.

let intake: OpenTestIntake;
beforeAll(async () => {
  intake = await startOpenTestIntake();
});
afterAll(() => intake.remove());

const model = 'a'.repeat(64);
const values = Buffer.alloc(4 * templateLength, 1).toString('base64');

it('deletes once more whom the file of deletions names, and nobody else', async () => {
  const { client, db, dataDir, databaseUrl } = intake;
  await must(client, 'createFaceList', { id: 'refused', kind: 'blacklist', name: 'Refused' });
  const [deleted, kept] = [randomUUID(), randomUUID()];
  for (const personId of [deleted, kept])
    await must(client, 'addListedPerson', {
      listId: 'refused',
      personId,
      details: { name: 'SOMEBODY', note: '', reason: 'Forged' },
      legalBasis: 'consent',
      sourceSessionId: null,
      templates: [
        { model, values },
        { model, values },
      ],
      picture: null,
    });
  const backup = {
    persons: await db.selectFrom('listed_persons').selectAll().execute(),
    templates: await db.selectFrom('face_templates').selectAll().execute(),
    // As a backup of before there was a table of keys has them, which only the file of deletions heals.
    keys: await db.selectFrom('listed_person_keys').selectAll().execute(),
  };
  const [one] = (await must(client, 'listPersonTemplates', { personId: kept })).templates;
  await must(client, 'removePersonTemplate', { personId: kept, templateId: one?.templateId ?? '' });
  await must(client, 'removeListedPerson', { personId: deleted });
  await intake.running.close();

  // As an older backup has it.
  for (const { number: _, ...person } of backup.persons)
    await db
      .insertInto('listed_persons')
      .values(person)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  for (const key of backup.keys)
    await db
      .insertInto('listed_person_keys')
      .values(key)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  for (const { key: _, ...template } of backup.templates) {
    const { template_id: id } = template;
    const there = await db
      .selectFrom('face_templates')
      .select('key')
      .where('template_id', '=', id)
      .executeTakeFirst();
    if (there !== undefined) continue;
    const { person_id, session_id, step_id, model: net, sealed, template_id } = template;
    await db
      .insertInto('face_templates')
      .values({ person_id, session_id, step_id, model: net, sealed, template_id })
      .execute();
  }
  expect(await db.selectFrom('face_templates').select('key').execute()).toHaveLength(4);

  const said: string[] = [];
  await whileStopped({ dataDir, databaseUrl }, (offline) =>
    afterRestore(offline, (line) => {
      said.push(line);
    }),
  );
  expect(said.join()).toContain('1 people, 1 faces');
  const again = await startIntake({ dataDir, databaseUrl });
  const { persons } = await must(clientOf(again), 'listListedPersons', { listId: 'refused' });
  expect(persons).toMatchObject([{ personId: kept, templates: 1 }]);
  const { neighbors } = await must(clientOf(again), 'searchFaces', { template: { model, values } });
  expect(neighbors.map(({ person }) => person.personId)).toEqual([kept]);
  await again.close();
});

it('deletes people whose key was not put back, unless all keys were forgotten', async () => {
  const { db, dataDir, databaseUrl } = intake;
  const restored = async (): Promise<readonly string[]> => {
    const said: string[] = [];
    await whileStopped({ dataDir, databaseUrl }, (offline) =>
      afterRestore(offline, (line) => {
        said.push(line);
      }),
    );
    return said;
  };
  const people = (): Promise<readonly { id: string }[]> =>
    db.selectFrom('listed_persons').select('id').execute();
  const [person] = await db.selectFrom('listed_persons').selectAll().execute();
  const [key] = await db.selectFrom('listed_person_keys').selectAll().execute();
  if (person === undefined || key === undefined) throw new Error('the test before left somebody');
  await db.deleteFrom('listed_person_keys').execute();
  expect((await restored())[0]).toContain('1 people on lists cannot be read');
  expect(await people()).toEqual([{ id: person.id }]);

  // The keys, with one of somebody whom the backup does not know, and without that of somebody whom it does.
  const { number: _, ...row } = person;
  await db
    .insertInto('listed_persons')
    .values({ ...row, id: randomUUID() })
    .execute();
  await db
    .insertInto('listed_person_keys')
    .values([key, { ...key, person_id: randomUUID() }])
    .execute();
  expect((await restored())[0]).toContain('1 people, 0 faces');
  expect(await people()).toEqual([{ id: person.id }]);
  expect(await db.selectFrom('listed_person_keys').selectAll().execute()).toEqual([key]);
  const again = await startIntake({ dataDir, databaseUrl });
  const { neighbors } = await must(clientOf(again), 'searchFaces', { template: { model, values } });
  expect(neighbors.map(({ person: found }) => found.personId)).toEqual([person.id]);
  await again.close();
});

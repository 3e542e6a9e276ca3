import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { IntakeClient } from '#shared/api/client.ts';
import type { ApiInput } from '#shared/api/contract.ts';
import { FakeOutput } from '../testing/fake-output.ts';
import { aZip } from '#analysis/testing/a-zip.ts';
import type { Described } from '#analysis/people-import/import-people.ts';
import { importPersons, personsCommand } from './persons.ts';

// Faked: the intake, and what the nets see: a picture's text says it.

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vidimus-persons-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const template = { model: 'a'.repeat(64), values: Buffer.alloc(512).toString('base64') };
const describe = (bytes: Uint8Array): Promise<Described> =>
  Promise.resolve(
    Buffer.from(bytes).toString().startsWith('face')
      ? { ok: true, template, picture: new Uint8Array([7]) }
      : { ok: false, fault: { code: 'no-face' } },
  );

async function run(path: string, answer: 'taken' | 'offline' = 'taken') {
  const batches: ApiInput<'addListedPersons'>[] = [];
  const output = new FakeOutput();
  const client = {
    call: (_name: string, input: ApiInput<'addListedPersons'>) => {
      batches.push(input);
      const outcomes = input.persons.map(({ personId }) => ({ personId, outcome: 'added' as const }));
      return Promise.resolve(
        answer === 'taken' ? { ok: true, value: { outcomes } } : { ok: false, code: 'offline' },
      );
    },
  } as unknown as Pick<IntakeClient, 'call'>;
  const asked = { path, listId: 'refused', legalBasis: 'consent', reason: 'All for one reason' } as const;
  const exit = await importPersons(asked, { client, describe, output });
  const sent = batches.flatMap(({ persons, ...list }) => persons.map((person) => ({ ...list, ...person })));
  return { exit, sent, printed: output.printed, complaints: output.complaints };
}

const table = [
  'name,file,reason,note',
  'ONE,pictures/one.jpg,,',
  'TWO,pictures/one.jpg|pictures/two.jpg,Own reason,a note',
  ',pictures/one.jpg,,',
  'NOBODY,pictures/empty.jpg,,',
  'GONE,pictures/gone.jpg,,',
  'THIEF,../secret.jpg,,',
  'NONE,,,',
].join('\n');
const files = { 'one.jpg': 'face 1', 'two.jpg': 'face 2', 'empty.jpg': 'a wall' };

async function aFolder(): Promise<string> {
  await mkdir(join(folder, 'people/pictures'), { recursive: true });
  await writeFile(join(folder, 'people/list.csv'), table);
  await writeFile(join(folder, 'secret.jpg'), 'face of a secret');
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, 'people/pictures', name), text);
  return join(folder, 'people');
}

async function anArchive(): Promise<string> {
  const path = join(folder, 'people.zip');
  const entries = Object.entries(files).map(([name, text]) => ({
    name: `people/pictures/${name}`,
    bytes: Buffer.from(text),
  }));
  await writeFile(path, aZip([{ name: 'people/list.csv', bytes: Buffer.from(table) }, ...entries]));
  return path;
}

it.each([
  ['a folder', aFolder],
  ['a ZIP archive', anArchive],
])('takes the right rows of %s whole, and says of each other one what is wrong', async (_, make) => {
  const { exit, sent, printed, complaints } = await run(await make());
  expect(exit).toBe(1);
  expect(sent).toMatchObject([
    { listId: 'refused', details: { name: 'ONE', reason: 'All for one reason' }, templates: [template] },
    {
      details: { name: 'TWO', reason: 'Own reason', note: 'a note' },
      legalBasis: 'consent',
      templates: [template, template],
      picture: Buffer.from([7]).toString('base64'),
    },
  ]);
  expect(complaints).toEqual([
    'row 4: name is missing or too long',
    'row 5: a picture shows no face',
    'row 6: 1 of its pictures is not there',
    'row 7: 1 of its pictures is not there',
    'row 8: wants 1 to 10 pictures',
  ]);
  expect(printed.at(-1)).toBe('2 of 7 people are on the list "refused"');
  // Personal data is for the list alone.
  expect([...printed, ...complaints].join()).not.toMatch(/ONE|TWO|NOBODY|GONE|THIEF|\.jpg/);
});

it('gives the same person the same id in every run, and another picture another one', async () => {
  const path = await aFolder();
  const idsOf = async () => (await run(path)).sent.map(({ personId }) => personId);
  const first = await idsOf();
  expect(await idsOf()).toEqual(first);
  expect(new Set(first).size).toBe(2);
  await writeFile(join(path, 'pictures/two.jpg'), 'face 2 of another day');
  const later = await idsOf();
  expect([later[0] === first[0], later[1] === first[1]]).toEqual([true, false]);
});

it('follows no link out of the folder', async () => {
  const path = await aFolder();
  await symlink(join(folder, 'secret.jpg'), join(path, 'pictures/gone.jpg'));
  const { sent, complaints } = await run(path);
  expect(sent).toHaveLength(2);
  expect(complaints).toContain('row 6: 1 of its pictures is not there');
});

it('stops where every row would fail the same way', async () => {
  await expect(run(await aFolder(), 'offline')).rejects.toThrow('nobody is added twice');
});

it('asks for what it needs before it reads anything', async () => {
  const output = new FakeOutput();
  const context = { output, env: {}, version: '0' };
  const lacking: readonly (readonly [readonly string[], string])[] = [
    [['import'], 'persons wants import'],
    [['import', folder], '--list'],
    [['import', folder, '--list', 'l', '--legal-basis', 'because'], '--legal-basis'],
    [['import', folder, '--list', 'l', '--legal-basis', 'consent'], 'VIDIMUS_INTAKE_URL'],
  ];
  for (const [args, why] of lacking) await expect(personsCommand(args, context)).rejects.toThrow(why);
});

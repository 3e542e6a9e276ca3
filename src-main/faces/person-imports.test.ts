import { expect, it, vi } from 'vitest';
import { aZip } from '#analysis/testing/a-zip.ts';
import type { DescribeFacesReply } from '#analysis/worker/messages.ts';
import type { ImportState } from '#shared/rpc/person-import-contract.ts';
import { FakeIntake } from '../testing/fake-intake.ts';
import { createPersonImports } from './person-imports.ts';

// Faked: the intake, and what the analysis process sees: a picture's text says it.

const template = { model: 'a'.repeat(64), values: Buffer.alloc(512).toString('base64') };
const face = { boxPx: { x: 1, y: 1, width: 50, height: 50 }, rollDeg: 0, template, isClear: true };

const table = [
  'name,file,reason',
  'ONE,one.jpg,A reason',
  'TWO,two.jpg,',
  'CROWD,crowd.jpg,A reason',
  'NOWHERE,gone.jpg,A reason',
  ',one.jpg,A reason',
].join('\n');
const archive = aZip([
  { name: 'list.csv', bytes: Buffer.from(table) },
  ...['one', 'two', 'crowd'].map((name) => ({ name: `${name}.jpg`, bytes: Buffer.from(name) })),
]);

function start() {
  const intake = new FakeIntake().on('addListedPersons', ({ persons }) => ({
    ok: true,
    value: { outcomes: persons.map(({ personId }) => ({ personId, outcome: 'added' as const })) },
  }));
  const describeFaces = vi.fn((bytes: Uint8Array): Promise<DescribeFacesReply> =>
    Promise.resolve({
      ok: true,
      width: 100,
      height: 100,
      faces: Buffer.from(bytes).toString() === 'crowd' ? [face, face] : [face],
      calibration: null,
    }),
  );
  const imports = createPersonImports({
    intake,
    host: {
      describeFaces,
      render: () =>
        Promise.resolve({
          ok: true,
          bytes: new Uint8Array([7]),
          mediaType: 'image/jpeg',
          width: 1,
          height: 1,
        }),
    },
    onError: (error) => {
      throw error;
    },
  });
  const ended = (importId: string): Promise<ImportState | undefined> =>
    vi.waitFor(() => {
      const state = imports.stateOf(importId);
      expect(state?.state).not.toBe('running');
      return state;
    });
  const opened = async (bytes: Uint8Array = archive) => {
    const reply = await imports.open(bytes);
    if (!reply.ok) throw new Error(reply.code);
    return reply.preview;
  };
  return { intake, imports, describeFaces, ended, opened };
}

const asked = { listId: 'l', legalBasis: 'consent', reason: 'For all' } as const;

it('shows what the table says before anything is looked at, and imports what is right', async () => {
  const { intake, imports, describeFaces, ended, opened } = start();
  const { importId, rows } = await opened();
  expect(rows.map(({ number, reason, fault }) => [number, reason, fault?.code ?? null])).toEqual([
    [2, 'A reason', null],
    [3, null, null],
    [4, 'A reason', null],
    [5, 'A reason', 'pictures-missing'],
    [6, 'A reason', 'details'],
  ]);
  expect(describeFaces).not.toHaveBeenCalled();
  expect(imports.start(importId, asked)).toMatchObject({ state: 'running', rows: 5 });
  expect(await ended(importId)).toMatchObject({
    state: 'done',
    done: 5,
    added: 2,
    there: 0,
    faults: [
      { number: 5, fault: { code: 'pictures-missing', count: 1 } },
      { number: 6, fault: { code: 'details' } },
      { number: 4, fault: { code: 'several-faces' } },
    ],
  });
  expect(intake.callsOf('addListedPersons')).toMatchObject([
    {
      listId: 'l',
      legalBasis: 'consent',
      persons: [
        { details: { name: 'ONE', reason: 'A reason' }, templates: [template] },
        { details: { name: 'TWO', reason: 'For all' } },
      ],
    },
  ]);
  // Asked again, it is not begun again.
  imports.start(importId, asked);
  expect(intake.callsOf('addListedPersons')).toHaveLength(1);
});

it('stops between two rows, and sends what was looked at', async () => {
  const { intake, imports, describeFaces, ended, opened } = start();
  const { importId } = await opened();
  const look = describeFaces.getMockImplementation();
  describeFaces.mockImplementationOnce((bytes) => {
    imports.cancel(importId);
    return look === undefined ? Promise.reject(new Error('no look')) : look(bytes);
  });
  imports.start(importId, asked);
  expect(await ended(importId)).toMatchObject({ state: 'canceled', added: 1 });
  expect(describeFaces).toHaveBeenCalledTimes(1);
  expect(intake.callsOf('addListedPersons')).toHaveLength(1);
});

it('says why it broke off, and forgets the archive with whoever chose it', async () => {
  const { intake, imports, describeFaces, ended, opened } = start();
  const first = await opened();
  intake.isOffline = true;
  imports.start(first.importId, asked);
  expect(await ended(first.importId)).toMatchObject({ state: 'failed', failure: 'offline' });
  intake.isOffline = false;
  const second = await opened();
  describeFaces.mockResolvedValueOnce({ ok: false, code: 'model-missing' });
  imports.start(second.importId, asked);
  expect(await ended(second.importId)).toMatchObject({ state: 'failed', failure: 'models-missing' });
  expect(imports.stateOf(first.importId)).toBeUndefined();
  imports.clear();
  expect(imports.start(second.importId, asked)).toBeUndefined();
});

it.each([
  ['archive-unreadable', Buffer.from('no archive')],
  ['archive-unsafe', aZip([{ name: '../list.csv', bytes: Buffer.from(table) }])],
  ['no-table', aZip([{ name: 'one.jpg', bytes: Buffer.from('one') }])],
  ['no-columns', aZip([{ name: 'list.csv', bytes: Buffer.from('a,b\n1,2') }])],
  ['bad-table', aZip([{ name: 'list.csv', bytes: Buffer.from('name,file\n"x') }])],
])('refuses an archive: %s', async (code, bytes) => {
  expect(await start().imports.open(bytes)).toEqual({ ok: false, code });
});

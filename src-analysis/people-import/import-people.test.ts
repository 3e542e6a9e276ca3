import { expect, it } from 'vitest';
import { otherFaceDistance, templateLength } from '#shared/domain/face-lists.ts';
import { importPeople, type ImportProgress } from './import-people.ts';

const rows = Array.from({ length: 5 }, (_, at) => ({
  number: at + 2,
  details: { name: `PERSON ${at.toString()}`, note: '', reason: 'A test' },
  files: ['face.jpg'],
}));
const template = { model: 'a'.repeat(64), values: '' };

/** Each picture takes `msOfEach`, of a clock of its own. */
async function run(msOfEach: number, signal: AbortSignal, onSent: () => void = () => undefined) {
  let clock = 0;
  const sent: number[] = [];
  const told: ImportProgress[] = [];
  const end = await importPeople(
    { listId: 'l', rows },
    {
      pictures: { read: () => Promise.resolve(new Uint8Array(1)) },
      describe: () => {
        clock += msOfEach;
        return Promise.resolve({ ok: true, template, picture: null });
      },
      send: (persons) => {
        sent.push(persons.length);
        onSent();
        return Promise.resolve(persons.map(() => 'added' as const));
      },
      onProgress: (progress) => told.push(progress),
      signal,
      now: () => clock,
    },
  );
  return { end, sent, told };
}

it('sends slow rows every two seconds, and fast ones together', async () => {
  const { signal } = new AbortController();
  expect((await run(10, signal)).sent).toEqual([5]);
  const slow = await run(1000, signal);
  expect(slow.sent).toEqual([2, 2, 1]);
  expect(slow.told.map(({ done, added }) => [done, added])).toEqual([
    [2, 2],
    [4, 4],
    [5, 5],
  ]);
});

it('ends between two rows when it is stopped, and counts who was put on the list', async () => {
  const abort = new AbortController();
  const { end, sent } = await run(1000, abort.signal, () => {
    abort.abort();
  });
  expect(sent).toEqual([2]);
  expect(end).toEqual({ done: 2, added: 2, there: 0, faults: [] });
});

it('takes nobody whose pictures look like different people’s', async () => {
  const aTemplate = (first: number) => {
    const bytes = Buffer.alloc(4 * templateLength);
    bytes.writeFloatLE(first, 0);
    return { model: 'a'.repeat(64), values: bytes.toString('base64') };
  };
  const faceOf: Record<string, number> = { a: 0, b: otherFaceDistance - 0.01, c: otherFaceDistance + 0.01 };
  let read = '';
  const sent: string[] = [];
  const end = await importPeople(
    {
      listId: 'l',
      rows: [
        { number: 2, details: { name: 'ONE', note: '', reason: 'A test' }, files: ['a', 'b'] },
        { number: 3, details: { name: 'TWO', note: '', reason: 'A test' }, files: ['a', 'c'] },
      ],
    },
    {
      pictures: {
        read: (file) => {
          read = file;
          return Promise.resolve(new Uint8Array(1));
        },
      },
      describe: () => Promise.resolve({ ok: true, template: aTemplate(faceOf[read] ?? 0), picture: null }),
      send: (persons) => {
        sent.push(...persons.map(({ details }) => details.name));
        return Promise.resolve(persons.map(() => 'added' as const));
      },
      onProgress: () => undefined,
      signal: new AbortController().signal,
    },
  );
  expect(sent).toEqual(['ONE']);
  expect(end.faults).toEqual([{ number: 3, fault: { code: 'faces-differ' } }]);
});

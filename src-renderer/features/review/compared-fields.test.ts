import { expect, it } from 'vitest';
import type { FieldCorrection } from '#shared/domain/session.ts';
import { anAnalysis } from '../../testing/session-events.ts';
import { comparedFields, differingParts, sourcesOf } from './compared-fields.ts';

it('says in which parts two texts differ, also where one has more', () => {
  expect(differingParts('ERIKZSON', 'ERIKSSON')).toEqual([{ a: 'Z', b: 'S' }]);
  expect(differingParts('ANNA', 'ANNA JO')).toEqual([{ a: '', b: ' JO' }]);
  expect(differingParts('AOB0C', 'A0BOC')).toEqual([
    { a: 'O', b: '0' },
    { a: '0', b: 'O' },
  ]);
  expect(differingParts('SAME', 'SAME')).toEqual([]);
});

it('puts the sources of a field side by side, with what a person says of it', () => {
  const document = anAnalysis().steps[0]?.document;
  if (document === null || document === undefined) throw new Error('no document');
  const correction: FieldCorrection = {
    stepId: 'document',
    name: 'issue-date',
    value: '2020-01-31',
    replaces: null,
    by: { kind: 'user', id: 'a' },
    at: '2026-01-01T12:00:00.000Z',
  };
  const check = { name: 'surname', a: 'mrz', b: 'viz', agreement: 'differs', by: null } as const;
  const rows = comparedFields({ ...document, crossChecks: [check] }, [correction]);
  expect(sourcesOf(document)).toEqual(['mrz', 'viz']);
  expect(
    rows.map(({ name, readings, differs, crossChecks, correction: said }) => [
      name,
      readings.map(({ source }) => source),
      differs,
      crossChecks.length,
      said?.value ?? null,
    ]),
  ).toEqual([
    ['surname', ['mrz', 'viz'], true, 1, null],
    ['given-names', ['mrz'], false, 0, null],
    ['issue-date', [], false, 0, '2020-01-31'],
  ]);
});

import { expect, it } from 'vitest';
import type { DocumentField, FieldName } from '#shared/domain/analysis.ts';
import { aField } from '../testing/builders.ts';
import { withNamesInScript } from './names-of-zone.ts';

const zone = (values: Partial<Record<FieldName, string>>): DocumentField[] =>
  Object.entries(values).map(([name, value]) =>
    aField({ name: name as FieldName, value, normalized: value, source: 'mrz' }),
  );
const told = (fields: readonly DocumentField[]) =>
  Object.fromEntries(
    fields.flatMap(({ name, inScript }) => (inScript === undefined ? [] : [[name, inScript]])),
  );

const citizen = {
  surname: 'SHCHUKIN',
  'given-names': 'FEDOR',
  'issuing-state': 'RUS',
  nationality: 'RUS',
  'document-number': '720000001',
};

it('derives names of a state’s citizens by its table of letters, and nothing else', () => {
  expect(told(withNamesInScript(zone(citizen)))).toEqual({
    surname: ['ЩУКИН', 'ШЧУКИН', 'ЩУКИНЬ'],
    'given-names': ['ФЕДОР', 'ФЁДОР', 'ФЕДОРЬ'],
  });
});

it.each([
  ['a state without a table', { ...citizen, 'issuing-state': 'UTO', nationality: 'UTO' }],
  ['a foreigner’s permit', { ...citizen, nationality: 'UTO' }],
  ['a zone in Cyrillic already', { ...citizen, surname: 'ЩУКИН', 'given-names': 'ФЁДОР' }],
])('derives nothing of %s', (_, values) => {
  expect(told(withNamesInScript(zone(values)))).toEqual({});
});

it('leaves the name to the print where that was read', () => {
  const print = aField({ name: 'surname', value: 'Щукин', normalized: 'ЩУКИН', source: 'viz' });
  expect(Object.keys(told(withNamesInScript([...zone(citizen), print])))).toEqual(['given-names']);
});

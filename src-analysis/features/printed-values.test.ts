import { expect, it } from 'vitest';
import { readPrintedValue } from './printed-values.ts';

type Field = Parameters<typeof readPrintedValue>[1];
const aField = (field: Partial<Field>): Field => ({
  name: 'birth-date',
  kind: 'date',
  script: 'latin',
  pattern: null,
  ...field,
});
const read = (text: string, field: Partial<Field>, dateOrders: ('dmy' | 'mdy' | 'ymd')[] = ['dmy', 'ymd']) =>
  readPrintedValue(text, aField(field), { dateOrders, referenceDay: '2026-11-26' });

it.each([
  ['12 AUG/AOÛT 1974', '1974-08-12'],
  ['12.08.1974', '1974-08-12'],
  ['12 августа 1974 г.', '1974-08-12'],
  ['3. listopada 2001', '2001-11-03'],
  ['Aug 12, 1974', '1974-08-12'],
  ['1974-08-12', '1974-08-12'],
  // Nobody is born later than today: the century before.
  ['12.08.74', '1974-08-12'],
  ['31.02.1974', null],
])('reads the date %s', (text, day) => {
  expect(read(text, {}).normalized).toBe(day);
});

it('takes two figures of a year of a document’s own dates for the century that is nearer', () => {
  expect(read('16 APR 07', { name: 'issue-date' }).normalized).toBe('2007-04-16');
  expect(read('15.04.32', { name: 'expiry-date' }).normalized).toBe('2032-04-15');
  // Of a birth both are possible, and another source may tell.
  expect(read('16 APR 07', {})).toEqual({ normalized: null, days: ['1907-04-16', '2007-04-16'] });
});

it('keeps both meanings of figures where the state’s order is not known', () => {
  expect(read('08/12/1974', {}, ['dmy', 'mdy'])).toEqual({
    normalized: null,
    days: ['1974-12-08', '1974-08-12'],
  });
  expect(read('08/12/1974', {}, ['mdy']).normalized).toBe('1974-08-12');
});

it.each([
  [{ name: 'surname', kind: 'name' }, 'Eriksson', 'ERIKSSON'],
  // A reader of both scripts takes letters that look alike from either.
  [{ name: 'surname', kind: 'name', script: 'cyrillic' }, 'ИBAHОВ', 'ИВАНОВ'],
  [{ name: 'surname', kind: 'name' }, 'ЩЕГЛОВ', null],
  [{ name: 'document-number', kind: 'number', pattern: '^[0-9]{10}$' }, '57 14 15IO45', '5714151045'],
  [{ name: 'document-number', kind: 'number', pattern: '^[0-9]{10}$' }, '57 14', null],
  [{ name: 'division-code', kind: 'number', pattern: '^[0-9]{3}-[0-9]{3}$' }, '770–001', '770-001'],
  [{ name: 'sex', kind: 'sex' }, 'МУЖ.', 'M'],
  [{ name: 'sex', kind: 'sex' }, 'F/F', 'F'],
  [{ name: 'sex', kind: 'sex' }, 'UTOPIAN', null],
  [{ name: 'place-of-birth', kind: 'text' }, '16.10.1980 Kestrel Bay', 'KESTREL BAY'],
  // Figures of a district or a department stand behind a place's name, never before it or within.
  [{ name: 'place-of-birth', kind: 'text' }, 'Paris 14E (75)', 'PARIS 14E (75)'],
  [{ name: 'place-of-birth', kind: 'text', script: 'cyrillic' }, 'д. 2-я Пятилетка', 'Д. 2-Я ПЯТИЛЕТКА'],
  [{ name: 'place-of-birth', kind: 'text' }, '1-ASIS PP (12)', null],
  [{ name: 'place-of-birth', kind: 'text' }, 'l6.1O.1980 Kestrel Bay', null],
  [{ name: 'place-of-birth', kind: 'text' }, 'C v7.6mceve9/Poctd', null],
  [{ name: 'authority', kind: 'text' }, '1-ASIS PP (12)', '1-ASIS PP (12)'],
  [{ name: 'licence-categories', kind: 'categories' }, 'AA1BB1M', 'A A1 B B1 M'],
] as const)('%o of %s', (field, text, normalized) => {
  expect(read(text, field).normalized).toBe(normalized);
});

it('settles zeros and ones by the form of a number, and keeps what it does not settle', () => {
  const number = { name: 'document-number', kind: 'number' } as const;
  expect(read('AB O123', { ...number, pattern: '^[A-Z]{2}[0-9]{4}$' })).toEqual({
    normalized: 'AB0123',
    days: [],
  });
  expect(read('9663720Q', number)).toEqual({ normalized: '9663720Q', days: [], alternatives: ['966372OQ'] });
});

import { expect, it } from 'vitest';
import { isZoneExact, toZoneLines } from './zone-truth.ts';

const upper = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
const lower = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10';
const card = [
  'I<UTOD231458907<<<<<<<<<<<<<<<',
  '7408122F1204159UTO<<<<<<<<<<<6',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
];

it.each([
  ['a column a line', { line1: upper, line2: lower, line3: '' }],
  ['one column, lines parted by |', { mrz: `${upper}|${lower}` }],
  ['one column, lines parted by a line break', { mrz: `${upper}\n${lower}\n` }],
  ['one column, lines parted by a written line break', { mrz: `${upper}\\n${lower}` }],
  ['one column, lines not parted', { mrz: upper + lower }],
  ['all lines in the first column', { line1: `${upper} | ${lower}`, line2: '' }],
  ['spaces and lower case', { line1: `p<uto eriksson<<anna<maria`, line2: lower.toLowerCase() }],
  [
    'quotation marks that a word processor made of fillers',
    { line1: upper.replaceAll('<<', '«'), line2: lower },
  ],
])('takes %s', (_, row) => {
  expect(toZoneLines({ file: 'a.jpg', ...row })).toEqual([upper, lower]);
});

it('parts three lines of a card that are written as one, and leaves the short line of a Swiss licence short', () => {
  expect(toZoneLines({ mrz: card.join('') })).toEqual(card);
  const licence = ['AAA001D<<', 'FACHE123456789012<<800101<<<<<', 'MUSTER<<ANNA<<<<<<<<<<<<<<<<<<'];
  expect(toZoneLines({ line1: 'AAA001D<<', line2: licence[1] ?? '', line3: 'MUSTER<<ANNA' })).toEqual(
    licence,
  );
});

it('tells no zone from no label', () => {
  expect(toZoneLines({ format: 'none', line1: '' })).toEqual([]);
  expect(toZoneLines({ mrz: 'NONE' })).toEqual([]);
  expect(toZoneLines({ format: 'TD3', line1: '', line2: '' })).toBeNull();
});

it('measures the lines that are labeled, in their places', () => {
  const expected = toZoneLines({ line1: '', line2: lower });
  expect(expected).toEqual(['', lower]);
  expect(isZoneExact(expected ?? [], [upper, lower])).toBe(true);
  expect(isZoneExact(expected ?? [], [lower, upper])).toBe(false);
  expect(isZoneExact([upper], null)).toBe(false);
  expect([isZoneExact([], null), isZoneExact([], [upper])]).toEqual([true, false]);
});

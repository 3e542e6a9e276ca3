import { expect, it } from 'vitest';
import { findPrintedDates } from './printed-dates.ts';

it.each([
  ['12 AUG 1974', ['1974-08-12']],
  ['12 AUG/AOUT 1974', ['1974-08-12']],
  ['12AUG74', ['1974-08-12', '2074-08-12']],
  ['15.04.2032', ['2032-04-15']],
  ['1974-08-12', ['1974-08-12']],
  ['06 12 1965', ['1965-12-06', '1965-06-12']],
  ['4/5/2001', ['2001-05-04', '2001-04-05']],
  ['1 MARS 2020', ['2020-03-01']],
  ['03 OKT 1990', ['1990-10-03']],
])('%s', (text, days) => {
  expect(findPrintedDates(text)).toMatchObject([{ days }]);
});

it.each(['31 FEB 1974', '99.99.2020', 'U20B74K19', '12 XYZ 1974', '1234567890', '20020314'])(
  'no date in %s',
  (text) => {
    expect(findPrintedDates(text)).toEqual([]);
  },
);

it('finds several in one line, with their places', () => {
  const text = 'BORN 12 AUG 1974 VALID 15.04.2032';
  expect(findPrintedDates(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    '12 AUG 1974',
    '15.04.2032',
  ]);
});

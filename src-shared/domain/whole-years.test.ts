import { expect, it } from 'vitest';
import { wholeYearsBetween } from './whole-years.ts';

it.each([
  ['2000-02-29', '2018-02-28', 17],
  ['2000-02-29', '2018-03-01', 18],
  ['2000-06-15', '2026-06-14', 25],
  ['2000-06-15', '2026-06-15', 26],
  ['2000-06', '2026-06-01', 26],
  ['2000', '2026-01-01', 26],
  ['2026-06-15', '2000-06-15', -26],
])('from %s to %s are %i', (from, to, years) => {
  expect(wholeYearsBetween(from, to)).toBe(years);
});

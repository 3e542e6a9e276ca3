import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { anMrzReading, aRect, findingOf } from '../testing/builders.ts';
import { resolveDate } from '../mrz/parse.ts';
import { documentDatesPossible } from './document.dates-possible.ts';

const { oldestYears, longestValidityYears } = policy202611.thresholds;
const date = (day: string | null, printed = '000000') => ({ day, printed, regionPx: aRect() });
const on = (birth: ReturnType<typeof date> | null, expiry: ReturnType<typeof date> | null) =>
  findingOf(documentDatesPossible, { mrz: anMrzReading({ birthDate: birth, expiryDate: expiry }) });
const birth = date('1974-08-12');
const expiry = date('2032-04-15');

it('passes dates that exist and follow each other', () => {
  expect(on(birth, expiry)).toMatchObject({
    status: 'passed',
    evidence: [{ kind: 'field' }, { kind: 'field' }],
  });
});

it('fails on a day that the calendar does not have', () => {
  expect(on(date(null, '740231'), expiry)).toMatchObject({
    reason: 'no-such-day',
    details: { fields: 'birth-date', printed: '740231' },
  });
});

it('passes over what is not stated: fillers, or a format without the date', () => {
  expect(on(date(null, '<<<<<<'), null).status).toBe('passed');
});

it('fails where the birth is after the expiry, and not on the same day', () => {
  expect(on(date('2024-05-02'), date('2024-05-01'))).toMatchObject({ reason: 'birth-after-expiry' });
  expect(on(date('2024-05-01'), date('2024-05-01')).status).toBe('passed');
});

it('fails beyond the oldest age on record, and not at it', () => {
  const year = 2026 - oldestYears.value;
  expect(on(date(`${String(year)}-11-25`), expiry).status).toBe('passed');
  expect(on(date(`${String(year - 1)}-11-25`), expiry)).toMatchObject({ reason: 'born-before-records' });
});

it('fails on a validity that no state grants, and not at the longest', () => {
  const year = 2026 + longestValidityYears.value;
  expect(on(birth, date(`${String(year)}-11-25`)).status).toBe('passed');
  expect(on(birth, date(`${String(year + 1)}-11-25`))).toMatchObject({ reason: 'valid-too-long' });
});

it('reads an unknown day and month as ICAO Doc 9303-3, 4.8 prints them', () => {
  const partial = resolveDate('74<<<<', 'birth', new Date('2026-11-25'));
  expect(on(date(partial, '74<<<<'), expiry).status).toBe('passed');
});

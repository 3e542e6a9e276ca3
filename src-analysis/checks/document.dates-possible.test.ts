import { expect, it } from 'vitest';
import { statedDatesOf } from '../features/document-dates.ts';
import type { StatedDate } from '../features/feature-values.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { anMrzReading, aRect, aStatedDate, findingOf } from '../testing/builders.ts';
import { resolveDate } from '../mrz/parse.ts';
import { documentDatesPossible } from './document.dates-possible.ts';

const { oldestYears, longestValidityYears, confidentWord } = policy202611.thresholds;
const date = (day: string | null, printed = '000000') => aStatedDate({ day, printed });
const printedOn = (day: string, confidence = confidentWord.value) =>
  aStatedDate({ day, source: 'viz', confidence });
const on = (birth: StatedDate | null, expiry: StatedDate | null, issue: StatedDate | null = null) =>
  findingOf(documentDatesPossible, { documentDates: { birth, issue, expiry } });
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
  const blank = anMrzReading({
    birthDate: { day: null, printed: '<<<<<<', regionPx: aRect() },
    expiryDate: null,
  });
  const documentDates = statedDatesOf([], blank);
  expect(documentDates).toEqual({ birth: null, issue: null, expiry: null });
  expect(findingOf(documentDatesPossible, { documentDates }).status).toBe('passed');
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

it('fails where the issue is before the birth or after the expiry, and not on the same day', () => {
  expect(on(birth, expiry, printedOn('1974-08-11'))).toMatchObject({
    status: 'failed',
    reason: 'birth-after-issue',
  });
  expect(on(birth, expiry, printedOn('2032-04-16'))).toMatchObject({ reason: 'issue-after-expiry' });
  expect(on(birth, expiry, printedOn('1974-08-12')).status).toBe('passed');
});

it('fails on an issue in the future, beyond the day that has begun elsewhere', () => {
  expect(on(birth, expiry, printedOn('2026-11-26')).status).toBe('passed');
  expect(on(birth, expiry, printedOn('2026-11-27'))).toMatchObject({
    status: 'failed',
    reason: 'issued-in-future',
    details: { day: '2026-11-27' },
  });
});

it('only warns by a date of the print that was read unsurely', () => {
  expect(on(birth, expiry, printedOn('2026-11-27', confidentWord.value - 0.01))).toMatchObject({
    status: 'warning',
    reason: 'issued-in-future',
  });
});

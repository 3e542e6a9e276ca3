import { expect, it } from 'vitest';
import { aRect, findingOf, frontId } from '../testing/builders.ts';
import { documentAgeInRange } from './document.age-in-range.ts';

const on = (day: string, source: 'mrz' | 'viz' = 'mrz') =>
  findingOf(
    documentAgeInRange,
    { birthDate: { day, source, captureId: frontId, regionPx: aRect() } },
    { referenceDay: '2026-11-25', ageYears: { min: 18, max: 70 } },
  );

it('passes on the 18th birthday and fails the day before', () => {
  expect(on('2008-11-25')).toMatchObject({ status: 'passed', score: 18 });
  expect(on('2008-11-26')).toMatchObject({
    status: 'failed',
    reason: 'too-young',
    details: { years: 17, min: 18 },
  });
});

it('passes to the last day of the oldest age and fails the day after', () => {
  expect(on('1955-11-26').status).toBe('passed');
  expect(on('1955-11-25')).toMatchObject({
    status: 'failed',
    reason: 'too-old',
    details: { years: 71, max: 70 },
  });
});

it('counts the completed years of age (Convention on the Rights of the Child, article 1: below the age of eighteen years)', () => {
  expect(on('2008-11-26').reason).toBe('too-young');
});

it('only warns by the print alone, which no check digit guards', () => {
  expect(on('2008-11-26', 'viz')).toMatchObject({ status: 'warning', reason: 'too-young' });
});

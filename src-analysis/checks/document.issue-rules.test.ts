import { expect, it } from 'vitest';
import type { DocumentDefinition } from '../documents/definition.ts';
import type { FieldSource } from '#shared/domain/analysis.ts';
import { aRect, findingOf, frontId } from '../testing/builders.ts';
import { documentIssueRules } from './document.issue-rules.ts';

// The Russian internal passport: from 14, exchanged within 90 days after 20 and 45 (decree 1205 of 23 December 2023, items 2 and 10).
const rules = { leastAgeAtIssue: 14, mostYearsValid: null, exchangeAtAges: [20, 45], daysToExchange: 90 };
const on = (
  birth: string,
  issue: string,
  {
    expiry = null,
    own = rules,
    source = 'mrz',
    today = '2026-11-25',
  }: {
    expiry?: string | null;
    own?: DocumentDefinition['rules'];
    source?: FieldSource;
    today?: string;
  } = {},
) => {
  const stated = (day: string) => ({ day, source, captureId: frontId, regionPx: aRect() });
  const issueRules = {
    rules: own,
    birth: stated(birth),
    issue: stated(issue),
    expiry: expiry === null ? null : stated(expiry),
  };
  return findingOf(documentIssueRules, { issueRules }, { referenceDay: today });
};

it('passes on the birthday of the least age, and fails the day before', () => {
  expect(on('2010-06-15', '2024-06-15').status).toBe('passed');
  expect(on('2010-06-15', '2024-06-14')).toMatchObject({
    status: 'failed',
    reason: 'too-young-at-issue',
    details: { years: 13, min: 14 },
  });
});

it('passes to the last day of the exchange, and fails the day after', () => {
  const born = '2006-08-27';
  expect(on(born, '2020-09-01', { today: '2026-11-25' }).status).toBe('passed');
  expect(on(born, '2020-09-01', { today: '2026-11-26' })).toMatchObject({
    status: 'failed',
    reason: 'exchange-due',
    details: { age: 20, day: '2026-11-25' },
  });
  expect(on(born, '2026-09-01', { today: '2026-11-26' }).status).toBe('passed');
});

it('passes the longest validity with a day’s grace, and fails beyond', () => {
  const ten = { ...rules, exchangeAtAges: [], mostYearsValid: 10 };
  expect(on('1990-01-01', '2020-05-01', { own: ten, expiry: '2030-05-02' }).status).toBe('passed');
  expect(on('1990-01-01', '2020-05-01', { own: ten, expiry: '2030-05-03' }).reason).toBe('valid-too-long');
  // Of three dates it shows the two that it compared.
  expect(on('1990-01-01', '2020-05-01', { own: ten, expiry: '2030-05-03' }).evidence).toHaveLength(2);
});

it('only warns by a date of the print, which one misread figure changes', () => {
  expect(on('2010-06-15', '2020-06-15', { source: 'viz' })).toMatchObject({
    status: 'warning',
    reason: 'too-young-at-issue',
  });
});

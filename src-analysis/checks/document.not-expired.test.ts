import { expect, it } from 'vitest';
import { missing } from '../features/feature-outcome.ts';
import { aContext, aRect, findingOf, frontId } from '../testing/builders.ts';
import { documentNotExpired } from './document.not-expired.ts';

const on = (day: string, source: 'mrz' | 'viz' = 'mrz') =>
  findingOf(
    documentNotExpired,
    { expiryDate: { day, source, captureId: frontId, regionPx: aRect() } },
    { referenceDay: '2026-11-25' },
  );

it('passes on the day of expiry and fails the day after (the zone’s date of expiry, ICAO Doc 9303-4 to 7; that the day itself counts is our reading)', () => {
  expect(on('2026-11-25').status).toBe('passed');
  expect(on('2026-11-24')).toMatchObject({
    status: 'failed',
    reason: 'expired',
    details: { day: '2026-11-24' },
  });
});

it('shows the date', () => {
  expect(on('2020-01-01').evidence).toEqual([{ captureId: frontId, regionPx: aRect(), kind: 'field' }]);
});

it('is not run where the document states no date: that is no pass', () => {
  const finding = documentNotExpired.find({ expiryDate: missing('expiry-not-stated') }, aContext());
  expect(finding).toMatchObject({ status: 'not-run', reason: 'expiry-not-stated' });
});

it('only warns by the print alone, which no check digit guards', () => {
  expect(on('2026-11-24', 'viz')).toMatchObject({ status: 'warning', reason: 'expired' });
});

import { expect, it } from 'vitest';
import { checkDigit } from '../mrz/check-digit.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aCheckDigit, anMrzReading, findingOf } from '../testing/builders.ts';
import { documentMrzCheckDigits } from './document.mrz-check-digits.ts';

const { value: threshold } = policy202611.thresholds.confidentCharacter;
const { mrz } = anMrzReading();
const wrong = aCheckDigit({ valid: false, read: '7' });
const on = (weakest: number) =>
  findingOf(documentMrzCheckDigits, {
    mrz: anMrzReading({
      mrz: { ...mrz, checkDigits: [aCheckDigit({ name: 'expiry-date' }), wrong] },
      weakestByCheckDigit: { 'birth-date': weakest },
    }),
  });

it('passes when every digit holds', () => {
  expect(findingOf(documentMrzCheckDigits, { mrz: anMrzReading() })).toMatchObject({
    status: 'passed',
    evidence: [{ kind: 'mrz' }],
  });
});

it('fails at the confidence that makes it the document’s fault, and only warns just under it', () => {
  expect(on(threshold)).toMatchObject({
    status: 'failed',
    reason: 'check-digit-wrong',
    details: { fields: 'birth-date' },
  });
  expect(on(threshold - 0.001)).toMatchObject({
    status: 'warning',
    reason: 'check-digit-unsure',
    score: threshold - 0.001,
  });
});

it('shows the digit itself', () => {
  expect(on(1).evidence).toEqual([{ captureId: mrz.captureId, regionPx: wrong.regionPx, kind: 'field' }]);
});

it('reckons as ICAO Doc 9303-3, 4.9 does, by its own example: 520727 gives 3', () => {
  expect(checkDigit('520727')).toBe('3');
});

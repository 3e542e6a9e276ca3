import { expect, it } from 'vitest';
import { likenessOf } from '../features/compare-text.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aComparison, findingOf } from '../testing/builders.ts';
import { documentMrzMatchesPrinted } from './document.mrz-matches-printed.ts';

const { sameField, differentField, confidentWord, confidentCharacter } = policy202611.thresholds;
const on = (...comparisons: Parameters<typeof aComparison>[0][]) =>
  findingOf(documentMrzMatchesPrinted, {
    printedFields: comparisons.map((comparison) => aComparison(comparison)),
  });

it('passes when every field is alike enough, and names them', () => {
  expect(on({ likeness: sameField.value }, { likeness: 1, mrz: { name: 'sex' } })).toMatchObject({
    status: 'passed',
    score: sameField.value,
    details: { fields: 'surname,sex' },
  });
});

it('warns just under that: one misread letter is no forgery', () => {
  expect(on({ likeness: sameField.value - 0.001 })).toMatchObject({
    status: 'warning',
    reason: 'field-unsure',
  });
});

it('fails where both were read surely and differ clearly, and shows both places', () => {
  const finding = on({ likeness: differentField.value - 0.001 }, { likeness: 1 });
  expect(finding).toMatchObject({
    status: 'failed',
    reason: 'field-differs',
    details: { fields: 'surname' },
  });
  expect(finding.evidence).toHaveLength(2);
});

it.each([
  ['the print', { viz: { confidence: confidentWord.value - 0.01 } }],
  ['the zone', { mrz: { confidence: confidentCharacter.value - 0.01 } }],
])('only warns where %s was read unsurely', (_, comparison) => {
  expect(on({ likeness: 0.1, ...comparison })).toMatchObject({ status: 'warning', reason: 'field-unsure' });
});

it('fails at exactly the confidences that make both readings sure', () => {
  const sure = { viz: { confidence: confidentWord.value }, mrz: { confidence: confidentCharacter.value } };
  expect(on({ likeness: 0.1, ...sure }).status).toBe('failed');
});

it('takes a transliterated name for the same (ICAO Doc 9303-3, section 6: Ü is UE or U)', () => {
  expect(likenessOf('Müller', 'MUELLER')).toBe(1);
  expect(likenessOf('Müller', 'MULLER')).toBe(1);
});

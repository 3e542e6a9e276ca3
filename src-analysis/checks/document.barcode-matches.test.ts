import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aReadingPair, findingOf } from '../testing/builders.ts';
import { documentBarcodeMatches } from './document.barcode-matches.ts';

const { confidentWord } = policy202611.thresholds;
const on = (...pairs: Parameters<typeof aReadingPair>[0][]) =>
  findingOf(documentBarcodeMatches, {
    // A barcode's characters have no confidence of their own: its error correction held (AAMVA DL/ID 2020, D.5).
    barcodeFields: pairs.map((pair) => aReadingPair({ a: { source: 'barcode', confidence: 0 }, ...pair })),
  });

it('passes where every field agrees, and names them', () => {
  expect(on({})).toMatchObject({ status: 'passed', details: { fields: 'surname' } });
});

it('fails where the print was read surely and differs', () => {
  expect(on({ agreement: 'differs', b: { confidence: confidentWord.value } })).toMatchObject({
    status: 'failed',
    reason: 'field-differs',
  });
});

it.each([
  ['the print was read unsurely', { agreement: 'differs', b: { confidence: confidentWord.value - 0.01 } }],
  ['the comparison is unclear', { agreement: 'unclear' }],
] as const)('only warns where %s', (_, pair) => {
  expect(on(pair)).toMatchObject({ status: 'warning', reason: 'field-unsure' });
});

import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aRect, findingOf, frontId } from '../testing/builders.ts';
import { documentMrzFont } from './document.mrz-font.ts';

const { value: threshold } = policy202611.thresholds.ocrBLikeness;
const zone = aRect({ x: 1 });
const on = (score: number) =>
  findingOf(documentMrzFont, {
    zoneFont: { captureId: frontId, regionPx: zone, score, unlikePx: [aRect({ x: 2 })] },
  });

it('passes a zone in OCR-B, at the threshold too (ICAO Doc 9303-3, 4.4 prescribes OCR-B)', () => {
  expect(on(1).status).toBe('passed');
  expect(on(threshold)).toMatchObject({ status: 'passed', score: threshold, threshold });
});

it('warns of another font below the threshold, with the zone and the characters least like OCR-B', () => {
  expect(on(threshold - 1e-6)).toMatchObject({
    status: 'warning',
    reason: 'other-font',
    evidence: [
      { captureId: frontId, regionPx: zone, kind: 'mrz' },
      { captureId: frontId, regionPx: aRect({ x: 2 }), kind: 'area' },
    ],
  });
});

import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aRect, backId, findingOf, frontId } from '../testing/builders.ts';
import { documentUnobstructed } from './document.unobstructed.ts';

const { value: threshold } = policy202611.thresholds.coveredShare;
const on = (...shares: number[]) =>
  findingOf(documentUnobstructed, {
    documentCover: shares.map((share, index) => ({
      captureId: index === 0 ? frontId : backId,
      regionPx: aRect(),
      share,
      regionsPx: [aRect({ x: 5 })],
    })),
  });

it('passes at the threshold, and fails above it with the place and the share (measured: docs/accuracy/quality-of-pictures.md)', () => {
  expect(on(threshold)).toMatchObject({ status: 'passed', score: threshold, threshold });
  expect(on(threshold + 1e-6)).toMatchObject({ status: 'failed', reason: 'covered' });
});

it('lets the most covered picture decide', () => {
  expect(on(0, 0.2)).toMatchObject({
    reason: 'covered',
    details: { percent: 20 },
    evidence: [{ captureId: backId, regionPx: aRect({ x: 5 }), kind: 'area' }],
  });
});

import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aDocumentPhoto, aRect, findingOf, frontId } from '../testing/builders.ts';
import { documentGlare } from './document.glare.ts';

const { value: threshold } = policy202611.thresholds.glareShare;
const on = (...shares: number[]) =>
  findingOf(documentGlare, {
    documentPhotos: shares.map((share) =>
      aDocumentPhoto({ glare: { share, regionsPx: share > 0 ? [aRect()] : [] } }),
    ),
  });

it('passes at the threshold and fails just over it', () => {
  expect(on(threshold).status).toBe('passed');
  expect(on(threshold + 0.001)).toMatchObject({
    status: 'failed',
    reason: 'glare',
    score: threshold + 0.001,
  });
});

it('shows the reflections of the worst picture, and how much they hide', () => {
  expect(on(0, 0.123)).toMatchObject({
    details: { percent: 12 },
    evidence: [{ captureId: frontId, regionPx: aRect(), kind: 'area' }],
  });
});

it('passes a flat scan with a white band (measured on a published French card: 0.041)', () => {
  expect(on(0.041).status).toBe('passed');
});

import { expect, it } from 'vitest';
import { missing } from '../features/feature-outcome.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aContext, aDocumentPhoto, backId, findingOf, frontId } from '../testing/builders.ts';
import { documentResolution } from './document.resolution.ts';

const { value: threshold } = policy202611.thresholds.pixelsPerMm;
const on = (pixelsPerMm: number, more: { captureId: typeof backId; pixelsPerMm: number }[] = []) =>
  findingOf(documentResolution, {
    documentPhotos: [aDocumentPhoto(), aDocumentPhoto({ captureId: backId, side: 'back' })],
    documentScale: [{ captureId: frontId, pixelsPerMm }, ...more],
  });

it('passes at the threshold and fails just under it', () => {
  expect(on(threshold)).toMatchObject({ status: 'passed', score: threshold });
  expect(on(threshold - 0.01)).toMatchObject({ status: 'failed', reason: 'too-few-pixels' });
});

it('shows the picture with the fewest pixels', () => {
  expect(on(12, [{ captureId: backId, pixelsPerMm: 3 }])).toMatchObject({
    score: 3,
    evidence: [{ captureId: backId }],
  });
});

it('is not run where the size of the document is unknown', () => {
  const finding = documentResolution.find({ documentPhotos: missing('document-not-found') }, aContext());
  expect(finding).toMatchObject({ status: 'not-run', reason: 'document-not-found' });
});

it('accepts a 300 dpi scan (Tesseract’s documentation: works best from 300 dpi)', () => {
  expect(on(300 / 25.4).status).toBe('passed');
});

import { expect, it } from 'vitest';
import { aDocumentPhoto, backId, findingOf } from '../testing/builders.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { documentSharp } from './document.sharp.ts';

const { value: threshold } = policy202611.thresholds.documentSharpness;
const on = (...sharpness: number[]) =>
  findingOf(documentSharp, {
    documentPhotos: sharpness.map((value, i) =>
      aDocumentPhoto({ sharpness: value, ...(i > 0 && { captureId: backId }) }),
    ),
  });

it('passes at the threshold and fails just under it', () => {
  expect(on(threshold)).toMatchObject({ status: 'passed', score: threshold, threshold });
  expect(on(threshold - 1e-6)).toMatchObject({ status: 'failed', reason: 'blurred' });
});

it('lets the least sharp picture decide, and shows it', () => {
  expect(on(0.9, 0.1)).toMatchObject({ reason: 'blurred', score: 0.1, evidence: [{ captureId: backId }] });
});

it('fails on print that was smeared by movement, which is sharp across it, and shows the picture', () => {
  const least = policy202611.thresholds.printEvenness.value;
  const moved = (evenness: number | null) =>
    findingOf(documentSharp, {
      documentPhotos: [aDocumentPhoto(), aDocumentPhoto({ captureId: backId, evenness })],
    });
  expect([moved(null).status, moved(least).status]).toEqual(['passed', 'passed']);
  expect(moved(least - 1e-6)).toMatchObject({
    status: 'failed',
    reason: 'smeared',
    threshold: least,
    evidence: [{ captureId: backId }],
  });
});

it('tells print in focus from print defocused by 9 px (measured on drawn specimens: 0.84 and more, 0.10; Crete et al. 2007)', () => {
  expect([on(0.84).status, on(0.1).status]).toEqual(['passed', 'failed']);
});
